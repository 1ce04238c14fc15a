import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change } from '../../shared/model/change.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { instant, type EntityId, type Instant, type RunId } from '../../shared/model/ids.ts';
import type { InventoryStats } from '../../shared/model/inventory-query.ts';
import type { Domain } from '../../shared/model/kind.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import { createTurns, type Turns } from '../platform/turns.ts';
import type { Store } from '../store/store.ts';
import { rewindAll } from './as-of.ts';
import {
  createStoreFollower,
  type FollowedMemory,
  type StoreChange,
  type StoreFollower,
} from './follow-store.ts';
import { forgetSourceInStore, type Forgotten } from './forget-source.ts';
import { changesAfter, changesFrom } from './history.ts';
import type { InventorySettings } from './inventory.ts';
import { compareText } from './natural-order.ts';
import { PastViews } from './past-views.ts';
import { createView } from './read-view.ts';
import type { Heard, RecorderPorts } from './recorder.ts';
import { recoverInterruptedRuns } from './recovery.ts';
import { loadRunHistory, RunHistory } from './run-history.ts';
import { InventoryState } from './state.ts';
import type { InventoryView } from './view.ts';

/** Something of the inventory is different now. `changed` counts the entities that were written, of any kind. */
export interface ChangedEvent {
  readonly source: string;
  readonly domain: Domain;
  readonly kinds: readonly EntityKind[];
  readonly changed: number;
  readonly runId: RunId;
}

interface CoreDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: InventorySettings;
  /** Whether what is long gone of a source is forgotten here for all; absent: of each. */
  readonly mayForget?: (source: string) => boolean;
  /** Runs that others left running are theirs to end; absent: all are of this one. */
  readonly workstation?: () => Promise<string>;
  readonly fence?: (source: string) => number | undefined;
}

const dayMs = 86_400_000;
/** From here on an instant may have none after it that is written like it. */
const lastYears: Instant = instant(Date.parse('9000-01-01T00:00:00.000Z'));

/** The inventory in memory: loaded once, then kept by its own writes, which go to the store first. */
export class InventoryCore {
  readonly running = new Set<string>();
  runs = new RunHistory();
  readonly #dependencies: CoreDependencies;
  #state = new InventoryState();
  /** While all is read anew: what is written or forgotten meanwhile. */
  #meanwhile: Map<EntityId, Entity | undefined> | undefined;
  readonly #listeners = new Set<(event: ChangedEvent) => void>();
  /** Tombstones that only the store has, by kind. */
  readonly #cold = new Map<EntityKind, number>();
  /** The newest instant of each source: the next one is later, whatever the machine's clock does. */
  readonly #newest = new Map<string, Instant>();
  readonly #heard = new Map<EntityId, Heard>();
  /** Writes outside runs that are under way. */
  #writing = 0;
  readonly #past = new PastViews();
  #gone: { readonly content: object; readonly list: Promise<readonly Entity[]> } | undefined;
  #recentDays: number;
  #recent: Change[] = [];
  #recentSince: Instant = instant(0);
  /** What views show of `#recent`; made anew when that grew. */
  #recentShown: readonly Change[] | undefined;
  /** Of `#recent`, once somebody else's came: they may come twice. */
  #recentIds: Set<string> | undefined;
  readonly #follower: StoreFollower;

  constructor(dependencies: CoreDependencies) {
    this.#dependencies = dependencies;
    this.#follower = createStoreFollower(dependencies.store, this.#followed(), dependencies.clock);
    this.#recentDays = dependencies.settings.recentChangeDays;
  }

  async load(): Promise<void> {
    const { store, clock, logger, settings } = this.#dependencies;
    const now = clock.now();
    await recoverInterruptedRuns(store, now, logger, await this.#dependencies.workstation?.());
    this.runs = await loadRunHistory(store);
    for (const { last } of this.runs.pairs()) this.#notice(last.source, last.startedAt);
    const hotSince = this.#daysAgo(settings.hotTombstoneDays);
    for await (const batch of store.entities.each()) {
      const kept: Entity[] = [];
      for (const entity of batch) {
        this.#notice(entity.source, entity.observedAt);
        if (entity.disappearedAt !== undefined) this.#notice(entity.source, entity.disappearedAt);
        if (entity.disappearedAt !== undefined && entity.disappearedAt < hotSince) {
          this.#cool(entity.kind, 1);
        } else kept.push(entity);
      }
      this.#state.apply(kept);
      // A server answers between batches, and a window paints.
      await nextTurn();
    }
    await this.#state.settleInTurns(createTurns(clock));
    this.#recentSince = this.#daysAgo(this.#recentDays);
    this.#recent = await changesFrom(store, this.#recentSince);
    logger.info({ entities: this.#state.size, changes: this.#recent.length }, 'the inventory is loaded');
  }

  /** The instant of what is observed now: after everything that this source was seen at before. */
  instantFor(source: string): Instant {
    const now = this.#dependencies.clock.now();
    const newest = this.#newest.get(source);
    const next = newest === undefined || now > newest ? now : instant(Date.parse(newest) + 1);
    if (newest !== undefined && Date.parse(next) - Date.parse(now) > 60_000) {
      this.#dependencies.logger.warn(
        { source, now, newest },
        'the clock stands before the newest observation of this source; observations go on from there',
      );
    }
    this.#newest.set(source, next);
    return next;
  }

  recorderPorts(source: string): RecorderPorts {
    const { store, fence } = this.#dependencies;
    const begunUnder = fence?.(source);
    return {
      standing: (id) => this.#state.get(id),
      recall: async (kind, ids) => {
        if ((this.#cold.get(kind) ?? 0) === 0) return [];
        const recalled = await store.entities.getMany(ids);
        // They return with this run, and are in memory from then on.
        this.#cool(kind, -recalled.length);
        return recalled;
      },
      present: (kind) => this.#state.present(kind).filter((entity) => entity.source === source),
      confirmedAt: (entity) => {
        const confirmed = this.runs.confirmations.reader()(entity);
        return confirmed !== undefined && confirmed > entity.observedAt ? confirmed : entity.observedAt;
      },
      heard: this.#heard,
      write: async (changes, judged) => {
        // Asked at the last moment; what was begun under an earlier lease does not become newer by a later one.
        const now = fence?.(source);
        const entities = withFence(judged, now === begunUnder ? now : undefined);
        if (changes.length > 0) await store.changes.put(changes);
        await store.entities.put(entities);
        this.#state.apply(entities);
        for (const entity of entities) {
          this.#meanwhile?.set(entity.id, entity);
          this.#heard.delete(entity.id);
        }
        if (changes.length > 0) {
          for (const change of changes) this.#recent.push(change);
          for (const { id } of changes) this.#recentIds?.add(id);
          this.#recentShown = undefined;
        }
      },
    };
  }

  /** What others wrote stands in the store; memory follows. */
  storeChanged(change: StoreChange): Promise<void> {
    return this.#follower.take(change);
  }

  #followed(): FollowedMemory {
    const { store } = this.#dependencies;
    return {
      standing: (id) => this.#state.get(id),
      takeEntities: (entities, removed) => {
        const hotSince = this.#daysAgo(this.#dependencies.settings.hotTombstoneDays);
        const kept = entities.filter(
          ({ disappearedAt }) => disappearedAt === undefined || disappearedAt >= hotSince,
        );
        const there = new Set(kept.map(({ id }) => id));
        this.#state.apply(kept);
        this.#state.forget([
          ...removed.filter((id) => this.#state.get(id) !== undefined),
          ...entities.flatMap(({ id }) => (!there.has(id) && this.#state.get(id) !== undefined ? [id] : [])),
        ]);
        // A little at a time, or whoever reads next would settle all of it at once.
        this.#state.settle();
        this.#gone = undefined;
        for (const { id, source, observedAt, disappearedAt } of entities) {
          this.#heard.delete(id);
          this.#notice(source, observedAt);
          if (disappearedAt !== undefined) this.#notice(source, disappearedAt);
        }
        for (const id of removed) this.#heard.delete(id);
      },
      rebuild: (came, read) => this.#rebuild(came, read),
      takeChanges: (changes) => {
        const known = (this.#recentIds ??= new Set(this.#recent.map(({ id }) => id)));
        for (const change of changes) {
          if (change.at < this.#recentSince || known.has(change.id)) continue;
          known.add(change.id);
          this.#recent.push(change);
          this.#recentShown = undefined;
        }
      },
      takeRun: (run) => {
        this.#notice(run.source, run.startedAt);
        return this.runs.noteReceived(run);
      },
      reloadRuns: async () => {
        this.runs = await loadRunHistory(store);
      },
      recount: (kinds) => this.#recount(kinds),
      pastChanged: () => this.#past.clear(),
      announce: (event) => this.#emit(event),
    };
  }

  async #rebuild(came: ReadonlySet<EntityId>, read: (entity: Entity) => void): Promise<void> {
    const { store, clock, settings } = this.#dependencies;
    const hotSince = this.#daysAgo(settings.hotTombstoneDays);
    const meanwhile = new Map<EntityId, Entity | undefined>();
    this.#meanwhile = meanwhile;
    try {
      const next = new InventoryState();
      const cold = new Map<EntityKind, number>();
      for await (const batch of store.entities.each(250)) {
        const kept = batch.filter(
          ({ disappearedAt }) => disappearedAt === undefined || disappearedAt >= hotSince,
        );
        for (const entity of batch) {
          read(entity);
          this.#notice(entity.source, entity.observedAt);
          if (entity.disappearedAt === undefined) continue;
          this.#notice(entity.source, entity.disappearedAt);
          if (entity.disappearedAt < hotSince) cold.set(entity.kind, (cold.get(entity.kind) ?? 0) + 1);
        }
        next.apply(kept);
        await nextTurn();
      }
      await next.settleInTurns(createTurns(clock));
      next.apply([...meanwhile.values()].filter((entity) => entity !== undefined));
      next.forget([...meanwhile].flatMap(([id, entity]) => (entity === undefined ? [id] : [])));
      next.settle();
      this.#state = next;
      this.#cold.clear();
      for (const [kind, count] of cold) this.#cold.set(kind, count);
      this.#gone = undefined;
      for (const id of came) if (!meanwhile.has(id)) this.#heard.delete(id);
    } finally {
      this.#meanwhile = undefined;
    }
  }

  async #recount(kinds: readonly EntityKind[]): Promise<void> {
    for (const kind of kinds) {
      const stored = await this.#dependencies.store.entities.find({
        selector: { kind, disappearedAt: { $exists: true } },
      });
      this.#cold.delete(kind);
      this.#cool(kind, stored.filter(({ id }) => this.#state.get(id) === undefined).length);
    }
  }

  announce(
    from: { readonly source: string; readonly domain: Domain; readonly runId: RunId },
    written: ReadonlyMap<EntityKind, number>,
  ): void {
    let changed = 0;
    for (const count of written.values()) changed += count;
    const { source, domain, runId } = from;
    this.#emit({ source, domain, kinds: [...written.keys()], changed, runId });
  }

  #emit(event: ChangedEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#dependencies.logger.error({ err: error }, 'a listener of the inventory failed');
      }
    }
  }

  subscribe(listener: (event: ChangedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  currentView(at: Instant): InventoryView {
    const confirmedAt = this.runs.confirmations.reader();
    this.#recentShown ??= this.#recent.slice();
    return createView(this.#state.snapshot(), {
      at,
      runs: this.runs.pairs(),
      confirmedAt,
      changes: { since: this.#recentSince, list: this.#recentShown },
    });
  }

  /** For as long as it takes, the present is not settled: what was seen before now may still be written. */
  async write<T>(work: () => Promise<T>): Promise<T> {
    this.#writing += 1;
    try {
      return await work();
    } finally {
      this.#writing -= 1;
    }
  }

  viewAt(at: Instant): Promise<InventoryView> {
    return this.#pastAt(at).view;
  }

  #pastAt(at: Instant) {
    const { clock } = this.#dependencies;
    return this.#past.at(
      at,
      {
        content: this.#state.snapshot(),
        settled: this.running.size === 0 && this.#writing === 0 && at < clock.now(),
      },
      () => this.#workOut(at),
    );
  }

  async #workOut(at: Instant): Promise<InventoryView> {
    const { store, settings, clock } = this.#dependencies;
    const horizon = this.#daysAgo(settings.historyDays);
    if (at < horizon) {
      throw new DomainError('before-history', `history is kept from ${horizon} on; ${at} was asked for`, {
        hint: `ask for a later time; the setting historyDays is ${settings.historyDays}`,
      });
    }
    const later = await changesAfter(store, at);
    const standing = [...this.#state.values()];
    const turns = createTurns(clock);
    const state = new InventoryState();
    state.apply(await rewound(standing, later, at, turns));
    if (this.#cold.size > 0) {
      const gone = (await this.#coldTombstones()).filter((entity) => (entity.disappearedAt ?? '') > at);
      state.apply(await rewound(gone, later, at, turns));
    }
    await state.settleInTurns(turns);
    const runs = await loadRunHistory(store, at);
    const since = instant(Math.max(0, Date.parse(at) - this.#recentDays * dayMs));
    const changes = await store.changes.find({
      selector: { at: { $gte: since, $lte: at } },
      sort: [{ at: 'asc' }],
    });
    return createView(state.snapshot(), {
      at,
      runs: runs.pairs(),
      confirmedAt: runs.confirmations.reader(),
      changes: { since, list: changes },
    });
  }

  /** Everything that had gone by then, in no order; the same list for as long as nothing is written. */
  tombstones(at?: Instant): Promise<readonly Entity[]> {
    if (at !== undefined) {
      return this.#past.tombstones(this.#pastAt(at), () => this.#workOutTombstones(at));
    }
    const content = this.#state.snapshot();
    if (this.#gone?.content !== content) this.#gone = { content, list: this.#presentTombstones() };
    return this.#gone.list;
  }

  async #presentTombstones(): Promise<readonly Entity[]> {
    const hot = [...this.#state.values()].filter((entity) => entity.disappearedAt !== undefined);
    return this.#cold.size > 0 ? [...hot, ...(await this.#coldTombstones())] : hot;
  }

  async #workOutTombstones(at: Instant): Promise<readonly Entity[]> {
    const cold = this.#cold.size > 0 ? await this.#coldTombstones() : [];
    const later = await changesAfter(this.#dependencies.store, at);
    const standing = [...this.#state.values(), ...cold];
    const then = await rewound(standing, later, at, createTurns(this.#dependencies.clock));
    return then.filter((entity) => entity.disappearedAt !== undefined);
  }

  highestFence(source: string): number {
    let highest = 0;
    for (const entity of this.#state.values())
      if (entity.source === source && entity.fence !== undefined) highest = Math.max(highest, entity.fence);
    return highest;
  }

  async stats(): Promise<InventoryStats> {
    const { store } = this.#dependencies;
    const kinds: Partial<Record<EntityKind, { present: number; disappeared: number }>> = {};
    const sources: Record<string, number> = {};
    let present = 0;
    let disappeared = 0;
    for (const { kind, source, disappearedAt } of this.#state.values()) {
      const counts = (kinds[kind] ??= { present: 0, disappeared: 0 });
      if (disappearedAt === undefined) {
        counts.present++;
        present++;
        sources[source] = (sources[source] ?? 0) + 1;
      } else {
        counts.disappeared++;
        disappeared++;
      }
    }
    for (const [kind, count] of this.#cold) {
      (kinds[kind] ??= { present: 0, disappeared: 0 }).disappeared += count;
      disappeared += count;
    }
    const [changes, runs] = await Promise.all([
      store.changes.count({ selector: {} }),
      store.runs.count({ selector: { type: 'collection' } }),
    ]);
    return { present, disappeared, kinds, sources, changes, runs };
  }

  /** Views show changes this many days back from now on. */
  async keepRecentChanges(days: number): Promise<void> {
    this.#recentDays = days;
    const since = this.#daysAgo(days);
    const changes = await changesFrom(this.#dependencies.store, since);
    this.#recentSince = since;
    // What was written while they were read stands in the list already.
    const read = new Set(changes.map(({ id }) => id));
    const newest = changes.at(-1)?.at ?? since;
    this.#recent = [...changes, ...this.#recent.filter(({ id, at }) => at >= newest && !read.has(id))];
    this.#recentShown = undefined;
    this.#recentIds = undefined;
  }

  /** @throws DomainError collection-running */
  async forgetSource(source: string): Promise<Forgotten> {
    if ([...this.running].some((key) => key.startsWith(`${source} `))) {
      throw new DomainError('collection-running', `"${source}" is being collected.`, {
        hint: 'Wait until that has ended, or cancel it.',
      });
    }
    const gone = [...this.#state.values()].filter((entity) => entity.source === source);
    const cold = (this.#cold.size > 0 ? await this.#coldTombstones() : []).filter(
      (entity) => entity.source === source,
    );
    const forgotten = await this.write(() => forgetSourceInStore(this.#dependencies.store, source));
    this.#state.forget(gone.map(({ id }) => id));
    for (const { id } of gone) this.#meanwhile?.set(id, undefined);
    for (const { kind } of cold) this.#cool(kind, -1);
    for (const { id } of gone) this.#heard.delete(id);
    this.#recent = this.#recent.filter((change) => change.source !== source);
    this.#recentShown = undefined;
    this.#recentIds = undefined;
    this.#past.clear();
    this.#gone = undefined;
    const written = new Map<EntityKind, number>();
    for (const { kind } of gone) written.set(kind, (written.get(kind) ?? 0) + 1);
    const [domain] = this.runs.pairs().flatMap(({ last }) => (last.source === source ? [last.domain] : []));
    this.runs.forget(source);
    this.#newest.delete(source);
    if (domain) this.announce({ source, domain, runId: '' as RunId }, written);
    return forgotten;
  }

  async cleanUp(): Promise<{ runs: number; entities: number }> {
    const { store, settings } = this.#dependencies;
    this.#coolTombstones();
    this.#past.clear();
    this.#gone = undefined;
    this.#recentSince = this.#daysAgo(this.#recentDays);
    this.#recent = this.#recent.filter((change) => change.at >= this.#recentSince);
    this.#recentShown = undefined;
    this.#recentIds = undefined;

    const horizon = this.#daysAgo(settings.historyDays);
    const { mayForget = () => true } = this.#dependencies;
    const forgotten = (this.#cold.size > 0 ? await this.#coldTombstones() : []).filter(
      ({ source, disappearedAt = '' }) => disappearedAt < horizon && mayForget(source),
    );
    if (forgotten.length > 0) await store.entities.remove(forgotten.map((entity) => entity.id));
    for (const { kind } of forgotten) this.#cool(kind, -1);

    const needed = new Set(
      this.runs.pairs().flatMap(({ last, lastComplete }) => [last.id, lastComplete?.id]),
    );
    const old = await store.runs.find({
      selector: { type: 'collection', startedAt: { $lt: this.#daysAgo(settings.runHistoryDays) } },
    });
    const runs = old.filter((run) => !needed.has(run.id) && run.outcome !== 'running').map((run) => run.id);
    if (runs.length > 0) await store.runs.remove(runs);
    return { runs: runs.length, entities: forgotten.length };
  }

  #coolTombstones(): void {
    const since = this.#daysAgo(this.#dependencies.settings.hotTombstoneDays);
    const cool: EntityId[] = [];
    for (const { id, kind, disappearedAt } of this.#state.values()) {
      if (disappearedAt === undefined || disappearedAt >= since) continue;
      cool.push(id);
      this.#cool(kind, 1);
    }
    this.#state.forget(cool);
    for (const id of cool) this.#meanwhile?.set(id, undefined);
  }

  #cool(kind: EntityKind, count: number): void {
    const total = (this.#cold.get(kind) ?? 0) + count;
    if (total > 0) this.#cold.set(kind, total);
    else this.#cold.delete(kind);
  }

  async #coldTombstones(): Promise<Entity[]> {
    const tombstones = await this.#dependencies.store.entities.find({
      selector: { kind: { $in: [...this.#cold.keys()] }, disappearedAt: { $exists: true } },
    });
    return tombstones.filter((entity) => !this.#state.get(entity.id));
  }

  #notice(source: string, at: Instant): void {
    // Nothing comes after the end of the years that instants have; whoever wrote that cannot have seen it.
    if (compareText(at, lastYears) > 0) return;
    const newest = this.#newest.get(source);
    if (newest === undefined || compareText(newest, at) < 0) this.#newest.set(source, at);
  }

  #daysAgo(days: number): Instant {
    return instant(Math.max(0, Date.parse(this.#dependencies.clock.now()) - days * dayMs));
  }
}

/** Entities as they were then, while others get their turns. */
async function rewound(
  entities: readonly Entity[],
  later: readonly Change[],
  at: Instant,
  turns: Turns,
): Promise<readonly Entity[]> {
  const then: Entity[] = [];
  for (const entity of rewindAll(entities, later, at)) {
    then.push(entity);
    if (turns.isOver) await turns.next();
  }
  return then;
}

/** What was not written under a lease carries none, whatever stood there. */
function withFence(entities: readonly Entity[], fence: number | undefined): readonly Entity[] {
  return entities.map((entity) => {
    if (entity.fence === fence) return entity;
    const { fence: _, ...rest } = entity;
    return fence === undefined ? rest : { ...rest, fence };
  });
}

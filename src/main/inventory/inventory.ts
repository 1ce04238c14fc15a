import { setImmediate as nextTurn } from 'node:timers/promises';
import { changesQuerySchema, inventoryQuerySchema } from '../../shared/model/inventory-query.ts';
import type {
  ChangesPage,
  ChangesQueryInput,
  Freshness,
  InventoryPage,
  InventoryQueryInput,
  InventoryStats,
  Timeline,
} from '../../shared/model/inventory-query.ts';
import type { Entity, ObservedRecord } from '../../shared/model/entity.ts';
import type { EntityId, Instant, RunId } from '../../shared/model/ids.ts';
import type { Domain } from '../../shared/model/kind.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../shared/model/run.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { Store } from '../store/store.ts';
import { InventoryCore, type ChangedEvent } from './core.ts';
import type { StoreChange } from './follow-store.ts';
import type { Forgotten } from './forget-source.ts';
import { findChanges, timelineOf } from './history.ts';
import { listMatching, readyToMatch, type Selection } from './listing.ts';
import { pageOf } from './query.ts';
import { contentOf } from './read-view.ts';
import { Recorder, type Counts } from './recorder.ts';
import { freshnessOf } from './run-history.ts';
import { beginRun, type RunRecorder, type RunStart } from './run-recorder.ts';
import type { InventoryView } from './view.ts';

export type { ChangedEvent } from './core.ts';
export type { RunEnd, RunRecorder, RunStart } from './run-recorder.ts';

export interface InventorySettings {
  /** Changes this many days back are in every view. */
  readonly recentChangeDays: number;
  /** What went this many days ago is no longer kept in memory; it is read from the store when asked for. */
  readonly hotTombstoneDays: number;
  /** What went this many days ago is forgotten by `cleanUp`; as-of views before that are refused. */
  readonly historyDays: number;
  /** Finished collection runs older than this are forgotten by `cleanUp`, but for the newest of each source. */
  readonly runHistoryDays: number;
}

export const defaultInventorySettings: InventorySettings = {
  recentChangeDays: 8,
  hotTombstoneDays: 7,
  historyDays: 400,
  runHistoryDays: 90,
};

export interface InventoryDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings?: Partial<InventorySettings>;
  /** Whether what is long gone of a source is forgotten here for all; absent: of each. */
  readonly mayForget?: (source: string) => boolean;
  /** Whose runs these are; absent: nothing is shared. */
  readonly workstation?: () => Promise<string>;
  /** Number of the lease that a source is collected under here; undefined: under none. */
  readonly fence?: (source: string) => number | undefined;
}

export interface Inventory {
  /** Loads what is stored and ends runs that a crash left running. Everything else awaits it. */
  open(): Promise<void>;
  /** @throws DomainError already-running, when a run of that source and domain is under way. */
  beginRun(start: RunStart): Promise<RunRecorder>;
  /** Replaces what a source says of some scopes, without a run of its own: how findings are kept. */
  applyObserved(observed: ObservedScopes): Promise<AppliedObservation>;
  view(at?: Instant): Promise<InventoryView>;
  get(id: EntityId, at?: Instant): Promise<Entity | undefined>;
  query(query: InventoryQueryInput): Promise<InventoryPage>;
  /** All that match, in order, with the view that they are of: kept, so that paging costs nothing. */
  list(selection: Selection & { readonly at?: Instant | undefined }): Promise<Listed>;
  /** @throws DomainError entity-not-found */
  timeline(
    id: EntityId,
    page?: { readonly offset?: number; readonly limit?: number; readonly until?: Instant },
  ): Promise<Timeline>;
  changes(query: ChangesQueryInput): Promise<ChangesPage>;
  freshness(): Promise<readonly Freshness[]>;
  stats(): Promise<InventoryStats>;
  /** The highest fence that anything of a source carries. */
  highestFence(source: string): Promise<number>;
  /** @returns What ends the subscription. */
  onChanged(listener: (event: ChangedEvent) => void): () => void;
  /** Others wrote these into the store, or removed them: views, history and freshness follow, and it is told. */
  storeChanged(change: StoreChange): Promise<void>;
  /** Views show changes this many days back from now on, in place of the setting. */
  keepRecentChanges(days: number): Promise<void>;
  /** Forgets all that came of a source, with its history, for good. @throws DomainError collection-running */
  forgetSource(source: string): Promise<Forgotten>;
  /** Forgets what the settings no longer keep. */
  cleanUp(): Promise<{ readonly runs: number; readonly entities: number }>;
}

export interface ObservedScopes {
  readonly source: string;
  readonly domain: Domain;
  readonly kind: EntityKind;
  /** The partitions that were judged; absent: all of the kind. */
  readonly partitions?: readonly string[];
  readonly records: readonly ObservedRecord[];
  readonly runId: RunId;
  readonly simulated: boolean;
}

export interface AppliedObservation {
  readonly counts: Counts;
  readonly rejects: readonly RejectedRecord[];
}

export interface Listed {
  readonly view: InventoryView;
  readonly list: readonly Entity[];
}

export function createInventory(dependencies: InventoryDependencies): Inventory {
  const settings = { ...defaultInventorySettings, ...dependencies.settings };
  const { store, clock } = dependencies;
  const core = new InventoryCore({ ...dependencies, settings });
  let opening: Promise<void> | undefined;
  const open = () => (opening ??= core.load());

  const view = async (at?: Instant): Promise<InventoryView> => {
    await open();
    return at === undefined ? core.currentView(clock.now()) : core.viewAt(at);
  };

  const get = async (id: EntityId, at?: Instant) => {
    const found = (await view(at)).get(id);
    return found ?? (at === undefined ? await store.entities.get(id) : undefined);
  };

  const listed = async (selection: Selection & { readonly at?: Instant | undefined }): Promise<Listed> => {
    let shown = await view(selection.at);
    if (!selection.includeDisappeared) {
      await readyToMatch(shown, selection, [], nextTurn);
      return { view: shown, list: listMatching(shown, selection) };
    }
    for (;;) {
      const tombstones = await core.tombstones(selection.at);
      await readyToMatch(shown, selection, tombstones, nextTurn);
      const before = shown;
      shown = await view(selection.at);
      // Both must be of the same content, or the list would be kept as what it is not.
      if (contentOf(shown) === contentOf(before)) {
        return { view: shown, list: listMatching(shown, selection, tombstones) };
      }
    }
  };

  return {
    open,
    view,
    get,

    async beginRun(start) {
      await open();
      return beginRun(core, dependencies, start);
    },

    async applyObserved({ source, domain, kind, partitions, records, runId, simulated }) {
      await open();
      const at = core.instantFor(source);
      const recorder = new Recorder(core.recorderPorts(source), { source, at, runId, simulated });
      await core.write(async () => {
        await recorder.observeInput(kind, records);
        for (const partition of partitions ?? [undefined]) recorder.scope(kind, partition, 'complete');
        await recorder.judgeAbsences();
      });
      core.runs.confirmations.note(source, at, recorder.scopes());
      core.announce({ source, domain, runId }, recorder.written);
      return { counts: recorder.counts, rejects: recorder.rejects };
    },

    async query(input) {
      const query = inventoryQuerySchema.parse(input);
      const { list } = await listed(query);
      return pageOf(list, query);
    },

    list: listed,

    async timeline(id, { offset = 0, limit = 100, until } = {}) {
      const entity = await get(id);
      if (!entity) {
        throw new DomainError('entity-not-found', `there is no entity "${id}"`, {
          hint: 'datacenter-docs inventory list shows what there is; ids are source:kind:nativeId',
        });
      }
      return timelineOf(store, entity, { offset, limit, ...(until !== undefined && { until }) });
    },

    async changes(input) {
      await open();
      return findChanges(store, changesQuerySchema.parse(input));
    },

    async freshness() {
      await open();
      return freshnessOf(core.runs.pairs(), core.running, clock.now());
    },

    async stats() {
      await open();
      return core.stats();
    },

    async highestFence(source) {
      await open();
      return core.highestFence(source);
    },

    onChanged: (listener) => core.subscribe(listener),

    async storeChanged(change) {
      // What nobody has asked for yet is read from the store then.
      if (opening === undefined) return;
      await opening;
      await core.storeChanged(change);
    },

    async keepRecentChanges(days) {
      await open();
      await core.keepRecentChanges(days);
    },

    async forgetSource(source) {
      await open();
      return core.forgetSource(source);
    },

    async cleanUp() {
      await open();
      return core.cleanUp();
    },
  };
}

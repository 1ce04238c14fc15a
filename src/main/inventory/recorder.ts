import type { Change } from '../../shared/model/change.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { entityId, type EntityId, type Instant, type RunId } from '../../shared/model/ids.ts';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { CollectionRun, RejectedRecord, RunScope } from '../../shared/model/run.ts';
import { digestText } from './digest.ts';
import { judgeAbsence, judgeObservation } from './diff.ts';
import { validateRecord, type ValidRecord } from './record.ts';
import { addSamples } from './samples.ts';
import { saysWhatStands } from './unchanged.ts';

/** Where a recorder reads what stands and writes what it found. */
export interface RecorderPorts {
  standing(id: EntityId): Entity | undefined;
  /** Standing entities that are kept in the store only: tombstones that went long ago. */
  recall(kind: EntityKind, ids: readonly EntityId[]): Promise<readonly Entity[]>;
  /** Present entities of a kind of this source. */
  present(kind: EntityKind): Iterable<Entity>;
  readonly confirmedAt: (entity: Entity) => Instant;
  /** What an entity was last seen to be said by, over all runs of this process. */
  readonly heard: Map<EntityId, Heard>;
  /** Writes changes, then entities: a crash between the two is mended from the changes. */
  write(changes: readonly Change[], entities: readonly Entity[]): Promise<void>;
}

/** Digest of the record, as it came, that said exactly what stands in `entity`. */
export interface Heard {
  readonly entity: Entity;
  readonly digest: string;
}

/** Entities are written in batches of this size: large enough for the store, small enough for the memory. */
const batchSize = 2_000;
const keptRejects = 1_000;

export type Counts = { -readonly [K in keyof CollectionRun['counts']]: number };

/**
 * Diffs what one run observes against what stands, as it arrives, and judges at the end what has gone: only then is
 * known whether something moved from one partition to another. What was rejected counts as seen, because it is there.
 */
export class Recorder {
  readonly counts: Counts = {
    seen: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    disappeared: 0,
    returned: 0,
    rejected: 0,
  };
  readonly rejects: RejectedRecord[] = [];
  readonly written = new Map<EntityKind, number>();
  readonly #ports: RecorderPorts;
  readonly #context: { source: string; at: Instant; runId: RunId; simulated: boolean };
  readonly #seen = new Map<EntityKind, Set<string>>();
  readonly #seenInPartition = new Map<string, number>();
  readonly #scopes = new Map<string, RunScope>();
  /** Kinds of which a record without an id was rejected: anything that stands could be it. */
  readonly #nameless = new Map<EntityKind, RejectedRecord>();
  #changes: Change[] = [];
  #entities: Entity[] = [];

  constructor(
    ports: RecorderPorts,
    context: { source: string; at: Instant; runId: RunId; simulated: boolean },
  ) {
    this.#ports = ports;
    this.#context = context;
  }

  /** Takes in records as they came: those that do not fit their kind are rejected. */
  async observeInput(kind: EntityKind, inputs: readonly unknown[]): Promise<void> {
    const { source, at } = this.#context;
    const seen = this.#seenOf(kind);
    const sampled = kindDefinition(kind).sampled;
    const valid: ValidRecord[] = [];
    for (const input of inputs) {
      const nativeId = nativeIdOf(input);
      const standing =
        nativeId === undefined || seen.has(nativeId)
          ? undefined
          : this.#ports.standing(entityId(source, kind, nativeId));
      if (
        standing &&
        standing.disappearedAt === undefined &&
        standing.simulated === this.#context.simulated &&
        this.#saysWhatStands(input, standing) &&
        addSamples(standing.samples, sampled, standing.attributes, at) === standing.samples
      ) {
        this.#see(kind, standing.nativeId, standing.partition);
        this.counts.unchanged++;
        continue;
      }
      const validation = validateRecord(kind, input);
      if (validation.ok) valid.push(validation.record);
      else this.reject(validation.reject);
    }
    await this.observe(kind, valid);
  }

  async observe(kind: EntityKind, records: readonly ValidRecord[]): Promise<void> {
    const { source } = this.#context;
    const seen = this.#seenOf(kind);
    const fresh: ValidRecord[] = [];
    for (const record of records) {
      if (seen.has(record.nativeId)) {
        this.reject({
          kind,
          nativeId: record.nativeId,
          name: record.name,
          path: 'nativeId',
          reason: 'seen before in this run: the first record of an id is kept',
        });
        continue;
      }
      this.#see(kind, record.nativeId, record.partition);
      const standing = this.#ports.standing(entityId(source, kind, record.nativeId));
      if (standing) this.#judge(kind, standing, record);
      else fresh.push(record);
    }
    if (fresh.length > 0) {
      const ids = fresh.map((record) => entityId(source, kind, record.nativeId));
      const recalled = new Map((await this.#ports.recall(kind, ids)).map((entity) => [entity.id, entity]));
      for (const [i, record] of fresh.entries()) {
        this.#judge(kind, recalled.get(ids[i] as EntityId), record);
      }
    }
    if (this.#entities.length >= batchSize) await this.flush();
  }

  reject(reject: RejectedRecord): void {
    this.counts.rejected++;
    if (this.rejects.length < keptRejects) this.rejects.push(reject);
    if (reject.nativeId === undefined) this.#nameless.set(reject.kind, reject);
    else this.#seenOf(reject.kind).add(reject.nativeId);
  }

  /** A scope that is reported twice is as good as its worse report. */
  scope(
    kind: EntityKind,
    partition: string | undefined,
    outcome: RunScope['outcome'],
    reason?: string,
  ): void {
    const key = scopeKey(kind, partition);
    if (this.#scopes.get(key)?.outcome === 'failed') return;
    this.#scopes.set(key, {
      kind,
      ...(partition === undefined ? {} : { partition }),
      outcome,
      seen: 0,
      ...(reason === undefined ? {} : { reason }),
    });
  }

  hasScope(kind: EntityKind): boolean {
    return [...this.#scopes.values()].some((scope) => scope.kind === kind);
  }

  observedKinds(): readonly EntityKind[] {
    return [...this.#seen.keys()];
  }

  scopes(): RunScope[] {
    return [...this.#scopes.values()].map((scope) => {
      const { kind, partition, outcome } = scope;
      const seen =
        partition === undefined
          ? (this.#seen.get(kind)?.size ?? 0)
          : (this.#seenInPartition.get(scopeKey(kind, partition)) ?? 0);
      const nameless = outcome === 'complete' ? this.#nameless.get(kind) : undefined;
      return nameless
        ? { ...scope, seen, reason: `what has gone was not judged: a record without an id was rejected` }
        : { ...scope, seen };
    });
  }

  /** Tombstones what stood in a complete scope and was seen nowhere in this run. */
  async judgeAbsences(): Promise<void> {
    await this.flush();
    for (const kind of new Set([...this.#scopes.values()].map((scope) => scope.kind))) {
      if (this.#nameless.has(kind)) continue;
      const seen = this.#seenOf(kind);
      const gone: Entity[] = [];
      for (const standing of this.#ports.present(kind)) {
        if (!seen.has(standing.nativeId) && this.#judged(standing)) gone.push(standing);
      }
      for (const standing of gone) {
        const { entity, changes } = judgeAbsence(standing, this.#context);
        this.counts.disappeared++;
        this.#queue(kind, entity, changes);
        if (this.#entities.length >= batchSize) await this.flush();
      }
    }
    await this.flush();
  }

  async flush(): Promise<void> {
    const changes = this.#changes;
    const entities = this.#entities;
    if (entities.length === 0) return;
    this.#changes = [];
    this.#entities = [];
    await this.#ports.write(changes, entities);
  }

  /** The same text as the last time says the same: that costs less than looking at all of what stands again. */
  #saysWhatStands(input: unknown, standing: Entity): boolean {
    const heard = this.#ports.heard.get(standing.id);
    const digest = digestText(JSON.stringify(input));
    if (heard?.entity === standing && heard.digest === digest) return true;
    if (!saysWhatStands(input, standing)) return false;
    this.#ports.heard.set(standing.id, { entity: standing, digest });
    return true;
  }

  #see(kind: EntityKind, nativeId: string, partition: string | undefined): void {
    this.#seenOf(kind).add(nativeId);
    this.counts.seen++;
    const scope = scopeKey(kind, partition ?? '');
    this.#seenInPartition.set(scope, (this.#seenInPartition.get(scope) ?? 0) + 1);
  }

  #judged({ kind, partition }: Entity): boolean {
    const own = partition === undefined ? undefined : this.#scopes.get(scopeKey(kind, partition));
    return (own ?? this.#scopes.get(scopeKey(kind, undefined)))?.outcome === 'complete';
  }

  #judge(kind: EntityKind, standing: Entity | undefined, record: ValidRecord): void {
    const judgement = judgeObservation(standing, record, {
      ...this.#context,
      kind,
      confirmedAt: this.#ports.confirmedAt,
    });
    switch (judgement.type) {
      case 'unchanged':
        this.counts.unchanged++;
        return;
      case 'refreshed':
        this.counts.unchanged++;
        break;
      case 'added':
      case 'changed':
      case 'returned':
        this.counts[judgement.type]++;
        break;
    }
    this.#queue(kind, judgement.entity, judgement.changes);
  }

  #queue(kind: EntityKind, entity: Entity, changes: readonly Change[]): void {
    this.#entities.push(entity);
    this.#changes.push(...changes);
    this.written.set(kind, (this.written.get(kind) ?? 0) + 1);
  }

  #seenOf(kind: EntityKind): Set<string> {
    let seen = this.#seen.get(kind);
    if (!seen) {
      seen = new Set();
      this.#seen.set(kind, seen);
    }
    return seen;
  }
}

function nativeIdOf(input: unknown): string | undefined {
  const nativeId = (input as { readonly nativeId?: unknown } | null | undefined)?.nativeId;
  return typeof nativeId === 'string' ? nativeId : undefined;
}

function scopeKey(kind: EntityKind, partition: string | undefined): string {
  return partition === undefined ? kind : `${kind} ${partition}`;
}

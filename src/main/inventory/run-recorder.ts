import type { Domain } from '../../shared/model/kind.ts';
import type { Instant, RunId } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { CollectionRun, RejectedRecord } from '../../shared/model/run.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Random } from '../platform/random.ts';
import type { Store } from '../store/store.ts';
import type { InventoryCore } from './core.ts';
import type { ValidRecord } from './record.ts';
import { Recorder, type Counts } from './recorder.ts';
import { runKey } from './run-history.ts';

export const runSchemaVersion = 1;

export interface RunStart {
  readonly source: string;
  readonly domain: Domain;
  readonly adapter?: string;
  /** Fed by the lab. */
  readonly simulated: boolean;
}

/** Takes in what one collection run observes. Ends with `finish`, whatever happens. */
export interface RunRecorder {
  readonly id: RunId;
  readonly startedAt: Instant;
  readonly counts: Readonly<Counts>;
  /** Records as an adapter gave them; those that do not fit their kind are rejected, with path and reason. */
  observeInput(kind: EntityKind, records: readonly unknown[]): Promise<void>;
  observe(kind: EntityKind, records: readonly ValidRecord[]): Promise<void>;
  reject(reject: RejectedRecord): void;
  complete(kind: EntityKind, partition?: string): void;
  failed(kind: EntityKind, partition: string | undefined, reason: string): void;
  unavailable(what: string, reason: string): void;
  /** Judges what has gone, as far as scopes are complete, and writes the run's record. */
  finish(end?: RunEnd): Promise<CollectionRun>;
}

export interface RunEnd {
  readonly cancelled?: boolean;
  /** Why the run ended before its time; scopes that were complete by then count. */
  readonly error?: { readonly code: string; readonly message: string };
}

export async function beginRun(
  core: InventoryCore,
  {
    store,
    clock,
    random,
    workstation: whose,
  }: { store: Store; clock: Clock; random: Random; workstation?: () => Promise<string> },
  start: RunStart,
): Promise<RunRecorder> {
  const key = runKey(start);
  if (core.running.has(key)) {
    throw new DomainError(
      'already-running',
      `a collection of ${start.domain} from ${start.source} is already under way`,
      { hint: 'wait for it to end, or cancel it' },
    );
  }
  core.running.add(key);
  let workstation: string | undefined;
  try {
    workstation = await whose?.();
  } catch (error) {
    core.running.delete(key);
    throw error;
  }
  const startedAt = core.instantFor(start.source);
  const id = `run-${startedAt.replaceAll(/[^0-9]/g, '')}-${random.id(8)}` as RunId;
  const recorder = new Recorder(core.recorderPorts(start.source), {
    source: start.source,
    at: startedAt,
    runId: id,
    simulated: start.simulated,
  });
  const unavailable = new Map<string, string>();
  const record = (outcome: CollectionRun['outcome']): CollectionRun => ({
    type: 'collection',
    id,
    source: start.source,
    domain: start.domain,
    ...(start.adapter === undefined ? {} : { adapter: start.adapter }),
    simulated: start.simulated,
    ...(workstation !== undefined && { workstation }),
    startedAt,
    outcome,
    scopes: [],
    counts: { ...recorder.counts },
    rejects: [],
    unavailable: [],
    schemaVersion: runSchemaVersion,
  });
  try {
    await store.runs.put([record('running')]);
  } catch (error) {
    core.running.delete(key);
    throw error;
  }

  return {
    id,
    startedAt,
    counts: recorder.counts,
    observeInput: (kind, records) => recorder.observeInput(kind, records),
    observe: (kind, records) => recorder.observe(kind, records),
    reject: (reject) => recorder.reject(reject),
    complete: (kind, partition) => recorder.scope(kind, partition, 'complete'),
    failed: (kind, partition, reason) => recorder.scope(kind, partition, 'failed', reason),
    unavailable: (what, reason) => unavailable.set(what, reason),
    async finish(end = {}) {
      try {
        for (const kind of recorder.observedKinds()) {
          if (!recorder.hasScope(kind)) recorder.scope(kind, undefined, 'failed', unfinished(end));
        }
        await recorder.judgeAbsences();
        const scopes = recorder.scopes();
        const complete = scopes.filter((scope) => scope.outcome === 'complete').length;
        const error = end.error ?? (scopes.length === 0 && !end.cancelled ? nothingAsked : undefined);
        const outcome: CollectionRun['outcome'] = end.cancelled
          ? 'cancelled'
          : error || complete < scopes.length
            ? complete > 0
              ? 'partial'
              : 'failed'
            : 'succeeded';
        const now = clock.now();
        const run: CollectionRun = {
          ...record(outcome),
          finishedAt: now > startedAt ? now : startedAt,
          scopes,
          rejects: recorder.rejects,
          unavailable: [...unavailable].map(([what, reason]) => ({ what, reason })),
          ...(error && { error }),
        };
        await store.runs.put([run]);
        core.runs.note(run);
        return run;
      } finally {
        core.running.delete(key);
        core.announce({ ...start, runId: id }, recorder.written);
      }
    },
  };
}

const nothingAsked = {
  code: 'nothing-collected',
  message: 'expected the adapter to say which kinds it has read; it said of none',
};

function unfinished(end: RunEnd): string {
  if (end.cancelled) return 'the run was cancelled before all of it was read';
  if (end.error) return `the run ended before all of it was read: ${end.error.message}`;
  return 'the adapter did not say that all of it was read';
}

import type { Instant, RunId } from './ids.ts';
import type { Domain } from './kind.ts';
import type { EntityKind } from './kinds/registry.ts';

/** What a run asked about: one kind, or one partition of it. Only complete scopes judge what disappeared. */
export interface RunScope {
  readonly kind: EntityKind;
  readonly partition?: string;
  readonly outcome: 'complete' | 'failed';
  readonly seen: number;
  readonly reason?: string;
}

/** A record that did not fit, kept with its path and reason so that nothing is dropped in silence. */
export interface RejectedRecord {
  readonly kind: EntityKind;
  readonly nativeId?: string;
  readonly name?: string;
  readonly path: string;
  readonly reason: string;
}

/** One execution of one collector against one source. */
export interface CollectionRun {
  readonly type: 'collection';
  readonly id: RunId;
  readonly source: string;
  readonly domain: Domain;
  readonly adapter?: string;
  readonly simulated: boolean;
  /** Where it ran; absent: at a time when workstations shared nothing. */
  readonly workstation?: string;
  readonly startedAt: Instant;
  readonly finishedAt?: Instant;
  readonly outcome: 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted';
  readonly scopes: readonly RunScope[];
  readonly counts: {
    readonly seen: number;
    readonly added: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly disappeared: number;
    readonly returned: number;
    readonly rejected: number;
  };
  /** At most 1,000 are kept; `counts.rejected` is the whole number. */
  readonly rejects: readonly RejectedRecord[];
  /** What the source cannot give, for the documents' coverage rows. */
  readonly unavailable: readonly { readonly what: string; readonly reason: string }[];
  readonly error?: { readonly code: string; readonly message: string };
  readonly schemaVersion: number;
}

export const jobQueues = ['documentation', 'auto-remediation', 'data-collection', 'maintenance'] as const;
export type JobQueue = (typeof jobQueues)[number];

/** One execution of one scheduled job, in the same history. */
export interface JobRun {
  readonly type: 'job';
  readonly id: RunId;
  readonly job: string;
  readonly queue: JobQueue;
  /** Executions with the same key never overlap. */
  readonly singleFlightKey: string;
  readonly trigger: 'schedule' | 'catch-up' | 'operator' | 'event' | 'retry';
  readonly attempt: number;
  readonly queuedAt: Instant;
  readonly startedAt?: Instant;
  readonly finishedAt?: Instant;
  /** partial: some of it could be done; what could not stands in the summary and the log. */
  readonly outcome:
    'queued' | 'running' | 'succeeded' | 'partial' | 'failed' | 'timed-out' | 'cancelled' | 'interrupted';
  readonly error?: { readonly code: string; readonly message: string };
  /** What it did, one line. */
  readonly summary?: string;
  readonly log: readonly { readonly at: Instant; readonly message: string }[];
  readonly schemaVersion: number;
}

export type Run = CollectionRun | JobRun;

import type { Instant } from '../../shared/model/ids.ts';

/** One use of an action that came to an end, as the score sees it. */
export interface Outcome {
  readonly remediation: string;
  readonly action: string;
  /** What kind of thing it was done to, finer than the kind where that matters: `vm`, `workload/Deployment`. */
  readonly targetClass: string;
  /** Pattern of the cause; empty where none was known. */
  readonly cause: string;
  readonly at: Instant;
  readonly succeeded: boolean;
  /** What the diagnosis was sure of then, 0…1; absent where a person had proposed it. */
  readonly confidence?: number;
  /**
   * What the diagnosis had held for the cause, where somebody corrected it: whatever came of it, the diagnosis was wrong.
   */
  readonly claimedCause?: string;
  /** The score that it had then. */
  readonly score: number;
}

/** What a person thought of one. */
export interface Opinion {
  readonly action: string;
  readonly targetClass: string;
  readonly cause: string;
  readonly at: Instant;
  readonly verdict: 'up' | 'down';
  readonly by: string;
  /** What it is about: the newest of a person on a subject counts. */
  readonly subject: string;
}

export interface ReliabilityHistory {
  readonly outcomes: readonly Outcome[];
  readonly opinions: readonly Opinion[];
}

import type { RiskLevel } from '../../../shared/model/diagnosis.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { Policy } from '../../../shared/model/policy.ts';
import type { Score } from '../../../shared/model/reliability.ts';

/** A run of an action, under way or ended, as far as limits look at it. */
export interface PastRun {
  readonly remediation: string;
  readonly action: string;
  readonly target: EntityId;
  readonly cluster?: EntityId;
  /** When its first write was sent, or it was taken up. */
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  readonly outcome?: 'succeeded' | 'failed' | 'unknown';
  readonly idempotenceKey: string;
}

/** Everything that a decision looks at. Plain data, so that it can be kept, replayed and tested. */
export interface DecisionInput {
  readonly remediation: {
    readonly id: string;
    readonly action: string;
    readonly target: EntityId;
    readonly targetName: string;
    readonly source: string;
    readonly cluster?: EntityId;
    readonly risk: RiskLevel;
    readonly reversible: boolean;
    readonly permission: 'approver' | 'admin';
    readonly idempotenceKey: string;
    /** By an operator's hand, not by a diagnosis. */
    readonly byOperator: boolean;
  };
  readonly score: Score;
  readonly policy: Policy;
  readonly policyVersion: string;
  readonly state: {
    /** Whether the ticket may be worked on by itself; true where there is no ticket. */
    readonly ticketAutomation: boolean;
    /** Of the target: how old what is known of it is; undefined when it was never confirmed. */
    readonly inventoryAgeMs?: number;
    readonly impact: {
      readonly dependents: number;
      /** Labels or names that mark production, as found. */
      readonly production: readonly string[];
      /** Why it is the last of its kind, or needed for a quorum; absent where it is not. */
      readonly lastReplica?: string;
      readonly quorum?: string;
    };
    readonly runs: readonly PastRun[];
    /** Others that are approved or under way and do not get along with it: same target, or what it stands on. */
    readonly conflicting: readonly { readonly remediation: string; readonly text: string }[];
    readonly prerequisites: readonly { readonly text: string; readonly ok: boolean }[];
  };
  readonly now: Instant;
}

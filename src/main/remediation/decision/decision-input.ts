import type { KeptDecisionInput } from '../../../shared/model/decision-input.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { Policy } from '../../../shared/model/policy.ts';

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
export interface DecisionInput extends Omit<KeptDecisionInput, 'state'> {
  readonly state: KeptDecisionInput['state'] & { readonly runs: readonly PastRun[] };
  readonly policy: Policy;
  readonly policyVersion: string;
}

/** What of it is kept with the remediation. */
export function keptInput(input: DecisionInput): KeptDecisionInput {
  const { policy: _policy, policyVersion: _version, state, ...rest } = input;
  const { runs: _runs, ...kept } = state;
  return { ...rest, state: kept };
}

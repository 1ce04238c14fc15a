import { listOf, memberOf } from './given.ts';

/** As src/shared/model/remediation.ts has them; a specification compares both. */
const ranks: { readonly [state: string]: number } = {
  proposed: 0,
  refused: 0,
  'awaiting-approval': 0,
  approved: 0,
  rejected: 1,
  expired: 1,
  planned: 2,
  'pre-checked': 3,
  cancelled: 4,
  executing: 5,
  verifying: 6,
  'outcome-unknown': 7,
  succeeded: 8,
  failed: 8,
  'rolling-back': 9,
  'rolled-back': 11,
  'rollback-failed': 11,
};

export const remediationStates = Object.keys(ranks);

/** How far a remediation, or a run of it, has got. */
export function rankOf(run: unknown): number {
  const state = String(memberOf(run, 'state'));
  if (state === 'outcome-unknown')
    for (const entry of listOf(memberOf(run, 'journal')))
      if (memberOf(entry, 'is') === 'rollback-planned') return 10;
  return ranks[state] || 0;
}

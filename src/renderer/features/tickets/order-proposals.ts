import type { RemediationSummary } from '../../../shared/contract/remediation.ts';
import type { Proposal } from '../../../shared/model/diagnosis.ts';

type Ordered = Pick<RemediationSummary, 'id' | 'action' | 'target' | 'createdAt'>;

/** As the diagnosis has them, the best first, whatever was changed last; then what else was proposed, in that order. */
export function orderProposals<T extends Ordered>(
  items: readonly T[],
  proposals: readonly Pick<Proposal, 'action' | 'target'>[],
): readonly T[] {
  const placeOf = ({ action, target }: T): number => {
    const place = proposals.findIndex((one) => one.action === action && one.target === target);
    return place === -1 ? proposals.length : place;
  };
  return items.toSorted(
    (a, b) =>
      placeOf(a) - placeOf(b) || Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : 1),
  );
}

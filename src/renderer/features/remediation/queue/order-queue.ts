import type { RemediationSummary } from '../../../../shared/contract/remediation.ts';
import { riskLevels } from '../../../../shared/model/diagnosis.ts';
import { activeStates } from '../../../../shared/model/remediation.ts';

export const queueSections = ['needs-you', 'under-way', 'approved', 'held'] as const;
export type QueueSection = (typeof queueSections)[number];

/** Where one stands in the queue; absent: it has ended, and stands in the history. */
export function sectionOf({ state }: Pick<RemediationSummary, 'state'>): QueueSection | undefined {
  if (state === 'outcome-unknown' || state === 'awaiting-approval') return 'needs-you';
  if (activeStates.has(state)) return 'under-way';
  if (state === 'approved') return 'approved';
  return state === 'refused' || state === 'proposed' ? 'held' : undefined;
}

/**
 * What an operator looks at first stands first: what may have happened and nobody knows, then the highest risk, then
 * the gravest ticket, then what has waited longest.
 */
export function orderQueue(
  items: readonly RemediationSummary[],
): readonly { readonly section: QueueSection; readonly items: readonly RemediationSummary[] }[] {
  const sorted = items.toSorted(
    (a, b) =>
      Number(b.state === 'outcome-unknown') - Number(a.state === 'outcome-unknown') ||
      riskLevels.indexOf(b.risk) - riskLevels.indexOf(a.risk) ||
      priorityOf(a) - priorityOf(b) ||
      Date.parse(a.createdAt) - Date.parse(b.createdAt) ||
      (a.id < b.id ? -1 : 1),
  );
  return queueSections.flatMap((section) => {
    const inIt = sorted.filter((item) => sectionOf(item) === section);
    return inIt.length === 0 ? [] : [{ section, items: inIt }];
  });
}

/** What has no ticket comes after what has one. */
const priorityOf = ({ ticket }: RemediationSummary): number => Number(ticket?.priority.slice(1) ?? 5);

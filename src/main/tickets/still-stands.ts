import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { EntityOf } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { Remediation } from '../../shared/model/remediation.ts';
import type { Ticket } from '../../shared/model/ticket.ts';
import type { InventoryView } from '../inventory/view.ts';
import { application } from './change-ticket.ts';

type Finding = EntityOf<'finding'>;

/** What became of the trouble of a ticket whose remediation was read back as done. */
export type Settlement =
  | { readonly is: 'over'; readonly reason: string }
  | { readonly is: 'stands'; readonly findings: readonly Finding[]; readonly text: string };

const mostNamed = 3;

/**
 * A remedy that did what it was to do has not ended the trouble while what shows the trouble is still there: the
 * volume has grown, and the datastore on it is as full as it was.
 */
export function settlementOf(
  diagnosis: Diagnosis | undefined,
  remediation: Pick<Remediation, 'action' | 'target' | 'cause'>,
  view: Pick<InventoryView, 'get'>,
): Settlement {
  const rests = diagnosis === undefined ? [] : findingsBehind(diagnosis, remediation);
  const findings = rests.flatMap((id) => {
    const finding = view.get(id);
    return finding?.kind === 'finding' && finding.disappearedAt === undefined ? [finding] : [];
  });
  if (findings.length > 0) return { is: 'stands', findings, text: standing(findings) };
  return {
    is: 'over',
    reason:
      rests.length === 0
        ? 'the read-back shows that it is over'
        : 'the read-back shows that it is over, and what it was found by is gone',
  };
}

/** What the hypothesis rests on that the remediation is for; of one that no proposal led to, the likeliest. */
function findingsBehind(
  { proposals, hypotheses, citations }: Diagnosis,
  { action, target, cause }: Pick<Remediation, 'action' | 'target' | 'cause'>,
): readonly EntityId[] {
  const proposal = proposals.find((one) => one.action === action && one.target === target);
  const remedied =
    (proposal && hypotheses[proposal.hypothesis]) ??
    hypotheses.find(({ pattern }) => cause !== '' && pattern === cause) ??
    hypotheses[0];
  const cited = new Set(remedied?.for.map(({ citation }) => citation));
  const ids = citations.flatMap((one) =>
    one.is === 'entity' && one.kind === 'finding' && cited.has(one.number) ? [one.id] : [],
  );
  return [...new Set(ids)];
}

function standing(findings: readonly Finding[]): string {
  const named = findings
    .slice(0, mostNamed)
    .map(({ attributes: { title, object, value } }) => `"${title}" of ${object} still stands: ${value}`);
  const more = findings.length - named.length;
  return `done and verified; ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** @returns the remediation by which the application resolved it; what a person resolved is theirs to close */
export function resolvedBy({ state, events }: Ticket): string | undefined {
  if (state !== 'resolved') return undefined;
  const moved = events.findLastIndex((event) => event.is === 'changed' && event.field === 'state');
  const move = events[moved];
  if (move?.is !== 'changed' || move.by !== application) return undefined;
  const done = events.findLast((event) => event.is === 'remediation' && event.state === 'succeeded');
  return done?.is === 'remediation' ? done.remediation : undefined;
}

/** Whether the ticket says already, since it was resolved, that something of it still stands. */
export function saysThatItStands({ events }: Ticket): boolean {
  const moved = events.findLastIndex((event) => event.is === 'changed' && event.field === 'state');
  return events.slice(moved + 1).some(({ is }) => is === 'remediation');
}

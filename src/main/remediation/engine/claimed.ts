import type { CancelRequest, Claim, Remediation } from '../../../shared/model/remediation.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { entriesOf, withEntry, type NewEntry } from './journal.ts';
import { trailOf } from './trail.ts';

/** Another workstation has the claim now: what is written here of it stands beside what that one does. */
export class ClaimGone extends Error {
  override readonly name = 'ClaimGone';
}

/** A copied data directory makes two workstations of the same name: the nonce tells them apart. */
export function sameClaim(one: Claim | undefined, other: Claim | undefined): boolean {
  if (!one || !other) return one === other;
  return one.workstation === other.workstation && one.at === other.at && one.nonce === other.nonce;
}

/** What others asked for that the journal knows nothing of yet. */
export function unheardRequest(record: Remediation): CancelRequest | undefined {
  const { phase } = trailOf(record);
  const heard = entriesOf(record, 'cancel-asked');
  return (record.cancelRequests ?? []).find(
    (request) =>
      request.phase === phase &&
      !heard.some(({ by, reason }) => by === request.by && reason === reasonAt(request)),
  );
}

/** As the journal has it, which tells two wishes of one person apart by where and when they were said. */
export const reasonAt = ({ reason, workstation, at }: CancelRequest): string =>
  `${reason} (asked at ${workstation}, ${at})`;

/**
 * The record with what was done here written beside what whoever has the claim does; the same record where nobody has
 * put it aside yet.
 */
export function besideClaim(
  record: Remediation,
  mine: Claim,
  entries: readonly NewEntry[],
  now: Instant,
  state: Remediation['state'],
  outcome: string,
): Remediation {
  const runs = record.otherRuns ?? [];
  if (!runs.some(({ claim }) => sameClaim(claim, mine))) return record;
  const otherRuns = runs.map((run) => {
    if (!sameClaim(run.claim, mine)) return run;
    let { journal } = run;
    for (const entry of entries) journal = withEntry({ ...record, journal }, entry, now).journal;
    return { ...run, journal, state, outcome };
  });
  return { ...record, otherRuns, updatedAt: now };
}

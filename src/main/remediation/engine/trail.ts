import type { Facts, PlannedCall } from '../../../shared/model/plan.ts';
import type { JournalEntry, Remediation } from '../../../shared/model/remediation.ts';
import { entriesOf, lastOf, type EntryOf } from './journal.ts';

export type Phase = 'run' | 'rollback';

/** A call that was intended, and what came back, as far as anything did. */
export interface MadeCall {
  readonly intent: EntryOf<'call-intended'>;
  readonly returned?: EntryOf<'call-returned'>;
}

/** What the journal says of one phase. */
export interface Trail {
  readonly phase: Phase;
  /** All that were planned. */
  readonly calls: readonly PlannedCall[];
  readonly made: readonly MadeCall[];
  /** The checks right before the first call of the run. */
  readonly checked: EntryOf<'pre-checked'> | undefined;
  /** What was read then; undefined where they did not hold. */
  readonly before: Facts | undefined;
  /** The newest read-back since the newest call. */
  readonly seen: EntryOf<'read-back'> | undefined;
  /** A process ended in the middle of this phase: from then on it is looked at, and nothing more is called. */
  readonly recovered: boolean;
  readonly cancelled: EntryOf<'cancel-asked'> | undefined;
}

export function trailOf(record: Remediation): Trail {
  const planned = lastOf(record, 'rollback-planned');
  const phase: Phase = planned ? 'rollback' : 'run';
  // What stands before is of dry runs.
  const begun = entriesOf(record, 'planned').findLast(({ dryRun }) => !dryRun)?.seq ?? Infinity;
  const since = planned?.seq ?? begun;
  const later = record.journal.filter(({ seq }) => seq > since);
  const of = <Is extends JournalEntry['is']>(is: Is) => entriesOf({ journal: later }, is);
  const returned = of('call-returned');
  const intents = of('call-intended');
  const made = intents.map((intent, at): MadeCall => {
    const until = intents[at + 1]?.seq ?? Infinity;
    const found = returned.find(({ seq }) => seq > intent.seq && seq < until);
    return { intent, ...(found && { returned: found }) };
  });
  const newest = made.at(-1)?.intent.seq ?? since;
  const checked = entriesOf(record, 'pre-checked').findLast(({ seq }) => seq > begun);
  return {
    phase,
    calls: planned?.calls ?? record.plan?.calls ?? [],
    made,
    checked,
    before: checked?.ok === true ? checked.facts : undefined,
    seen: of('read-back').findLast(({ seq }) => seq > newest),
    recovered: of('recovered').length > 0,
    cancelled: of('cancel-asked').at(-1),
  };
}

/** The newest intent that nothing came back for. */
export function openIntent({ made }: Pick<Trail, 'made'>): EntryOf<'call-intended'> | undefined {
  const newest = made.at(-1);
  return newest && !newest.returned ? newest.intent : undefined;
}

import { Tooltip } from '@mantine/core';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { bytes } from '../../../../shared/format.ts';
import { instantSchema } from '../../../../shared/model/ids.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { JournalEntry } from '../../../../shared/model/remediation.ts';
import { cleanText } from '../../../../shared/clean-text.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ExactMoment, Moment, Unknown } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import classes from './detail.module.css';

/** What was read of the target: before, expected, and, once something was done, what was read back. */
export function FactsView({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.facts;
  const { plan } = record;
  if (!plan) return null;
  const last = newestRead(record);
  const names = [
    ...new Set([
      ...Object.keys(plan.before),
      ...Object.keys(plan.after),
      ...(last ? Object.keys(last.facts) : []),
    ]),
  ];
  if (names.length === 0) return null;
  return (
    <Section title={words.title}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{words.fact}</th>
            <th scope="col">{words.before}</th>
            <th scope="col">{words.expected}</th>
            {last && (
              <th scope="col">
                {last.is === 'after' ? words.after : words.now}{' '}
                <span className={classes['dim']}>
                  <Moment at={last.at} />
                </span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Value facts={plan.before} name={name} reason={words.unread} />
              </td>
              <td data-changed={isOther(plan.before, plan.after, name) || undefined}>
                <Value facts={plan.after} name={name} reason={words.unstated} />
              </td>
              {last && (
                <td data-changed={isOther(plan.before, last.facts, name) || undefined}>
                  <Value facts={last.facts} name={name} reason={words.unread} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Value({ facts, name, reason }: { facts: Facts; name: string; reason: string }) {
  const { remediation } = useText();
  const words = remediation.facts;
  const value = facts[name];
  if (value === undefined || value === null) return <Unknown reason={reason} />;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  const size = typeof value === 'number' && name.endsWith('Bytes') ? bytes(value) : undefined;
  if (size !== undefined) {
    return (
      <Tooltip label={String(value)}>
        <span>{size}</span>
      </Tooltip>
    );
  }
  if (typeof value === 'string' && instantSchema.safeParse(value).success) return <ExactMoment at={value} />;
  if (value === '') return <span className={classes['dim']}>{words.empty}</span>;
  return <span className="mono">{typeof value === 'string' ? cleanText(value) : String(value)}</span>;
}

const isOther = (before: Facts, after: Facts, name: string): boolean =>
  after[name] !== undefined && after[name] !== before[name];

/** What was read last: back from the target after a call, or by a dry run. */
function newestRead({
  journal,
}: ShownRemediation):
  { readonly is: 'after' | 'now'; readonly facts: Facts; readonly at: string } | undefined {
  const back = journal.findLast(
    (entry): entry is Extract<JournalEntry, { is: 'read-back' }> =>
      entry.is === 'read-back' && entry.facts !== undefined,
  );
  if (back?.facts) return { is: 'after', facts: back.facts, at: back.at };
  const checked = journal.findLast((entry) => entry.is === 'pre-checked');
  return checked && { is: 'now', facts: checked.facts, at: checked.at };
}

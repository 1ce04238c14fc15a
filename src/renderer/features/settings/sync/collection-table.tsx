import { Tooltip } from '@mantine/core';
import type { SyncStatus } from '../../../app/sync/use-sync.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Moment, Unknown } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './sync.module.css';

type Collection = SyncStatus['collections'][number];

/** How far each collection is; what went wrong with one stands below it. */
export function CollectionTable({ status }: { status: SyncStatus }) {
  const { table: words } = useText().sync;
  const heads = [
    ['pending', words.pendingHint],
    ['behind', words.behindHint],
    ['merged', words.mergedHint],
    ['parked', words.parkedHint],
  ] as const;
  return (
    <Section title={words.title}>
      {status.collections.length === 0 ? (
        <EmptyState title={words.none} reason={words.noneReason} />
      ) : (
        <div className={classes['tableFrame']} tabIndex={0} role="group" aria-label={words.title}>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col" className={classes['database']}>
                  {words.database}
                </th>
                {heads.map(([key, hint]) => (
                  <th key={key} scope="col" data-number>
                    <Tooltip label={hint}>
                      <span>{words[key]}</span>
                    </Tooltip>
                  </th>
                ))}
                <th scope="col" data-moment>
                  <Tooltip label={words.settledHint}>
                    <span>{words.settled}</span>
                  </Tooltip>
                </th>
              </tr>
            </thead>
            <tbody>
              {status.collections.map((collection) => (
                <CollectionRow key={collection.name} collection={collection} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function CollectionRow({ collection }: { collection: Collection }) {
  const { sync } = useText();
  const words = sync.table;
  const { number } = useFormat();
  const { name, databases, pending, behind, merged, parked, settledAt, fault } = collection;
  const newest = databases.at(-1);
  // What was refused is counted where it says so.
  const waiting = Math.max(0, pending - parked);
  return (
    <>
      <tr data-fault={fault !== undefined || undefined}>
        <th scope="row">{sync.collections[name]}</th>
        <td className={classes['database']} title={databases.join('\n')}>
          {newest !== undefined && <code>{newest}</code>}
          {databases.length > 1 && (
            <span className={classes['dim']}> {words.more(databases.length - 1)}</span>
          )}
        </td>
        <Count value={waiting} text={number(waiting)} />
        {behind === undefined ? (
          <td data-number>
            <Unknown reason={words.behindUnknown} />
          </td>
        ) : (
          <Count value={behind} text={number(behind)} />
        )}
        <Count value={merged} text={number(merged)} />
        <td data-number>
          {parked > 0 ? <StatusMark status="warning" label={number(parked)} /> : <Nothing text={number(0)} />}
        </td>
        <td data-moment>
          {settledAt === undefined ? <Unknown reason={words.neverSettled} /> : <Moment at={settledAt} />}
        </td>
      </tr>
      {fault !== undefined && (
        <tr>
          <td colSpan={7} className={classes['fault']}>
            <StatusMark status="critical" label={fault.text} wrap />{' '}
            <span className={classes['dim']}>
              <Moment at={fault.at} />
            </span>
          </td>
        </tr>
      )}
    </>
  );
}

function Count({ value, text }: { value: number; text: string }) {
  return <td data-number>{value === 0 ? <Nothing text={text} /> : text}</td>;
}

/** Nothing to do is there when it is looked for. */
function Nothing({ text }: { text: string }) {
  return <span className={classes['dim']}>{text}</span>;
}

import { Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { InventoryField } from '../../../shared/contract/inventory.ts';
import { attributeText } from '../../../shared/format.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { KeyValue, type Fact } from '../../ui/key-value.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { statusOf } from './cell-text.ts';
import type { EntityData } from './entity-summary.tsx';
import classes from './entity.module.css';

type Attributes = Readonly<Record<string, unknown>>;

/** Plain facts: what is configured, what was measured, what is not known and why. Each says on hover who saw it when. */
export function EntityFacts({ data }: { data: EntityData }) {
  const { entity, fields, confirmedAt } = data;
  const text = useText();
  const attributes = entity.attributes as Attributes;
  const isPlain = ({ type }: InventoryField) => type !== 'table' && type !== 'record';
  const known = fields.filter((field) => attributes[field.path] !== undefined && isPlain(field));
  const measuredAt = entity.volatileAt;
  const factOf = (field: InventoryField, at: string): Fact => ({
    key: field.path,
    label: field.title,
    value: <Value field={field} value={attributes[field.path]} lastKnown={entity.unknown[field.path]} />,
    at,
    source: entity.source,
    mono: isTechnical(field.path),
  });
  const configured = known
    .filter(({ volatile }) => !volatile)
    .map((field) => factOf(field, confirmedAt ?? entity.observedAt));
  const measured = known.filter(({ volatile }) => volatile).map((field) => factOf(field, measuredAt));
  const labels = Object.entries(entity.labels).map(([name, value]) => ({
    key: name,
    label: name,
    value: value === '' ? text.inventory.none : value,
    mono: true,
  }));
  const missing = Object.entries(entity.unknown).filter(([path]) => attributes[path] === undefined);
  const byReason = [...Map.groupBy(missing, ([, reason]) => reason)];
  const titleOf = (path: string) => fields.find((field) => field.path === path)?.title ?? path;
  return (
    <>
      <Section
        title={text.inventory.facts}
        detail={
          <>
            {text.inventory.lastChanged} <Moment at={entity.changedAt} />
          </>
        }
      >
        {configured.length > 0 ? (
          <KeyValue facts={configured} />
        ) : (
          <p className={classes['quiet']}>{text.inventory.noFacts}</p>
        )}
      </Section>
      {measured.length > 0 && (
        <Section title={text.inventory.measured} detail={<Moment at={measuredAt} />}>
          <KeyValue facts={measured} />
        </Section>
      )}
      {labels.length > 0 && (
        <Section title={text.inventory.labels}>
          <KeyValue facts={labels} />
        </Section>
      )}
      {byReason.length > 0 && (
        <Section title={text.inventory.notKnown} detail={text.inventory.fieldsCount(missing.length)}>
          <dl className={classes['reasons']}>
            {byReason.map(([reason, paths]) => (
              <div key={reason}>
                <dt>{paths.map(([path]) => titleOf(path)).join(', ')}</dt>
                <dd>{reason}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
    </>
  );
}

function Value({
  field,
  value,
  lastKnown,
}: {
  field: InventoryField;
  value: unknown;
  lastKnown: string | undefined;
}) {
  const text = useText();
  const shown = <PlainValue field={field} value={value} />;
  if (lastKnown === undefined) return shown;
  return (
    <Tooltip label={text.inventory.lastKnown(lastKnown)}>
      <span className={classes['lastKnown']} tabIndex={0}>
        {shown}
      </span>
    </Tooltip>
  );
}

function PlainValue({ field, value }: { field: Pick<InventoryField, 'path' | 'type'>; value: unknown }) {
  const text = useText();
  if (value === undefined || value === null) return <span className={classes['quiet']}>–</span>;
  if (typeof value === 'boolean') return value ? text.inventory.yes : text.inventory.no;
  if (field.type === 'moment' && typeof value === 'string') return <Moment at={value} />;
  if (Array.isArray(value)) {
    if (value.length === 0) return text.inventory.none;
    if (value.length === 1) return attributeText(field.path, value[0]);
    return (
      <span className={classes['values']}>
        {value.map((item, place) => (
          <span key={place}>{attributeText(field.path, item)}</span>
        ))}
      </span>
    );
  }
  if (typeof value === 'object') return JSON.stringify(value);
  if (value === '') return text.inventory.none;
  const status = typeof value === 'string' ? statusOf(field.path, value) : undefined;
  const said = attributeText(field.path, value);
  return status ? <StatusMark status={status} label={said} /> : said;
}

const mostRows = 12;

/** Lists of parts (disks, adapters, partitions), each a small table. */
export function EntityTables({ data }: { data: EntityData }) {
  const attributes = data.entity.attributes as Attributes;
  return data.fields
    .filter(({ type, path }) => (type === 'table' || type === 'record') && attributes[path] !== undefined)
    .map((field) => <PartTable key={field.path} field={field} value={attributes[field.path]} />);
}

function PartTable({ field, value }: { field: InventoryField; value: unknown }) {
  const text = useText();
  const [all, setAll] = useState(false);
  if (field.type === 'record' && typeof value === 'object' && value !== null) {
    const facts = Object.entries(value).map(([name, item]) => ({
      key: name,
      label: name,
      value: (
        <PlainValue
          field={{ path: typeof item === 'number' ? field.path : name, type: 'text' }}
          value={item}
        />
      ),
    }));
    return (
      <Section title={field.title} detail={facts.length}>
        <KeyValue facts={all ? facts : facts.slice(0, mostRows)} />
        <More all={all} rest={facts.length - mostRows} onChange={setAll} />
      </Section>
    );
  }
  const entries = Array.isArray(value) ? (value as readonly Attributes[]) : [];
  const columns = (field.fields ?? []).filter(({ path }) =>
    path === 'key' ? false : entries.some((entry) => entry[path] !== undefined),
  );
  return (
    <Section title={field.title} detail={entries.length}>
      {entries.length === 0 ? (
        <p className={classes['quiet']}>{text.inventory.none}</p>
      ) : (
        <div className={classes['parts']} tabIndex={0} role="group" aria-label={field.title}>
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.path} scope="col" data-align={column.align}>
                    {column.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.slice(0, all ? undefined : mostRows).map((entry, place) => (
                <tr key={place}>
                  {columns.map((column) => (
                    <td key={column.path} data-align={column.align}>
                      <PlainValue field={column} value={entry[column.path]} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <More all={all} rest={entries.length - mostRows} onChange={setAll} />
    </Section>
  );
}

function More({ all, rest, onChange }: { all: boolean; rest: number; onChange: (all: boolean) => void }) {
  const text = useText();
  if (rest <= 0) return null;
  return (
    <button type="button" className={classes['more']} onClick={() => onChange(!all)}>
      {all ? text.inventory.showFewer : text.inventory.showMore(rest)}
    </button>
  );
}

function isTechnical(path: string): boolean {
  return /(?:id|uuid|mac|ips?|address|name|host|cluster|serial|path|url|version|build|naa|wwn|iqn|folder|pool|device|peer)$/i.test(
    path,
  );
}

import { Select, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Search } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import { isEntityKind } from '../../../../shared/model/kinds/registry.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { entityColumns, type TriedRecord } from './entity-columns.ts';
import classes from './trial.module.css';
import type { Trial } from './use-trial.ts';

const rowHeight = 28;
const gap = 16;
const page = 16;

/** What the items became, a table for each kind. */
export function TriedEntities({ kinds }: { kinds: Trial['kinds'] }) {
  const { profiles: words, kinds: kindWords } = useText();
  const [chosen, setChosen] = useState<string>();
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const kind = kinds.find((one) => one.kind === chosen) ?? kinds[0];
  const records = kind?.records;
  const shown = useMemo(
    () =>
      (records ?? []).filter(
        ({ name, nativeId }) =>
          wanted === '' || name.toLowerCase().includes(wanted) || nativeId.toLowerCase().includes(wanted),
      ),
    [records, wanted],
  );
  const heading = (name: string) => (isEntityKind(name) ? kindWords.heading(name, 2) : name);
  if (!kind) return <EmptyState title={words.noEntities} reason={words.noEntitiesReason} />;
  return (
    <div className={classes['entities']}>
      <div className={classes['bar']}>
        <Select
          w={190}
          aria-label={words.kind}
          allowDeselect={false}
          value={kind.kind}
          onChange={(next) => setChosen(next ?? undefined)}
          data={kinds.map((one) => ({
            value: one.kind,
            label: words.kindCount(heading(one.kind), one.total),
          }))}
        />
        <TextInput
          className={classes['grow'] ?? ''}
          aria-label={words.filter}
          placeholder={words.filter}
          leftSection={<Search size={14} aria-hidden />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      <div className={classes['bar']}>
        <span className={classes['dim']} role="status">
          {words.shownOf(shown.length, kind.total)}
          {kind.records.length < kind.total && ` ${words.onlyFirst(kind.records.length)}`}
        </span>
        <StatusMark
          status={kind.complete && kind.failedPartitions.length === 0 ? 'ok' : 'warning'}
          label={
            kind.complete
              ? words.kindWhole
              : `${words.kindPart}${kind.reason === undefined ? '' : ` ${cleanText(kind.reason)}`}`
          }
          wrap
        />
        {kind.failedPartitions.map(({ partition, reason }) => (
          <StatusMark
            key={partition}
            status="warning"
            label={words.partFailed(cleanText(partition), cleanText(reason))}
            wrap
          />
        ))}
      </div>
      {shown.length === 0 ? (
        <EmptyState
          title={kind.total === 0 ? words.noEntities : words.noneFound}
          {...(kind.total === 0 && { reason: words.noEntitiesReason })}
        />
      ) : (
        <EntityTable
          key={kind.kind}
          label={words.entitiesOf(heading(kind.kind))}
          all={kind.records}
          shown={shown}
        />
      )}
    </div>
  );
}

/** Of thousands of rows only those in sight are drawn. */
function EntityTable(props: { label: string; all: readonly TriedRecord[]; shown: readonly TriedRecord[] }) {
  const { label, all, shown } = props;
  const { profiles: words } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => entityColumns(all, words), [all, words]);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const gridTemplateColumns = columns.map(({ width }) => `minmax(${width}px, ${width}fr)`).join(' ');
  const minWidth = 2 * page + columns.reduce((sum, { width }) => sum + width + gap, -gap);
  return (
    <div
      ref={scroller}
      className={classes['table']}
      tabIndex={0}
      role="table"
      aria-label={label}
      aria-rowcount={shown.length + 1}
      aria-colcount={columns.length}
    >
      <div role="rowgroup" style={{ minWidth, position: 'sticky', top: 0, zIndex: 1 }}>
        <div className={classes['head']} role="row" aria-rowindex={1} style={{ gridTemplateColumns }}>
          {columns.map(({ key, title, number }) => (
            <span key={key} role="columnheader" className={classes['cell']} data-number={number || undefined}>
              {title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), minWidth, position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const record = shown[index];
          if (!record) return null;
          return (
            <div
              key={record.nativeId}
              className={classes['row']}
              role="row"
              aria-rowindex={index + 2}
              style={{ gridTemplateColumns, transform: `translateY(${start}px)` }}
            >
              {columns.map(({ key, number, mono, cell }) => {
                const { text, hint, unknown } = cell(record);
                return (
                  <span
                    key={key}
                    role="cell"
                    className={classes['cell']}
                    data-number={number || undefined}
                    data-mono={mono || undefined}
                    data-unknown={unknown}
                    title={hint}
                  >
                    {text}
                  </span>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

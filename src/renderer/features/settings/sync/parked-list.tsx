import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { useCall } from '../../../app/use-call.ts';
import { usePermission } from '../../../app/use-permission.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import { DocumentName } from './document-name.tsx';
import classes from './sync.module.css';

type Parked = OutputOf<'sync.parked'>['items'][number];

/** What the server does not take, newest first; nothing at all where it takes everything. */
export function ParkedList() {
  const { parked: words } = useText().sync;
  const { granted } = usePermission('sync.parked');
  const { data, error, refetch } = useCall('sync.parked', {}, { enabled: granted });
  if (error && data === undefined) {
    return (
      <Section title={words.title}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Section>
    );
  }
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={words.title} detail={words.count(data.items.length)}>
      <p className={classes['text']}>{words.detail}</p>
      <ParkedRows items={data.items} />
    </Section>
  );
}

/** Usual height of one whose reason takes one line. */
const usualPx = 33;

function ParkedRows({ items }: { items: readonly Parked[] }) {
  const { sync } = useText();
  const words = sync.parked;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualPx,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : `${item.collection} ${item.id}`;
    },
    overscan: 8,
  });
  return (
    <div className={classes['parked']} role="table" aria-label={words.title} aria-rowcount={items.length + 1}>
      <div role="rowgroup">
        <div className={classes['parkedHead']} role="row" aria-rowindex={1}>
          <span role="columnheader">{words.collection}</span>
          <span role="columnheader">{words.id}</span>
          <span role="columnheader">{words.reason}</span>
          <span role="columnheader" data-moment>
            {words.at}
          </span>
        </div>
      </div>
      <div
        ref={scroller}
        className={classes['parkedBody']}
        role="rowgroup"
        tabIndex={0}
        aria-label={words.title}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const item = items[index];
            if (item === undefined) return null;
            return (
              <div
                key={key}
                ref={rows.measureElement}
                data-index={index}
                className={classes['parkedRow']}
                role="row"
                aria-rowindex={index + 2}
                style={{ transform: `translateY(${start}px)` }}
              >
                <span role="cell">{sync.collections[item.collection]}</span>
                <span role="cell" className={classes['idCell']}>
                  <DocumentName collection={item.collection} id={item.id} />
                </span>
                <span role="cell" className={classes['why']}>
                  {item.reason}
                </span>
                <span role="cell" data-moment className={classes['dim']}>
                  <Moment at={item.at} />
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, type KeyboardEvent } from 'react';
import type { RemediationSummary } from '../../../../shared/contract/remediation.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import type { orderQueue, QueueSection } from './order-queue.ts';
import { QueueRow } from './queue-row.tsx';
import classes from './queue.module.css';

type Line =
  | { readonly is: 'head'; readonly section: QueueSection; readonly count: number }
  | { readonly is: 'row'; readonly item: RemediationSummary; readonly position: number };

const headHeight = 32;
const rowHeight = 52;

/** The queue by what is to be done, however long: j and k or the arrows walk it, with the details following. */
export function QueueList(props: {
  sections: ReturnType<typeof orderQueue>;
  chosen: string | undefined;
  onChoose: (id: string) => void;
  /** Goes to the details of what is chosen. */
  onEnter: () => void;
}) {
  const { sections, chosen, onChoose, onEnter } = props;
  const { remediation: words } = useText();
  const { number } = useFormat();
  const scroller = useRef<HTMLDivElement>(null);
  const name = useId();
  const lines = useMemo(() => linesOf(sections), [sections]);
  const rows = useMemo(() => lines.flatMap((line) => (line.is === 'row' ? [line] : [])), [lines]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.is === 'head' ? headHeight : rowHeight),
    getItemKey: (index) => {
      const line = lines[index];
      return line?.is === 'row' ? line.item.id : (line?.section ?? index);
    },
    overscan: 8,
  });
  const current = rows.findIndex(({ item }) => item.id === chosen);
  const step = (by: number) => {
    const next = rows[current === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, current + by))];
    if (!next) return;
    onChoose(next.item.id);
    virtual.scrollToIndex(lines.indexOf(next));
  };
  useShortcut('list', 'j', words.next, () => step(1));
  useShortcut('list', 'k', words.previous, () => step(-1));
  useShortcut('list', 'arrowdown', words.next, () => step(1));
  useShortcut('list', 'arrowup', words.previous, () => step(-1));
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter opens, and never decides.
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    event.preventDefault();
    if (current === -1) step(0);
    else onEnter();
  };
  const optionId = (id: string) => `${name}-${id}`;
  const isDrawn = virtual.getVirtualItems().some(({ key }) => key === chosen);
  return (
    <div
      ref={scroller}
      className={classes['list']}
      role="listbox"
      aria-label={words.list}
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(chosen !== undefined && isDrawn && { 'aria-activedescendant': optionId(chosen) })}
    >
      <div className={classes['all']} style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index];
          if (!line) return null;
          if (line.is === 'head') {
            return (
              <div
                key={key}
                role="presentation"
                className={classes['head']}
                style={{ transform: `translateY(${start}px)` }}
              >
                {words.sections[line.section]}
                <span className={classes['count']}>{number(line.count)}</span>
              </div>
            );
          }
          return (
            <QueueRow
              key={key}
              id={optionId(line.item.id)}
              item={line.item}
              chosen={line.item.id === chosen}
              position={line.position}
              total={rows.length}
              top={start}
              onChoose={onChoose}
            />
          );
        })}
      </div>
    </div>
  );
}

function linesOf(sections: ReturnType<typeof orderQueue>): readonly Line[] {
  let position = 0;
  return sections.flatMap(({ section, items }): Line[] => [
    { is: 'head', section, count: items.length },
    ...items.map((item): Line => ({ is: 'row', item, position: ++position })),
  ]);
}

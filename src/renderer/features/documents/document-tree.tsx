import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { DomainIcon } from './domain-icon.tsx';
import { ancestorsOf, treeRows, type DocumentSummary, type TreeRow } from './tree-rows.ts';
import classes from './document-tree.module.css';

const rowHeight = 28;

/** All pages, each below its parent. Arrow keys walk and fold, Enter opens. */
export function DocumentTree(props: {
  documents: readonly DocumentSummary[];
  shown: string | undefined;
  onChosen?: () => void;
}) {
  const { documents, shown, onChosen } = props;
  const text = useText();
  const [, navigate] = useLocation();
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set());
  const [active, setActive] = useState<string>();
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => treeRows(documents, closed), [documents, closed]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialRect: { width: 260, height: 800 },
  });
  const activeIndex = Math.max(
    0,
    rows.findIndex(({ document }) => document.id === (active ?? shown)),
  );

  // What is shown can be seen in the tree, however one came there.
  useEffect(() => {
    if (shown === undefined) return;
    setActive(shown);
    const above = ancestorsOf(documents, shown);
    setClosed((before) =>
      above.some((id) => before.has(id)) ? new Set([...before].filter((id) => !above.includes(id))) : before,
    );
    // Only when another page is shown: who folds its parent away afterwards may.
  }, [shown, documents.length]);
  useEffect(() => {
    const index = rows.findIndex(({ document }) => document.id === shown);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [shown]);

  const fold = (id: string, open: boolean) =>
    setClosed((before) => {
      const after = new Set(before);
      if (open) after.delete(id);
      else after.add(id);
      return after;
    });
  const go = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return;
    setActive(row.document.id);
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[activeIndex];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const { document, open } = row;
    switch (event.key) {
      case 'ArrowDown':
        go(activeIndex + 1);
        break;
      case 'ArrowUp':
        go(activeIndex - 1);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(rows.length - 1);
        break;
      case 'ArrowRight':
        if (open === false) fold(document.id, true);
        else if (open === true) go(activeIndex + 1);
        break;
      case 'ArrowLeft':
        if (open === true) fold(document.id, false);
        else if (document.parent !== undefined) {
          go(rows.findIndex((one) => one.document.id === document.parent));
        }
        break;
      case 'Enter':
      case ' ':
        navigate(links.document(document.id));
        onChosen?.();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={scroll}
      className={classes['tree']}
      role="tree"
      aria-label={text.documents.tree}
      tabIndex={0}
      aria-activedescendant={rows.length > 0 ? rowId(activeIndex) : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={classes['rows']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <div
                key={row.document.id}
                id={rowId(index)}
                role="treeitem"
                aria-level={row.level}
                aria-posinset={row.position}
                aria-setsize={row.siblings}
                aria-expanded={row.open}
                aria-selected={row.document.id === shown}
                data-active={index === activeIndex || undefined}
                data-retired={row.document.retiredAt !== undefined || undefined}
                className={classes['row']}
                style={{ transform: `translateY(${start}px)`, paddingLeft: 4 + (row.level - 1) * 14 }}
                onClick={() => {
                  setActive(row.document.id);
                  navigate(links.document(row.document.id));
                  onChosen?.();
                }}
              >
                <Fold row={row} onFold={(open) => fold(row.document.id, open)} />
                {row.level === 1 && <DomainIcon domain={row.document.domain} />}
                <span className={classes['title']} title={cleanText(row.document.title)}>
                  {cleanText(row.document.title)}
                </span>
                <Marks row={row} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function rowId(index: number): string {
  return `document-tree-${index}`;
}

function Fold({ row, onFold }: { row: TreeRow; onFold: (open: boolean) => void }) {
  if (row.open === undefined) return <span className={classes['fold']} />;
  const Icon = row.open ? ChevronDown : ChevronRight;
  // The arrow keys do the same; the row says whether it is open.
  return (
    <span
      aria-hidden
      className={classes['fold']}
      onClick={(event) => {
        event.stopPropagation();
        onFold(row.open === false);
      }}
    >
      <Icon size={14} />
    </span>
  );
}

function Marks({ row: { document, staleBelow } }: { row: TreeRow }) {
  const text = useText();
  const state = document.stale?.state;
  const stale = state !== undefined && state !== 'measured';
  return (
    <span className={classes['marks']}>
      {document.retiredAt !== undefined && (
        <span className={classes['retired']}>{text.documents.retired}</span>
      )}
      {document.notes > 0 && (
        <span
          className={classes['notes']}
          role="img"
          aria-label={text.documents.notes.notes(document.notes)}
          title={text.documents.notes.notes(document.notes)}
        >
          ✎
        </span>
      )}
      {state === 'measured' && (
        <span
          className={classes['newer']}
          role="img"
          aria-label={text.documents.stale.measured}
          title={text.documents.stale.measured}
        >
          ●
        </span>
      )}
      {(stale || staleBelow > 0) && (
        <span
          className={classes['stale']}
          role="img"
          aria-label={`${text.documents.stale.badge}: ${cleanText(document.stale?.reason ?? text.documents.staleCount(staleBelow))}`}
          title={cleanText(document.stale?.reason ?? text.documents.staleCount(staleBelow))}
        >
          ▲
        </span>
      )}
    </span>
  );
}

import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { DomainIcon } from './domain-icon.tsx';
import type { DocumentSummary } from './tree-rows.ts';
import classes from './found-list.module.css';

type Found = OutputOf<'documents.find'>;
type Place = Found['results'][number];

export type FoundRow =
  | { readonly is: 'page'; readonly document: DocumentSummary }
  | { readonly is: 'place'; readonly place: Place };

/** Pages and places that say what was typed; the active one is opened with Enter. */
export function FoundList(props: {
  text: string;
  rows: readonly FoundRow[];
  active: number;
  found: Found | undefined;
  busy: boolean;
  shown: string | undefined;
  onOpen: (row: FoundRow) => void;
}) {
  const { rows, active, found, busy, onOpen } = props;
  const { find } = useText().documents;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#found-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const firstPlace = rows.findIndex((row) => row.is === 'place');
  return (
    <div className={classes['found']}>
      <VisuallyHidden role="status">{found && find.total(found.total, found.documents)}</VisuallyHidden>
      {rows.length === 0 && !busy && (
        <div className={classes['nothing']}>
          <p>{find.nothing(props.text)}</p>
          <p className={classes['dim']}>{find.nothingHint}</p>
        </div>
      )}
      <div ref={list} id="found-places" role="listbox" aria-label={find.label} className={classes['list']}>
        {rows.map((row, i) => (
          <div key={keyOf(row, i)} role="presentation">
            {i === 0 && row.is === 'page' && <p className={classes['group']}>{find.pages}</p>}
            {i === firstPlace && (
              <p className={classes['group']}>
                {find.inText}
                {found && (
                  <span className={classes['dim']}>
                    {find.total(found.total, found.documents)}
                    {found.total > found.results.length && `; ${find.first(found.results.length)}`}
                  </span>
                )}
              </p>
            )}
            <div
              id={`found-${i}`}
              role="option"
              aria-selected={i === active}
              className={classes['row']}
              onClick={() => onOpen(row)}
            >
              {row.is === 'page' ? <PageRow document={row.document} /> : <PlaceRow place={row.place} />}
            </div>
          </div>
        ))}
      </div>
      {busy && <p className={classes['busy']}>{find.searching}</p>}
    </div>
  );
}

function keyOf(row: FoundRow, i: number): string {
  return row.is === 'page' ? `page ${row.document.id}` : `${row.place.document.id} ${i}`;
}

function PageRow({ document }: { document: DocumentSummary }) {
  return (
    <span className={classes['page']}>
      <DomainIcon domain={document.domain} />
      <span className={classes['title']}>{cleanText(document.title)}</span>
    </span>
  );
}

function PlaceRow({ place }: { place: Place }) {
  const { find } = useText().documents;
  const { document, section, heading, note, snippet, ranges } = place;
  return (
    <>
      <span className={classes['path']}>
        {[document.title, section?.title, heading]
          .filter((part) => part !== undefined && part !== '')
          .map((part) => cleanText(part ?? ''))
          .join(' › ')}
        {note !== undefined && ` · ${find.inNote}`}
      </span>
      <span className={classes['snippet']}>
        <Marked text={snippet} ranges={ranges} />
      </span>
    </>
  );
}

function Marked({ text, ranges }: { text: string; ranges: Place['ranges'] }) {
  let last = 0;
  return (
    <>
      {ranges.map(([start, end]) => {
        const before = text.slice(last, start);
        last = end;
        return (
          <span key={start}>
            {before}
            <mark>{text.slice(start, end)}</mark>
          </span>
        );
      })}
      {text.slice(last)}
    </>
  );
}

import { Button } from '@mantine/core';
import { memo, useDeferredValue, useMemo, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { EntityId } from '../../../shared/model/ids.ts';
import { useAsOf } from '../../app/as-of.ts';
import { withMoment } from '../../app/carry-as-of.ts';
import { useDocumentTitle } from '../../app/document-title.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { cleanText } from '../../../shared/clean-text.ts';
import { AdoptNextProvider } from './adopt-next.ts';
import { Contents, useReadingSection } from './contents.tsx';
import { useSectionInAddress } from './document-address.ts';
import { NoteView } from './note-view.tsx';
import type { Note } from './note-editor.tsx';
import { OriginCard } from './origin-card.tsx';
import { PageProvider, type PageContext } from './page-context.ts';
import { PageHeader } from './page-header.tsx';
import { isGoneToAPlace, useScrollMemory } from './scroll-memory.ts';
import { SectionView, type Shown } from './section-view.tsx';
import { quotedRow } from './quote-place.ts';
import type { DocumentSummary } from './tree-rows.ts';
import { useQuoteInAddress, useQuoteMark } from './use-quote-mark.ts';
import type { Newer } from './use-shown-document.ts';
import classes from './page.module.css';

const noNotes: readonly Note[] = [];

/** Sections that are drawn at once; the others follow while the first can be read. */
const firstSections = 5;

/** A page as it is read: text in the middle, its contents at the right. */
export const Page = memo(function Page(props: {
  document: Shown;
  parents: readonly DocumentSummary[];
  newer: Newer | undefined;
  row: EntityId | undefined;
  /** There is room for the contents beside the text. */
  wide: boolean;
  onShowNewer: () => void;
  onShowNewest: () => void;
  adoptNext: () => void;
}) {
  const { document, parents, newer, wide } = props;
  const text = useText();
  const moment = useMomentText();
  const [, navigate] = useLocation();
  const [asOf] = useAsOf();
  const scroll = useRef<HTMLDivElement>(null);
  const { id, version, currentVersion, at, sections, notes, stale } = document;
  const current = at === undefined && version === currentVersion;
  const quote = useQuoteInAddress();
  const named = useSectionInAddress();
  const row = useMemo(
    () => props.row ?? (quote === undefined ? undefined : quotedRow(sections, named, quote)),
    [props.row, quote, named, sections],
  );
  const context = useMemo(
    (): PageContext => ({
      id,
      current,
      hrefOf: (path) => (asOf === undefined ? path : withMoment(path, `at=${encodeURIComponent(asOf)}`)),
      ...(current ? {} : at === undefined ? { version } : { at }),
      ...(row === undefined ? {} : { row }),
    }),
    [id, version, at, current, asOf, row],
  );
  useDocumentTitle(cleanText(document.title));
  const [atOnce] = useState(() => (isGoneToAPlace() ? sections.length : firstSections));
  const drawn = useDeferredValue(sections.length, atOnce);
  useScrollMemory(scroll);
  useQuoteMark(scroll, drawn);
  const reading = useReadingSection(scroll, sections);
  const notesOf = useMemo(() => {
    const found = new Map<string, Note[]>();
    for (const note of notes) {
      const list = found.get(note.section);
      if (list) list.push(note);
      else found.set(note.section, [note]);
    }
    return found;
  }, [notes]);
  const staleOf = useMemo(() => new Map(stale?.details.map((detail) => [detail.key, detail])), [stale]);
  const lost = useMemo(() => {
    const keys = new Set(sections.map(({ key }) => key));
    return notes.filter(({ section }) => !keys.has(section));
  }, [sections, notes]);

  return (
    <PageProvider value={context}>
      <AdoptNextProvider value={props.adoptNext}>
        <div className={classes['page']} data-print>
          <div
            ref={scroll}
            className={classes['scroll']}
            onClick={(event) => followInside(event, navigate)}
            data-print
          >
            <article className={classes['column']} data-print>
              {newer && (
                <div className={classes['newer']} role="status">
                  <span>{text.documents.newer[newer]}</span>
                  <Button size="xs" onClick={props.onShowNewer}>
                    {text.documents.newer.show}
                  </Button>
                </div>
              )}
              <PageHeader document={document} parents={parents} onShowNewest={props.onShowNewest} />
              {sections.slice(0, drawn).map((section) => {
                const mark = staleOf.get(section.key);
                return (
                  <SectionView
                    key={section.key}
                    section={section}
                    notes={notesOf.get(section.key) ?? noNotes}
                    {...(mark && { stale: mark })}
                  />
                );
              })}
              {lost.length > 0 && (
                <section>
                  <h2 className={classes['lost']}>{text.documents.notes.lost}</h2>
                  {lost.map((note) => (
                    <Lost key={note.id} section={note.section}>
                      <NoteView note={note} sectionTitle={note.section} />
                    </Lost>
                  ))}
                </section>
              )}
              <footer className={classes['footer']}>
                {text.documents.print.footer(
                  cleanText(document.title),
                  version,
                  moment(document.versionAt).absolute,
                )}
              </footer>
            </article>
          </div>
          {wide && (
            <div className={classes['aside']}>
              <h2 className={classes['asideTitle']}>{text.documents.contents}</h2>
              <Contents sections={sections} notes={notes} stale={stale} reading={reading} />
            </div>
          )}
          <OriginCard page={scroll} />
        </div>
      </AdoptNextProvider>
    </PageProvider>
  );
});

function Lost({ section, children }: { section: string; children: ReactNode }) {
  const text = useText();
  return (
    <>
      <p className={classes['lostOn']}>{text.documents.notes.lostOn(section)}</p>
      {children}
    </>
  );
}

/** Links of the page stay in the application, and nodes of a diagram lead to their entities. */
function followInside(event: MouseEvent, navigate: (path: string) => void): void {
  if (event.defaultPrevented || event.button !== 0 || !(event.target instanceof Element)) return;
  const node = event.target.closest('g[data-entity]');
  if (node) {
    navigate(links.entity(node.getAttribute('data-entity') as EntityId));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const anchor = event.target.closest('a');
  const href = anchor?.getAttribute('href');
  if (!anchor || anchor.target !== '' || href === null || href === undefined) return;
  if (!href.startsWith('/')) return;
  event.preventDefault();
  navigate(href);
}

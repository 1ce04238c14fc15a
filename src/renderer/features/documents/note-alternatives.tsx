import { lazy, Suspense } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Moment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Note } from './note-editor.tsx';
import classes from './note-view.module.css';

const NoteMarkdown = lazy(async () => ({ default: (await import('./note-markdown.tsx')).NoteMarkdown }));

/** What others wrote of a note at the same time, at other workstations; it stands until somebody writes one of all. */
export function NoteAlternatives({ note: { alternatives = [] } }: { note: Note }) {
  const text = useText().documents.notes;
  if (alternatives.length === 0) return null;
  return (
    <section className={classes['alternatives']} aria-label={text.alternatives(alternatives.length)}>
      <StatusMark status="warning" label={text.alternatives(alternatives.length)} />
      {alternatives.map((one) => (
        <article key={`${one.writtenAt} ${one.author}`} className={classes['alternative']}>
          <header className={classes['head']}>
            <span>{cleanText(one.author)}</span>
            <Moment at={one.writtenAt} />
          </header>
          <div className={classes['text']}>
            <Suspense fallback={<pre className={classes['plain']}>{one.text}</pre>}>
              <NoteMarkdown text={one.text} />
            </Suspense>
          </div>
        </article>
      ))}
      <p className={classes['draft']}>{text.alternativesHint}</p>
    </section>
  );
}

import { useEffect, useState, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { sectionAddress } from './document-address.ts';
import type { Shown } from './section-view.tsx';
import classes from './contents.module.css';

/** The sections of a page, the one that is read marked. */
export function Contents(props: {
  sections: Shown['sections'];
  notes: Shown['notes'];
  stale?: Shown['stale'];
  /** The section in sight. */
  reading: string | undefined;
  onChosen?: () => void;
}) {
  const { sections, notes, stale, reading, onChosen } = props;
  const text = useText();
  const [, navigate] = useLocation();
  const marked = new Map(stale?.details.map((detail) => [detail.key, detail.state]));
  return (
    <nav className={classes['contents']} aria-label={text.documents.contents}>
      <ol>
        {sections.map(({ key, title, level }) => (
          <li key={key} data-level={level}>
            <a
              href={sectionAddress(key)}
              aria-current={key === reading ? 'location' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                navigate(sectionAddress(key));
                onChosen?.();
              }}
            >
              <span className={classes['title']}>{cleanText(title)}</span>
              {marked.has(key) && marked.get(key) !== 'measured' && (
                <span className={classes['stale']} role="img" aria-label={text.documents.stale.badge}>
                  ▲
                </span>
              )}
              {notes.some(({ section }) => section === key) && (
                <span className={classes['note']} role="img" aria-label={text.documents.notes.note}>
                  ✎
                </span>
              )}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Below this far from the top of the page a heading counts as read. */
const readingLine = 96;

/** @returns the key of the section that is read now */
export function useReadingSection(
  scroll: RefObject<HTMLElement | null>,
  sections: Shown['sections'] | undefined,
): string | undefined {
  const [reading, setReading] = useState<string>();
  useEffect(() => {
    const place = scroll.current;
    if (!place || !sections) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = place.getBoundingClientRect().top + readingLine;
      let found = sections[0]?.key;
      for (const element of place.querySelectorAll<HTMLElement>('[data-section]')) {
        if (element.getBoundingClientRect().top > top) break;
        found = element.dataset['section'];
      }
      // The last sections may be too short to come up to the line.
      if (place.scrollTop > 0 && place.scrollTop + place.clientHeight >= place.scrollHeight - 2) {
        found = sections.at(-1)?.key;
      }
      setReading(found);
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    place.addEventListener('scroll', soon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      place.removeEventListener('scroll', soon);
    };
  }, [scroll, sections]);
  return reading;
}

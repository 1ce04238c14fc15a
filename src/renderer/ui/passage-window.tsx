import { useEffect, useRef, type ReactNode } from 'react';
import { cleanText } from '../../shared/clean-text.ts';
import { Dialog } from './dialog.tsx';
import { MarkedRanges, type TextRange } from './marked-ranges.tsx';
import classes from './passage-window.module.css';

/** A passage that has no screen of its own: where it stands, how old it is, and what it says. */
export function PassageWindow(props: {
  title: string;
  /** From the outside in: file, headings. */
  where: readonly string[];
  age: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, where, age, onClose, children } = props;
  return (
    <Dialog opened onClose={onClose} title={cleanText(title)} size={720}>
      <p className={classes['where']} dir="auto">
        {where.map(cleanText).join(' › ')} · {age}
      </p>
      {children}
    </Dialog>
  );
}

/** The passage as it stands there; the first of what is marked is brought into sight. */
export function PassageText({ text, ranges }: { text: string; ranges: readonly TextRange[] }) {
  const shown = useRef<HTMLPreElement>(null);
  useEffect(() => {
    // In newer browsers this gives a promise, which is nothing that an effect may give back.
    shown.current?.querySelector('mark')?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  return (
    <pre ref={shown} className={classes['text']} dir="auto" tabIndex={0}>
      <MarkedRanges text={text} ranges={ranges} className={classes['mark']} />
    </pre>
  );
}

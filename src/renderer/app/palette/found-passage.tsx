import { create } from 'zustand';
import type { ShownPassage } from '../../../shared/contract/knowledge.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import classes from './found-passage.module.css';
import { MarkedRanges } from './marked-ranges.tsx';

const useShown = create<{ readonly passage: ShownPassage | undefined }>()(() => ({ passage: undefined }));

export function showFoundPassage(passage: ShownPassage): void {
  useShown.setState({ passage });
}

/** A passage of an imported file, which has no screen of its own: where it stands, and all of it. */
export function FoundPassage() {
  const passage = useShown((state) => state.passage);
  if (passage === undefined) return null;
  const { origin, title, headings, text, ranges, at } = passage;
  const place = origin.is === 'file' ? `${origin.folder}/${origin.file}` : origin.document;
  return (
    <Dialog
      opened
      onClose={() => useShown.setState({ passage: undefined })}
      title={cleanText(title)}
      size={720}
    >
      <p className={classes['where']} dir="auto">
        {[place, ...headings].map(cleanText).join(' › ')} · <Moment at={at} />
      </p>
      <pre className={classes['text']} dir="auto" tabIndex={0}>
        <MarkedRanges text={text} ranges={ranges} className={classes['mark']} />
      </pre>
    </Dialog>
  );
}

import { create } from 'zustand';
import type { ShownPassage } from '../../../shared/contract/knowledge.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PassageText, PassageWindow } from '../../ui/passage-window.tsx';

const useShown = create<{ readonly passage: ShownPassage | undefined }>()(() => ({ passage: undefined }));

export function showFoundPassage(passage: ShownPassage): void {
  useShown.setState({ passage });
}

/** The passage of an imported file that was chosen in the palette. */
export function FoundPassage() {
  const { inFile } = useText().assistant.sources;
  const passage = useShown((state) => state.passage);
  if (passage === undefined) return null;
  const { origin, title, headings, text, ranges, at } = passage;
  const place = origin.is === 'file' ? inFile(`${origin.folder}/${origin.file}`) : origin.document;
  return (
    <PassageWindow
      title={title}
      where={[place, ...headings]}
      age={<Moment at={at} />}
      onClose={() => useShown.setState({ passage: undefined })}
    >
      <PassageText text={text} ranges={ranges} />
    </PassageWindow>
  );
}

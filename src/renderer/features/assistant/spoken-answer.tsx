import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { finishedLength, spoken } from './finished-sentences.ts';
import type { Turn } from './turns.ts';

/** What was said and how much of the text that is. */
interface Said {
  readonly key: string;
  readonly restarts: number;
  readonly length: number;
}

/** Says an answer to those who hear the console: each sentence when it is finished, and that it is complete. */
export function SpokenAnswer({ turn }: { turn: Turn | undefined }) {
  const { answer: words } = useText().assistant;
  const [lines, setLines] = useState<readonly { readonly id: number; readonly text: string }[]>([]);
  const said = useRef<Said>(undefined);
  const next = useRef(0);
  const ask = turn?.ask;
  useEffect(() => {
    if (!turn || !ask) return;
    const say = (text: string) => {
      if (text !== '') setLines((before) => [...before.slice(-20), { id: next.current++, text }]);
    };
    const before = said.current;
    const isNew = before?.key !== ask.key;
    const restarted = !isNew && before.restarts !== ask.restarts;
    if (restarted) say(words.began);
    const from = isNew || restarted ? 0 : before.length;
    const end = ask.phase === 'answered' ? ask.text.length : Math.max(from, finishedLength(ask.text));
    said.current = { key: ask.key, restarts: ask.restarts, length: end };
    say(cleanText(spoken(ask.text.slice(from, end))));
    if (ask.phase === 'answered' && ask.answer && (isNew || before.length >= 0)) {
      if (ask.text === '') say(cleanText(spoken(ask.answer.text)));
      say(words.complete(ask.answer.citations.length));
    }
  }, [turn, ask, words]);
  return (
    <VisuallyHidden>
      <div role="log" aria-live="polite" aria-relevant="additions" data-spoken>
        {lines.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </VisuallyHidden>
  );
}

const opening = '<think>';
const closing = '</think>';

/**
 * Takes out what a model thinks aloud before it answers, where its server leaves that in the text. Only at the very
 * beginning: further on, the words are the answer's own.
 */
export function createThinkingFilter(): { push(delta: string): string; end(): string } {
  let held = '';
  let looked = 0;
  let state: 'start' | 'thinking' | 'answer' = 'start';
  return {
    push(delta) {
      if (state === 'answer') return delta;
      held += delta;
      if (state === 'start') {
        const begun = held.trimStart();
        if (begun.startsWith(opening)) state = 'thinking';
        else if (opening.startsWith(begun)) return '';
        else {
          state = 'answer';
          return held;
        }
      }
      const end = held.indexOf(closing, looked);
      // What was looked through already is not looked through again with every word that is thought.
      looked = end < 0 ? Math.max(0, held.length - closing.length) : end;
      if (end < 0) return '';
      // White space between the thoughts and the answer is nobody's; more of it may follow.
      const rest = held.slice(end + closing.length).trimStart();
      if (rest === '') return '';
      state = 'answer';
      return rest;
    },
    end: () => (state === 'start' ? held : ''),
  };
}

import type { OutputOf } from '../../../shared/contract/contract.ts';

export type Suggestions = OutputOf<'inventory.suggest'>;
export type Suggestion = Suggestions['items'][number];

/**
 * A text with a suggestion put in. Behind a field the cursor waits for its value; behind a value there is a blank for
 * the next token.
 */
export function applySuggestion(
  text: string,
  { from, to }: Pick<Suggestions, 'from' | 'to'>,
  item: Pick<Suggestion, 'is' | 'insert'>,
): { readonly text: string; readonly cursor: number } {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const blank = item.is === 'field' || after.startsWith(' ') ? '' : ' ';
  const put = before + item.insert + blank;
  return { text: put + after, cursor: put.length + (item.is !== 'field' && blank === '' ? 1 : 0) };
}

import { cleanText } from '../../../shared/clean-text.ts';

const longestValue = 60;
const mostValues = 3;

/** What a tool was asked, on one line: its values, long ones shortened. */
export function argumentsInShort(values: Readonly<Record<string, unknown>>): string {
  const shown = Object.values(values).flatMap((value) => {
    if (value === undefined || value === null || value === '') return [];
    const text = cleanText(typeof value === 'string' ? value : JSON.stringify(value));
    return [text.length > longestValue ? `${text.slice(0, longestValue)}…` : text];
  });
  return shown.length > mostValues ? `${shown.slice(0, mostValues).join(', ')}, …` : shown.join(', ');
}

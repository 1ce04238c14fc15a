import { attributeText } from '../../shared/format.ts';
import type { Change } from '../../shared/model/change.ts';

export function changeCells(change: Change): [what: string, from: string, to: string] {
  if (change.type !== 'field') return [change.type, '', ''];
  const what = change.path.replace(/^attributes\./, '');
  return [what, short(valueText(what, change.from)), short(valueText(what, change.to))];
}

function valueText(path: string, value: unknown): string {
  return value === undefined ? '–' : attributeLine(path, value);
}

export function attributeLine(path: string, value: unknown): string {
  const nested = typeof value === 'object' && value !== null && JSON.stringify(value).includes('{');
  return nested ? JSON.stringify(value) : attributeText(path, value);
}

export function short(text: string, length = 100): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

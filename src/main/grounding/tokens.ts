import { momentsIn } from './moments.ts';
import type { Names } from './names.ts';
import { isGerman } from './german.ts';
import { contextual, withDurations, withStates } from './in-context.ts';
import { entityAt } from './name-at.ts';
import { figureAt, signAt, wordAt } from './piece-at.ts';
import { span, type Token } from './token.ts';

/** Reads what each piece of a sentence can mean. */
export function tokensOf(text: string, names: Names, now: number): readonly Token[] {
  const german = isGerman(text);
  const tokens: Token[] = [];
  const moments = momentsIn(text, now);
  let i = 0;
  while (i < text.length) {
    const sign = text[i] ?? '';
    if (/\s/.test(sign)) {
      i += 1;
      continue;
    }
    const entity = entityAt(text, i, names);
    if (entity !== undefined) {
      tokens.push(entity);
      i = entity.end;
      continue;
    }
    const moment = moments.find((one) => one.at === i);
    if (moment !== undefined) {
      tokens.push({ ...span(text, i, moment.end), moment, used: false });
      i = moment.end;
      continue;
    }
    const token = figureAt(text, i, german) ?? wordAt(text, i) ?? signAt(text, i);
    tokens.push(token);
    i = token.end;
  }
  return withDurations(withStates(tokens.map((token, at) => contextual(token, at, tokens, german))));
}

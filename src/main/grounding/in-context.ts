import { stateWords } from './vocabulary/states.ts';
import { numberWords } from './vocabulary/words.ts';
import { isUnknownWord } from './lexicon.ts';
import { counted } from './piece-at.ts';
import { type Token, has } from './token.ts';

export const products = new Set(
  `vmware vsphere vcenter esxi kubernetes linux windows server ha drs cpu ram ip os id api tools utc hardware software
   netapp dell hpe cisco arista juniper debian ubuntu vmfs nfs ok i`.split(/\s+/),
);

export const quotes = /["„“”»«`']/;

/** What a word means where it stands: a bound only before a figure, a number word that is also an adjective. */
export function contextual(token: Token, at: number, all: readonly Token[], german: boolean): Token {
  const next = all[at + 1];
  const previous = all[at - 1];
  const { bound, ...rest } = token;
  let now: Token = token;
  if (bound !== undefined) {
    const beforeFigure =
      next?.amount !== undefined ||
      (next?.role?.has('article') === true && all[at + 2]?.amount !== undefined);
    const idiom = token.lower === 'über' && all.slice(0, at).some(({ lower }) => lower.startsWith('verfüg'));
    if (!beforeFigure || idiom) now = { ...rest };
  }
  const number = numberWords.get(token.lower);
  if (number !== undefined && now.amount === undefined) now = counted(now, number);
  // Names that nobody knows: a capital in the middle of an English sentence, or anything in code quotes.
  if (isUnknownWord(now) && /^\p{Lu}/u.test(now.text) && at > 0) {
    const beside = previous?.kinds !== undefined || next?.kinds !== undefined;
    if ((!german || beside) && !products.has(now.lower) && !isSentenceStart(previous))
      return { ...now, code: true };
  }
  if (isUnknownWord(now) && previous?.text === '`') return { ...now, code: true };
  return now;
}

function isSentenceStart(previous: Token | undefined): boolean {
  return (
    previous === undefined ||
    (previous.text.length === 1 && quotes.test(previous.text)) ||
    previous.role?.has('colon') === true
  );
}

/** "HA is currently not enabled": a phrase of a state, with what stands in between left out. */
export function withStates(tokens: readonly Token[]): readonly Token[] {
  const passed = (token: Token) => has(token, 'negation') || between.has(token.lower);
  return tokens.map((token, at) => {
    if (passed(token) || token.entities !== undefined) return token;
    let phrase = token.lower;
    let skipped = false;
    for (let i = at - 1, taken = 0; i >= 0 && taken < 3; i -= 1) {
      const before = tokens[i];
      if (before === undefined || before.entities !== undefined) break;
      if (passed(before)) {
        skipped = true;
        continue;
      }
      taken += 1;
      phrase = `${before.lower} ${phrase}`;
      const states = stateWords.get(phrase);
      if (skipped && states !== undefined) return { ...token, states };
    }
    return token;
  });
}

const between = new Set('currently now still already derzeit aktuell momentan noch bereits jetzt'.split(' '));

/** `12 d 4 h`, `3 hours and 20 minutes`: one duration. */
export function withDurations(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    const { amount } = token;
    if (
      last?.amount?.dimension === 'seconds' &&
      amount?.dimension === 'seconds' &&
      amount.value < last.amount.value
    ) {
      joined[joined.length - 1] = {
        ...last,
        end: token.end,
        text: `${last.text} ${token.text}`,
        amount: { ...last.amount, value: last.amount.value + amount.value, precision: amount.precision },
      };
    } else joined.push(token);
  }
  return joined;
}

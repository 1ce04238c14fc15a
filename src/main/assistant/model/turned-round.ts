import { stem } from '../words.ts';

/**
 * Whether a sentence says of a text's words the other way round: "b calls a", where the text only says that "a calls
 * b". A word that both have tells it, by what stands on its two sides. What the text says both ways is not turned round.
 */
export function isTurnedRound(sentence: string, text: string): boolean {
  const said = tokensOf(sentence);
  const wanted = new Set(said.flatMap(({ content }) => content ?? []));
  let turned = false;
  for (const piece of text.split(/(?<=[.!?;])\s+|\n{2,}/)) {
    const known = tokensOf(piece.replaceAll('\n', ' '));
    const stems = new Set(known.flatMap(({ content }) => content ?? []));
    const common = [...wanted].filter((one) => stems.has(one));
    // Less than most of it in one sentence says something of its own.
    if (common.length < 3 || common.length < leastCommon * wanted.size) continue;
    const way = compared(said, known);
    if (way === 'same') return false;
    if (way === 'turned') turned = true;
  }
  return turned;
}

const leastCommon = 0.7;
/** Words on one side of another that have a part in what it says. */
const reach = 2;

interface Token {
  readonly word: string;
  /** Its stem, of a word that carries something. */
  readonly content?: string;
  /** Nothing on the other side of it belongs together: a comma, an "and". */
  readonly parts?: true;
}

const small = new Set(
  `the a an this that these those it its they their is are was were be been being has have had do does did not no only
   then first also every each all of in on at for with as to from into by when while will can may must should
   der die das den dem des ein eine einen einem einer eines sie es ihr ist sind war waren wird werden wurde wurden worden hat
   haben nicht nur dann zuerst auch jede jeder jedes alle von vom zu zum zur in im auf an am bei mit für durch aus als wenn
   kann muss soll`.split(/\s+/),
);
const joins = new Set('and or und oder sowie'.split(' '));
const be = new Set('is are was were be been being gets wird werden wurde wurden worden'.split(' '));
const by = new Set('by von vom durch'.split(' '));
/** Words that say the same both ways round. */
const mutual = new Set(
  `connect connected connects peer peers peered linked links paired between differ differs same together joined
   verbunden gepaart unterscheiden zwischen`
    .split(/\s+/)
    .map(stem),
);

function tokensOf(text: string): readonly Token[] {
  const pieces = text
    .replaceAll(/[`*"“”„]/g, ' ')
    .toLowerCase()
    .match(/[\p{L}\p{N}](?:[\p{L}\p{N}._:/@'-]*[\p{L}\p{N}])?|[,;:()–—]/gu);
  return (pieces ?? []).map((word): Token => {
    if (/^[,;:()–—]$/.test(word) || joins.has(word)) return { word, parts: true };
    return small.has(word) ? { word } : { word, content: stem(word) };
  });
}

function compared(said: readonly Token[], known: readonly Token[]): 'same' | 'turned' | 'other' {
  let same = false;
  for (const [i, { content }] of said.entries()) {
    if (content === undefined || mutual.has(content)) continue;
    for (const [k, other] of known.entries()) {
      if (other.content !== content) continue;
      const [left, right] = sides(said, i);
      const [knownLeft, knownRight] = sides(known, k);
      const crossed =
        left.some((one) => knownRight.includes(one) && !knownLeft.includes(one)) &&
        right.some((one) => knownLeft.includes(one) && !knownRight.includes(one));
      if (crossed) return 'turned';
      same ||= left.some((one) => knownLeft.includes(one)) && right.some((one) => knownRight.includes(one));
    }
  }
  return same ? 'same' : 'other';
}

/** Who does it, and to whom: of "x is called by y" the other way round. */
function sides(tokens: readonly Token[], at: number): readonly [readonly string[], readonly string[]] {
  const left = gathered(tokens, at, -1);
  const right = gathered(tokens, at, 1);
  const done = [1, 2].some((n) => be.has(tokens[at - n]?.word ?? ''));
  if (done && [1, 2].some((n) => by.has(tokens[at + n]?.word ?? ''))) return [right, left];
  // "x wird von y gerufen": both stand before.
  const agent = tokens.findLastIndex(({ word }, i) => i < at && i >= at - 4 && by.has(word));
  const verb = agent === -1 ? -1 : tokens.findLastIndex(({ word }, i) => i < agent && be.has(word));
  if (verb !== -1 && right.length === 0)
    return [
      gathered(tokens, agent, 1).filter((one) => one !== tokens[at]?.content),
      gathered(tokens, verb, -1),
    ];
  return [left, right];
}

function gathered(tokens: readonly Token[], at: number, step: 1 | -1): readonly string[] {
  const found: string[] = [];
  for (let i = at + step; found.length < reach; i += step) {
    const token = tokens[i];
    if (token === undefined || token.parts === true) break;
    if (token.content !== undefined) found.push(token.content);
  }
  return found;
}

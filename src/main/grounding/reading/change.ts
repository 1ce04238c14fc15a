import type { Named } from '../claims.ts';
import { has, type Token } from '../token.ts';
import type { Spoken } from '../vocabulary/attributes.ts';
import type { ClauseReading } from './clause-reading.ts';

export function readChange(reading: ClauseReading): void {
  const at = reading.at.find((i) => reading.token(i)?.change !== undefined);
  if (at === undefined) return;
  const way = reading.token(at)?.change ?? 'any';
  const ends = fromTo(reading);
  const moment = reading.at.map((i) => reading.token(i)).find((token) => token?.moment !== undefined);
  if (ends === undefined && moment === undefined && way === 'any') return;
  const [of] =
    reading.own.find((phrase) => !ends?.tokens.has(phrase.first) && !ends?.tokens.has(phrase.last))?.names ??
    reading.carried;
  if (of === undefined) return;
  const attributes = reading.at.flatMap((i) => {
    const token = reading.token(i);
    if (token?.attributes !== undefined && ends?.tokens.has(i) !== true) return token.attributes;
    // "the host of x changed from a to b": the attribute that names it.
    return (token?.kinds ?? [])
      .map((kind): Spoken => ({ kind: 'vm', path: kind }))
      .filter(({ path }) => path === 'host' || path === 'cluster');
  });
  for (const i of reading.at) {
    const token = reading.token(i);
    if (token?.moment !== undefined || ends?.tokens.has(i) === true || token?.states !== undefined)
      (token as Token).used = true;
  }
  reading.add(
    {
      is: 'change',
      of,
      attributes: relevant(attributes, of),
      from: ends?.from,
      to: ends?.to,
      moment: moment?.moment,
      way,
      anchor: at,
      denied: false,
    },
    [of],
  );
  for (const phrase of reading.own) if (phrase.names.every(({ used }) => used)) reading.done.add(phrase);
}

/** "from a to b", "von a auf b". */
function fromTo(reading: ClauseReading):
  | {
      readonly from: Token | undefined;
      readonly to: Token | undefined;
      readonly tokens: ReadonlySet<number>;
    }
  | undefined {
  const operand = (i: number) => {
    const token = reading.token(i);
    return (
      token !== undefined &&
      (token.amount !== undefined || token.entities !== undefined || token.code === true)
    );
  };
  const tokens = new Set<number>();
  let from: Token | undefined;
  let to: Token | undefined;
  for (const [k, i] of reading.at.entries()) {
    const word = reading.token(i)?.lower;
    const next = [1, 2, 3]
      .map((n) => reading.at[k + n])
      .find(
        (j) => j !== undefined && !has(reading.token(j), 'article') && reading.token(j)?.kinds === undefined,
      );
    if (next === undefined || !operand(next)) continue;
    const hasTo = reading.at
      .slice(k + 1)
      .some((j) => ['to', 'auf', 'nach', 'zu'].includes(reading.token(j)?.lower ?? ''));
    if ((word === 'from' || word === 'von' || word === 'vom') && from === undefined && hasTo) {
      // "of x … from a": the operand whose partner comes next.
      const rest = reading.at.slice(reading.at.indexOf(next) + 1);
      const partner = rest.find(
        (j) =>
          !has(reading.token(j), 'article') &&
          reading.token(j)?.kinds === undefined &&
          reading.token(j)?.attributes === undefined,
      );
      if (!['to', 'auf', 'nach', 'zu'].includes(reading.token(partner ?? -1)?.lower ?? '')) continue;
      from = reading.token(next);
      tokens.add(next);
    } else if (['to', 'auf', 'nach', 'zu'].includes(word ?? '') && to === undefined) {
      to = reading.token(next);
      tokens.add(next);
    }
  }
  return from === undefined && to === undefined ? undefined : { from, to, tokens };
}

function relevant(attributes: readonly Spoken[], of: Named): readonly Spoken[] {
  return attributes.filter(({ kind }) => of.entities.some((entity) => entity.kind === kind));
}

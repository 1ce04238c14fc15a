import type { Claim } from '../claims.ts';
import { has } from '../token.ts';
import { isGerman } from '../german.ts';
import type { ClauseReading } from './clause-reading.ts';

/** A "not" denies the claim whose predicate stands nearest: in English one that follows, if there is any. */
export function readDenials(reading: ClauseReading): void {
  const text = reading.at.map((i) => reading.token(i)?.text ?? '').join(' ');
  const german = isGerman(text);
  for (const i of reading.at) {
    const token = reading.token(i);
    const denies = has(token, 'negation') || (has(token, 'none') && token?.used === false);
    if (!denies || token === undefined || token.used) continue;
    const deniable = reading.claims.filter(({ is, denied }) => is !== 'unclear' && !denied);
    // "x is not a pod on y" denies where it is, not what it is.
    const told = deniable.filter(({ is }) => is !== 'kind');
    const own = told.length > 0 ? told : deniable;
    const distance = ({ anchor }: Claim) => (anchor > i ? anchor - i : (i - anchor) * (german ? 1 : 4));
    const [nearest] = own.toSorted((a, b) => distance(a) - distance(b));
    token.used = true;
    if (nearest === undefined)
      reading.claims.push({
        is: 'unclear',
        why: `what "${token.text}" denies is not clear`,
        anchor: i,
        denied: false,
      });
    else nearest.denied = true;
  }
}

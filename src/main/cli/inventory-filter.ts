import type { Client } from '../../shared/contract/client.ts';
import { parseFilterTokens, type FilterTokens } from '../../shared/model/filter-tokens.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import { DomainError } from '../platform/errors.ts';

/** @throws DomainError usage, naming the word that cannot be read */
export function readFilter(words: readonly string[]): FilterTokens['query'] {
  const { query, problems } = parseFilterTokens(words.map(quoteBlanks).join(' '));
  rejectProblems(problems);
  return query;
}

/** The shell has taken the operator's quotes away: a word with blanks was one word. */
function quoteBlanks(word: string): string {
  if (!/\s/.test(word)) return word;
  const token = /^([\w.-]+(?:!=|>=|<=|[:=~<>]))(.*)$/s.exec(word);
  return token
    ? `${token[1]}"${token[2]?.replaceAll('"', String.raw`\"`)}"`
    : `"${word.replaceAll('"', String.raw`\"`)}"`;
}

function rejectProblems(problems: readonly { token: string; reason: string }[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new DomainError('usage', `"${first.token}": ${first.reason}`, {
    hint: 'See `datacenter-docs inventory --help` for what a filter can say.',
  });
}

/** An ISO time, or an amount of time ago: `90m`, `2h`, `7d`. */
export function parseMoment(text: string, now: Instant): Instant {
  const ago = /^(\d+)([mhdw])$/.exec(text);
  if (ago) {
    const unit = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }[ago[2] as 'm' | 'h' | 'd' | 'w'];
    return instant(Date.parse(now) - Number(ago[1]) * unit);
  }
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw new DomainError(
      'usage',
      `"${text}": expected an ISO time such as 2026-11-20T08:00:00Z, or an age such as 90m, 2h, 7d`,
    );
  }
  return instant(time);
}

/** The application's own time, so that ages are right where this machine's clock is not. */
export async function nowOf(client: Client): Promise<Instant> {
  return (await client.system.about({})).now;
}

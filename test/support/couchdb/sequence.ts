import { createHash } from 'node:crypto';
import { badRequest } from './refusal.ts';

/**
 * Sequences as a cluster gives them: a number that only serves to be looked at, and what nobody but the server
 * understands. Whoever reads the number, compares two of them or makes one up is refused or misled.
 */
export interface Sequences {
  write(sequence: number): string;
  /** One of another life of the database counts as none: everything is told again. @throws Refusal when malformed */
  read(text: string): number;
}

export function createSequences(databaseId: string): Sequences {
  const sign = (sequence: number): string =>
    `g1AAAA${createHash('sha256').update(`${databaseId}/${sequence}`).digest('base64url')}`;
  const life = createHash('sha256').update(databaseId).digest('base64url').slice(0, 8);
  return {
    write: (sequence) => `${sequence}-${sign(sequence)}${life}`,
    read(text) {
      if (text === '0') return 0;
      const [, number, opaque = ''] = /^(\d+)-(g1AAAA[\w-]+)$/.exec(text) ?? [];
      if (number === undefined) throw badRequest("Malformed sequence supplied in 'since' parameter.");
      if (!opaque.endsWith(life)) return 0;
      const sequence = Number(number);
      if (opaque !== `${sign(sequence)}${life}`)
        throw badRequest("Malformed sequence supplied in 'since' parameter.");
      return sequence;
    },
  };
}

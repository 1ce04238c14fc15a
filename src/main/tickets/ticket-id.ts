import { createHash } from 'node:crypto';
import type { Random } from '../platform/random.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

export const newTicketId = (random: Random): string => `T-${random.id(8)}`;

/**
 * The id of what is the same problem whenever it is sent, and on whichever workstation: 80 bits of what makes it the
 * same.
 */
export function derivedTicketId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  return `T-${Array.from(hash.subarray(0, 16), (byte) => alphabet[byte & 31]).join('')}`;
}

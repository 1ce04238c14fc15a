import { randomBytes } from 'node:crypto';

/** Randomness, passed in so that tests are exact. */
export interface Random {
  /** Lower-case base32 text of `length` characters. */
  id(length?: number): string;
  /** Uniform in [0, 1). */
  unit(): number;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

export const systemRandom: Random = {
  id: (length = 16) => Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join(''),
  unit: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
};

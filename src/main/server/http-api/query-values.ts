import { z } from 'zod';

/** Numbers in an address are text. */
export function wholeNumber(most: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().int().min(0).max(most));
}

export const nothing = z.strictObject({});

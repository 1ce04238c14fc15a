import { z } from 'zod';

export const profileIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,48}$/, 'expected a-z, 0-9 and "-", beginning with a letter, 2 to 49 characters');

import { z } from 'zod';
import { instantSchema } from './ids.ts';
import { roleSchema } from './role.ts';

/** What somebody is called in notes, approvals and the audit. */
export const operatorNameSchema = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1, 'an operator needs a name')
  .max(60, 'a name of at most 60 characters')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._@+-]*$/u,
    'a name of letters, digits, spaces and . _ @ + -, beginning with a letter or digit',
  );

/** Somebody who may sign in at this installation, as others see them. */
export const operatorSchema = z.strictObject({
  name: operatorNameSchema,
  role: roleSchema,
  createdAt: instantSchema,
  /** When their token was made; an older one lets nobody in. */
  tokenAt: instantSchema,
  /** Set: they may not sign in. Their name stays theirs, so that nobody else acts under it. */
  disabledAt: instantSchema.exactOptional(),
});
export type Operator = z.output<typeof operatorSchema>;

import { z } from 'zod';

export { ContractError } from './contract-error.ts';

/**
 * What any method may answer. invalid-input: the input does not fit, `details` has the paths. unknown-method: the
 * other side has another version of the contract. forbidden: it takes another role, and nothing was done. disconnected: the connection went before the answer came; a write
 * may have been done. system: the operating system refused something, rights or room for instance. internal: a fault of ours, with a reference that stands in the log too.
 */
export const commonErrorCodes = [
  'invalid-input',
  'unknown-method',
  'unauthorized',
  'forbidden',
  'cancelled',
  'disconnected',
  'not-available',
  'too-many-requests',
  'system',
  'internal',
] as const;

export const contractFailureSchema = z.strictObject({
  /** kebab-case, stable. */
  code: z.string(),
  /** What was expected and what came; no secret, no stack. */
  message: z.string(),
  /** What to do about it. */
  hint: z.string().optional(),
  /** For `invalid-input`: one entry for each fault. */
  details: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
export type ContractFailure = z.output<typeof contractFailureSchema>;

import { z } from 'zod';
import { isRecord } from './inbox.ts';

/**
 * The result as it was parsed from JSON: the SDK's own schemas would copy megabytes of content and check what the
 * collectors check anyway. The inbox has made sure that it is an object.
 */
export const rawResult = z.custom<Record<string, unknown>>(isRecord);

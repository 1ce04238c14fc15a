import { z } from 'zod';

/** Shapes that several storage kinds share. */
export const count = z.number().int().nonnegative();
export const measure = z.number().nonnegative();
export const instant = z.iso.datetime({ precision: 3 });

/**
 * How well a thing does, in words that all vendors' states are mapped to; what the vendor calls it stands in
 * `vendorState`. `offline` was taken down on purpose, `failed` was not.
 */
export const health = z.enum(['ok', 'degraded', 'failed', 'offline', 'unknown']);

/** A part that can break by itself and takes redundancy with it. */
export const component = z.strictObject({
  type: z.enum(['psu', 'fan', 'temperature', 'nvram-battery', 'module', 'other']),
  name: z.string(),
  state: health,
  detail: z.string().optional(),
});

import { z } from 'zod';
import type { XmlElement } from '../connection/xml-element.ts';

/** Schemas and readers that several kinds of object share. Names are vSphere's own, so that its manual is theirs. */
export const reference = z.string().describe('value of a managed object reference');
export const status = z.string().describe('green, yellow, red or gray');
export const instant = z.iso.datetime();
export const count = z.number();

export const allocation = z.object({
  reservation: z.number().optional(),
  limit: z.number().optional().describe('−1: unlimited'),
  expandableReservation: z.boolean().optional(),
  shares: z.object({ level: z.string(), shares: count.optional() }).optional(),
});

export function readAllocation(at: XmlElement | undefined): z.input<typeof allocation> | undefined {
  if (at === undefined) return undefined;
  const level = at.text('shares.level');
  return {
    reservation: at.number('reservation'),
    limit: at.number('limit'),
    expandableReservation: at.boolean('expandableReservation'),
    ...(level === undefined ? {} : { shares: { level, shares: at.number('shares.shares') } }),
  };
}

/** What a standard switch lets through. */
export const security = z.object({
  allowPromiscuous: z.boolean().optional(),
  macChanges: z.boolean().optional(),
  forgedTransmits: z.boolean().optional(),
});

export const withheld = z
  .array(z.object({ path: z.string(), reason: z.string() }))
  .optional()
  .describe('properties that the account may not see, or that the server could not read');

export function readWithheld(
  list: readonly { readonly path: string; readonly fault: string }[],
): z.input<typeof withheld> {
  return list.length === 0 ? undefined : list.map(({ path, fault }) => ({ path, reason: fault }));
}

import { z } from 'zod';

/** An entity's id: `source:kind:nativeId`. Stable for as long as the source calls the thing by that native id. */
export type EntityId = string & { readonly __brand: 'EntityId' };
export type RunId = string & { readonly __brand: 'RunId' };
/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it; sorts as text. */
export type Instant = string & { readonly __brand: 'Instant' };

/** Name of one configured MCP server. Lower case, so that ids compare as text. */
export const sourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'expected a-z, 0-9, ".", "_" or "-", at most 63 characters');

export const entityIdSchema = z
  .string()
  .max(400)
  .regex(/^[a-z0-9][a-z0-9._-]*:[a-z][a-z0-9-]*:.+$/s, 'expected source:kind:nativeId')
  .transform((value) => value as EntityId);

export const instantSchema = z.iso.datetime({ precision: 3 }).transform((value) => value as Instant);

export function entityId(source: string, kind: string, nativeId: string): EntityId {
  return `${source}:${kind}:${nativeId}` as EntityId;
}

/** Takes an entity id apart; the native id may itself contain colons. */
export function splitEntityId(id: EntityId): { source: string; kind: string; nativeId: string } {
  const first = id.indexOf(':');
  const second = id.indexOf(':', first + 1);
  return { source: id.slice(0, first), kind: id.slice(first + 1, second), nativeId: id.slice(second + 1) };
}

export function instant(date: Date | number): Instant {
  return new Date(date).toISOString() as Instant;
}

import { z } from 'zod';
import type { Relation, RelationType } from '../../../../shared/model/relation.ts';
import { entityId } from '../../../../shared/model/ids.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';

/** Helpers that the maps from vSphere's shapes to ours share. */
export const moref = z.string().min(1).max(200);
export const status = z.enum(['green', 'yellow', 'red', 'gray']).catch('gray');

export const megabyte = 1024 ** 2;

/** vSphere writes "no limit" as −1. */
export function limit(value: number | undefined, unit: number): number | 'unlimited' | undefined {
  if (value === undefined) return undefined;
  return value < 0 ? 'unlimited' : value * unit;
}

/** An instant in our spelling, or undefined for what is no time. */
export function instantOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same without members that are undefined: absent is how the inventory says that it does not know. */
export function present<T extends Record<string, unknown>>(values: T): Partial<Defined<T>> {
  // Deleting members, or adding many by computed names, would turn the object into a slow one, in every later look at
  // it; spreading makes it a plain one again.
  const known: Record<string, unknown> = {};
  let count = 0;
  for (const name in values) {
    if (values[name] === undefined) continue;
    known[name] = values[name];
    count++;
  }
  return (count > 16 ? { ...known } : known) as Partial<Defined<T>>;
}

export function relate(source: string, type: RelationType, kind: EntityKind, moref: string): Relation {
  return { type, to: entityId(source, kind, moref) };
}

export const allocation = z.object({
  reservation: z.number().optional(),
  limit: z.number().optional(),
  expandableReservation: z.boolean().optional(),
  shares: z
    .object({
      level: z.enum(['low', 'normal', 'high', 'custom']),
      shares: z.number().int().nonnegative().optional(),
    })
    .optional(),
});
export type RawAllocation = z.output<typeof allocation>;

/** The number counts for a level of its own alone; a server that keeps none for the others writes 0. */
export function sharesOf(raw: RawAllocation | undefined) {
  if (raw?.shares === undefined) return undefined;
  return present({
    level: raw.shares.level,
    value: raw.shares.shares === 0 ? undefined : raw.shares.shares,
  }) as {
    level: 'low' | 'normal' | 'high' | 'custom';
    value?: number;
  };
}

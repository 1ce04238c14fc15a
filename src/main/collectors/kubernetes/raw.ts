import { z } from 'zod';
import { millicores, wholeUnits } from './quantity.ts';

/*
 * Pieces for reading API objects as they come in real life: fields are missing, null, of an older version or of a
 * wrong type. A piece that cannot be read is absent rather than the end of its object.
 */

export const text = z.string().min(1).optional().catch(undefined);
export const flag = z.boolean().optional().catch(undefined);
export const whole = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .refine((value) => Number.isSafeInteger(value) && value >= 0)
  .optional()
  .catch(undefined);
/** Exit codes may be negative. */
export const integer = z.int().optional().catch(undefined);
/** IntOrString, as the text that people write. */
export const intOrString = z
  .union([z.string().min(1), z.number().transform(String)])
  .optional()
  .catch(undefined);
export const cpu = z.unknown().transform(millicores).optional();
export const bytes = z.unknown().transform(wholeUnits).optional();

/** A time to milliseconds; Go's zero time and anything that is no time are absent. */
export const time = z.unknown().transform(instantOf).optional();

function instantOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const ms = Date.parse(value);
  if (Number.isNaN(ms) || ms < 0 || ms > 253_402_300_799_999) return undefined;
  return new Date(ms).toISOString();
}

/** Entries with scalar values, as text. */
export const textMap = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((entries) =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([key, value]) =>
        typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
          ? [[key, String(value)]]
          : [],
      ),
    ),
  );

export const anyMap = z.record(z.string(), z.unknown()).catch({});

/** Those elements that can be read; null, absent or no list at all is an empty one. */
export function list<T extends z.ZodType>(item: T) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((element): z.output<T>[] => {
        const parsed = item.safeParse(element);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}

export const textList = list(z.string().min(1));

/** A nested object; absent or null reads as an empty one. Its members must themselves all be tolerant. */
export function part<T extends z.ZodRawShape>(shape: T) {
  const schema = z.object(shape);
  return schema.catch(() => schema.parse({}));
}

/** A nested object whose absence means something. */
export function maybe<T extends z.ZodRawShape>(shape: T) {
  return z.object(shape).optional().catch(undefined);
}

export const labelSelector = maybe({
  matchLabels: textMap,
  matchExpressions: list(z.object({ key: z.string(), operator: z.string(), values: textList })),
});
export type LabelSelector = NonNullable<z.output<typeof labelSelector>>;

export const conditionList = list(
  z.object({
    type: z.string().min(1),
    status: z.string().catch('Unknown'),
    reason: text,
    message: text,
    lastTransitionTime: time,
    lastHeartbeatTime: time,
  }),
);

export const ownerReferences = list(
  z.object({ apiVersion: text, kind: z.string(), name: z.string(), uid: text, controller: flag }),
);

/** Without the members that are undefined, so that absent stays absent. */
export function compact<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export function conditionsOf(conditions: z.output<typeof conditionList>) {
  return conditions.map((condition) =>
    compact({
      type: condition.type,
      status: condition.status,
      reason: condition.reason,
      message: condition.message,
      sinceAt: condition.lastTransitionTime,
    }),
  );
}

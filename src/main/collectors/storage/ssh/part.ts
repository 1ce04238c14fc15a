import { z } from 'zod';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../../../shared/model/run.ts';
import type { SaidData } from '../../../ssh/host-reader.ts';

/** What one command told, or why nothing follows from it. */
export type Part<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export const partOf = <T>(said: SaidData<T>): Part<T> =>
  said.is === 'answered' ? { ok: true, value: said.value } : { ok: false, reason: said.reason };

/** A name or an id: what ssh-mcp took for a secret and replaced is neither. */
export const word = z
  .string()
  .min(1)
  .refine((text) => !text.includes('[REDACTED:'), 'ssh-mcp took it for a secret and replaced it');

/** A text that nothing hangs on: absent where it is empty or was replaced. */
export const remark = z
  .string()
  .nullish()
  .transform((text) => {
    const trimmed = text?.trim() ?? '';
    return trimmed === '' || trimmed.includes('[REDACTED:') ? undefined : trimmed;
  });

export interface Records<T> {
  readonly records: readonly T[];
  readonly rejects: readonly RejectedRecord[];
}

interface RecordsOf<S extends z.ZodType> {
  readonly kind: EntityKind;
  readonly schema: S;
  /** The command that told them, and where in its answer they stand. */
  readonly path: string;
  /** Of what does not fit: what it is called, as far as that can be told. */
  readonly name?: (record: unknown) => string | undefined;
}

/** Each record by itself: one that does not fit is told apart and costs no other. */
export function recordsOf<S extends z.ZodType>(
  list: readonly unknown[],
  { kind, schema, path, name }: RecordsOf<S>,
): Records<z.output<S>> {
  const records: z.output<S>[] = [];
  const rejects: RejectedRecord[] = [];
  for (const record of list) {
    const parsed = schema.safeParse(record);
    if (parsed.success) {
      records.push(parsed.data);
      continue;
    }
    const [issue] = parsed.error.issues;
    const label = (name ?? nameMember)(record);
    rejects.push({
      kind,
      ...(label !== undefined && { name: label }),
      path: [path, ...(issue?.path.map(String) ?? [])].join('.'),
      reason: issue?.message ?? 'it does not fit',
    });
  }
  return { records, rejects };
}

function nameMember(record: unknown): string | undefined {
  const name: unknown =
    typeof record === 'object' && record !== null ? Reflect.get(record, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

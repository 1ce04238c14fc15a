import { createHash } from 'node:crypto';
import { z } from 'zod';
import { instantSchema, type Instant } from '../../shared/model/ids.ts';

export const auditSchemaVersion = 1;

const common = { action: z.string().min(1), via: z.string() };

/**
 * intent: somebody wants it, and it is about to be done; outcome: how that ended; fact: both at once, for what is
 * known only afterwards.
 */
const eventSchema = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('intent'), ...common }),
  z.strictObject({
    phase: z.literal('outcome'),
    ...common,
    /** The id of the intent. */
    of: z.string(),
    result: z.enum(['done', 'failed', 'cancelled']),
  }),
  z.strictObject({ phase: z.literal('fact'), ...common, result: z.enum(['done', 'failed', 'cancelled']) }),
]);

/** One record, as it is kept. Nothing in it is ever changed; its id is its hash. */
export const auditRecordSchema = z.strictObject({
  id: z.string(),
  schemaVersion: z.literal(auditSchemaVersion),
  workstation: z.string(),
  /** From 1 on, without a gap, for each workstation. */
  sequence: z.number().int().min(1),
  at: instantSchema,
  operator: z.string(),
  event: eventSchema,
  subject: z.string(),
  details: z.unknown(),
  /** The hash of the record before; `genesis` for the first. */
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditRecord = z.output<typeof auditRecordSchema>;
export type AuditEvent = z.output<typeof eventSchema>;

export const genesis = 'genesis';

export interface RecordContent {
  readonly workstation: string;
  readonly sequence: number;
  readonly at: Instant;
  readonly operator: string;
  readonly event: AuditEvent;
  readonly subject: string;
  readonly details: unknown;
  readonly previousHash: string;
}

export function makeRecord(content: RecordContent): AuditRecord {
  // As JSON will give it back: a member that is undefined would be hashed and then not be there.
  const plain = { ...content, details: asJson(content.details) };
  const hash = hashOf({ ...plain, schemaVersion: auditSchemaVersion });
  return { ...plain, schemaVersion: auditSchemaVersion, hash, id: hash };
}

/** SHA-256 over everything but the id and the hash itself. */
export function hashOf(record: RecordContent & { readonly schemaVersion: number }): string {
  const { workstation, sequence, at, operator, event, subject, details, previousHash, schemaVersion } =
    record;
  const content = {
    workstation,
    sequence,
    at,
    operator,
    event,
    subject,
    details,
    previousHash,
    schemaVersion,
  };
  return createHash('sha256').update(canonical(content)).digest('hex');
}

/** The same JSON for the same content, whatever the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : member,
  );
}

function asJson(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}

import { z } from 'zod';

/** A document as RxDB hands it to a replication: whole, with whether it is deleted. */
export interface Replicated {
  readonly id: string;
  readonly _deleted: boolean;
  readonly [field: string]: unknown;
}

/** A document as CouchDB has it. */
export const couchDocumentSchema = z.looseObject({
  _id: z.string(),
  _rev: z.string(),
  _deleted: z.boolean().optional(),
});
export type CouchDocument = z.output<typeof couchDocumentSchema>;

export const isDesign = (id: string): boolean => id.startsWith('_');

export function fromCouch({ _id, _rev, _deleted, ...fields }: CouchDocument): Replicated {
  void _rev;
  return { ...fields, id: _id, _deleted: _deleted === true };
}

/** @param rev what it goes on from; none over nothing and over what is deleted */
export function toCouch(
  { id, _deleted, ...fields }: Replicated,
  rev: string | undefined,
): Record<string, unknown> {
  return { ...fields, _id: id, ...(rev !== undefined && { _rev: rev }), ...(_deleted && { _deleted: true }) };
}

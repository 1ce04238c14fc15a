import type { RxDocumentData } from 'rxdb';
import type { AnyDocument } from './columns.ts';
import type { RawRow, StoredRow } from './table.ts';

/** RxDB's own fields, which have their own columns, apart from the document's. */
export function toStoredRow(
  id: string,
  document: RxDocumentData<unknown>,
): { row: StoredRow; fields: AnyDocument } {
  const { _rev, _deleted, _meta, _attachments, ...fields } = document as RxDocumentData<
    Record<string, unknown>
  >;
  if (_attachments && Object.keys(_attachments).length > 0) {
    throw new Error(`Document ${id} has attachments; this storage keeps none. Store a reference instead.`);
  }
  const { lwt, ...meta } = _meta;
  return {
    row: {
      id,
      rev: _rev,
      deleted: _deleted,
      lwt,
      meta: Object.keys(meta).length === 0 ? null : JSON.stringify(meta),
      data: JSON.stringify(fields),
    },
    fields,
  };
}

export function fromStoredRow<T>(row: Omit<StoredRow, 'id'>): RxDocumentData<T> {
  const document = JSON.parse(row.data) as RxDocumentData<T>;
  document._deleted = row.deleted;
  document._rev = row.rev;
  document._meta =
    row.meta === null ? { lwt: row.lwt } : { ...(JSON.parse(row.meta) as object), lwt: row.lwt };
  document._attachments = {};
  return document;
}

export function fromRawRow<T>(row: RawRow): RxDocumentData<T> {
  return fromStoredRow({
    rev: row['rev'] as string,
    deleted: row['deleted'] === 1,
    lwt: row['lwt'] as number,
    meta: row['meta'] as string | null,
    data: row['data'] as string,
  });
}

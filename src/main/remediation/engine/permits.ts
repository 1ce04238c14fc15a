import { isDeepStrictEqual } from 'node:util';
import { remediationSchema } from '../../../shared/model/remediation.ts';
import type { WritePermit } from '../../mcp/session.ts';
import type { StoreCollection, StoredRecord } from '../../store/store.ts';
import { openIntent, trailOf } from './trail.ts';

/**
 * Whether the intent that a permit names is on disk, is for this very call, nothing came back for it yet, and nobody
 * cancelled it. Asked by
 * whatever calls servers, so that a change without a journal entry is not possible, whoever wants it.
 */
export async function intentIsOnDisk(
  store: Pick<StoreCollection<StoredRecord>, 'get'>,
  permit: WritePermit,
): Promise<boolean> {
  const [, id, seq] = /^(.+)\/(\d+)$/.exec(permit.intent) ?? [];
  if (id === undefined) return false;
  const parsed = remediationSchema.safeParse(await store.get(id));
  if (!parsed.success) return false;
  const trail = trailOf(parsed.data);
  const intent = openIntent(trail);
  return (
    intent !== undefined &&
    !trail.recovered &&
    trail.cancelled === undefined &&
    intent.seq === Number(seq) &&
    intent.source === permit.source &&
    intent.tool === permit.tool &&
    isDeepStrictEqual(intent.arguments, JSON.parse(JSON.stringify(permit.arguments)))
  );
}

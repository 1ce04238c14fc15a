import { isDeepStrictEqual } from 'node:util';
import { remediationSchema, type Remediation } from '../../../shared/model/remediation.ts';
import type { WritePermit } from '../../mcp/session.ts';
import type { StoreCollection, StoredRecord } from '../../store/store.ts';
import { entriesOf, type EntryOf } from './journal.ts';
import { openIntent, trailOf } from './trail.ts';

type Intent = EntryOf<'call-intended' | 'silence-intended' | 'silence-lift-intended'>;

/** The intent of this number, as far as it is open. */
function permitted(record: Remediation, seq: number): Intent | undefined {
  const trail = trailOf(record);
  const goesOn = !trail.recovered && trail.cancelled === undefined;
  const call = openIntent(trail);
  if (call?.seq === seq) return goesOn ? call : undefined;
  if (entriesOf(record, 'silence-returned').some(({ intent }) => intent === seq)) return undefined;
  // A silence is lifted also where nothing else may be done any more.
  const lift = entriesOf(record, 'silence-lift-intended').find((one) => one.seq === seq);
  if (lift || !goesOn) return lift;
  return entriesOf(record, 'silence-intended').find((one) => one.seq === seq);
}

/**
 * Whether the intent that a permit names is on disk, is for this very call, nothing came back for it yet, and nobody
 * cancelled it. Asked by
 * whatever calls servers, so that a change without a journal entry is not possible, whoever wants it.
 * @param workstation Whose claim the remediation has to be: what others wrote into its journal permits nothing here
 */
export async function intentIsOnDisk(
  store: Pick<StoreCollection<StoredRecord>, 'get'>,
  permit: WritePermit,
  workstation?: string,
): Promise<boolean> {
  const [, id, seq] = /^(.+)\/(\d+)$/.exec(permit.intent) ?? [];
  if (id === undefined) return false;
  const parsed = remediationSchema.safeParse(await store.get(id));
  if (!parsed.success) return false;
  if (workstation !== undefined && parsed.data.claim?.workstation !== workstation) return false;
  const intent = permitted(parsed.data, Number(seq));
  return (
    intent !== undefined &&
    intent.source === permit.source &&
    intent.tool === permit.tool &&
    isDeepStrictEqual(intent.arguments, JSON.parse(JSON.stringify(permit.arguments)))
  );
}

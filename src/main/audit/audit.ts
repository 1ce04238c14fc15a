import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import type { ChainHead, ChainHeadPort } from './chain-head.ts';
import { AuditEntries, type AuditEntry, type AuditFilter } from './entries.ts';
import { auditRecordSchema, genesis, makeRecord, type AuditEvent } from './record.ts';
import { verifyChains, type ChainReport } from './verify.ts';

export type { AuditEntry, AuditFilter } from './entries.ts';
export type { ChainReport } from './verify.ts';

/** Somebody wants something done. Nothing in it may be a secret. */
export interface AuditAct {
  readonly operator: string;
  /** How they reached the application; `scheduler` when nobody did. */
  readonly via: string;
  /** `feature.method`, or what a feature calls its act. */
  readonly action: string;
  readonly subject: string;
  readonly details?: unknown;
}

export type AuditResult = 'done' | 'failed' | 'cancelled';

export interface Audit {
  /** @returns once the intent is on disk; its `end` records the outcome. @throws DomainError audit-failed */
  begin(act: AuditAct): Promise<{ end(result: AuditResult, details?: unknown): Promise<void> }>;
  /** What is only known when it has happened. @throws DomainError audit-failed */
  record(act: AuditAct & { readonly result: AuditResult }): Promise<void>;
  /** Newest first. */
  find(filter: AuditFilter): Promise<readonly AuditEntry[]>;
  /** Everybody and everything that occurs. */
  terms(): Promise<{ readonly operators: readonly string[]; readonly actions: readonly string[] }>;
  verify(): Promise<readonly ChainReport[]>;
  /** Every record as it is kept, of every chain. */
  records(): Promise<readonly StoredRecord[]>;
  /** Whose chain it is that is written here. */
  workstation(): Promise<string>;
  /** @returns What ends the subscription. */
  onChanged(listener: (change: { readonly id: string }) => void): () => void;
  /** Other workstations' records came into the store. */
  storeChanged(ids: readonly string[]): Promise<void>;
}

/**
 * The log of what people and the application did: append-only records, each naming the hash of the one before. Writes
 * wait for the disk; what cannot be recorded is not done.
 */
export function createAudit(ports: {
  readonly store: StoreCollection<StoredRecord>;
  readonly head: ChainHeadPort;
  readonly clock: Clock;
  readonly logger: Logger;
}): Audit {
  const { store, clock, logger } = ports;
  const listeners = createListeners<{ id: string }>((error) =>
    logger.error({ err: error }, 'a listener of the audit failed'),
  );
  let head: ChainHead | undefined;
  let entries: Promise<AuditEntries> | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  /** Where the chain goes on: after the newest record, also after one that a crash kept out of the file. */
  async function currentHead(): Promise<ChainHead> {
    if (head) return head;
    const known = await ports.head.read();
    const [newest] = await store.find({
      selector: { workstation: known.workstation },
      sort: [{ sequence: 'desc' }],
      limit: 1,
    });
    const parsed = auditRecordSchema.safeParse(newest);
    head =
      parsed.success && parsed.data.sequence > (known.newest?.sequence ?? 0)
        ? { ...known, newest: { sequence: parsed.data.sequence, hash: parsed.data.hash } }
        : known;
    return head;
  }

  async function append(event: AuditEvent, act: Omit<AuditAct, 'action' | 'via'>): Promise<string> {
    const before = await currentHead();
    const now = clock.now();
    const record = makeRecord({
      workstation: before.workstation,
      sequence: (before.newest?.sequence ?? 0) + 1,
      at: now,
      operator: act.operator,
      event,
      subject: act.subject,
      details: act.details,
      previousHash: before.newest?.hash ?? genesis,
    });
    if (!(await store.insert(record)))
      throw new Error(`a record with the hash ${record.id} is there already`);
    head = { ...before, newest: { sequence: record.sequence, hash: record.hash } };
    if (entries) (await entries).add(record);
    try {
      await ports.head.write(head);
    } catch (error) {
      // The record is safe; only a cut at the end of the chain would go unnoticed until the next one is written.
      logger.error({ err: error }, 'the head of the audit chain could not be written');
    }
    listeners.emit({ id: record.id });
    return record.id;
  }

  /** One after the other: each record names the one before. */
  function appendInTurn(event: AuditEvent, act: Omit<AuditAct, 'action' | 'via'>): Promise<string> {
    const done = tail.then(() => append(event, act));
    tail = done.catch(() => undefined);
    return done.catch((error: unknown) => {
      logger.error({ err: error, action: event.action }, 'the audit could not be written');
      throw error instanceof DomainError
        ? error
        : new DomainError('audit-failed', `"${event.action}" could not be recorded in the audit.`, {
            cause: error,
            hint: 'What cannot be recorded is not done: see that the data directory can be written and has room.',
          });
    });
  }

  function load(): Promise<AuditEntries> {
    // In turn with what is being written, so that no record is added twice or missed.
    entries ??= new Promise((resolve, reject) => {
      tail = tail.then(() => loadEntries().then(resolve, reject)).catch(() => undefined);
    });
    entries.catch(() => {
      entries = undefined;
    });
    return entries;
  }

  async function loadEntries(): Promise<AuditEntries> {
    const loaded = new AuditEntries();
    const records = (await all()).flatMap((stored) => {
      const parsed = auditRecordSchema.safeParse(stored);
      return parsed.success ? [parsed.data] : [];
    });
    for (const record of records) loaded.add(record);
    return loaded;
  }

  async function all(): Promise<StoredRecord[]> {
    const records: StoredRecord[] = [];
    for await (const batch of store.each()) records.push(...batch);
    return records;
  }

  return {
    async begin(act) {
      const { action, via } = act;
      const id = await appendInTurn({ phase: 'intent', action, via }, act);
      return {
        async end(result, details) {
          await appendInTurn({ phase: 'outcome', action, via, of: id, result }, { ...act, details });
        },
      };
    },
    async record({ result, ...act }) {
      await appendInTurn({ phase: 'fact', action: act.action, via: act.via, result }, act);
    },
    find: async (filter) => (await load()).find(filter),
    async terms() {
      const loaded = await load();
      return { operators: loaded.operators(), actions: loaded.actions() };
    },
    async verify() {
      await tail;
      return verifyChains(await all(), await currentHead(), 'whatever-is-there');
    },
    async records() {
      await tail;
      return all();
    },
    workstation() {
      // In turn, so that two who ask first do not make up two names.
      const known = tail.then(currentHead);
      tail = known.catch(() => undefined);
      return known.then(({ workstation }) => workstation);
    },
    onChanged: (listener) => listeners.add(listener),
    async storeChanged(ids) {
      if (entries !== undefined) {
        const loaded = await entries;
        for (const stored of await store.getMany(ids)) {
          const parsed = auditRecordSchema.safeParse(stored);
          if (parsed.success) loaded.add(parsed.data);
          else logger.error({ id: stored.id }, 'an audit record that came cannot be read');
        }
      }
      const newest = ids.at(-1);
      if (newest !== undefined) listeners.emit({ id: newest });
    },
  };
}

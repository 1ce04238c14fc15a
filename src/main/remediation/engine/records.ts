import {
  activeStates,
  remediationSchema,
  type Remediation,
  type RemediationState,
} from '../../../shared/model/remediation.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/logger.ts';
import type { StoreCollection, StoredRecord } from '../../store/store.ts';

export interface RecordQuery {
  readonly states?: readonly RemediationState[];
  readonly ticketId?: string;
  readonly target?: EntityId;
  readonly action?: string;
  readonly since?: Instant;
  readonly offset?: number;
  readonly limit: number;
}

/** Remediations as they are kept. What is written is on disk when a call returns. */
export interface Records {
  get(id: string): Promise<Remediation | undefined>;
  /** @throws DomainError remediation-not-found */
  need(id: string): Promise<Remediation>;
  /** Newest change first. */
  find(query: RecordQuery): Promise<readonly Remediation[]>;
  count(query: Omit<RecordQuery, 'limit'>): Promise<number>;
  /** Those that an engine has taken up and not ended. */
  active(): Promise<readonly Remediation[]>;
  add(record: Remediation): Promise<void>;
  /**
   * Changes one by what it is at that moment; others that change it at the same time come before or after.
   * @throws DomainError remediation-not-found, and what `change` throws
   */
  update(id: string, change: (now: Remediation) => Remediation): Promise<Remediation>;
  onChanged(listener: (changed: Remediation) => void): () => void;
}

export function createRecords(
  store: StoreCollection<StoredRecord>,
  logger: Logger,
  emit: (changed: Remediation) => void,
): Omit<Records, 'onChanged'> {
  const read = (stored: StoredRecord): Remediation | undefined => {
    const parsed = remediationSchema.safeParse(stored);
    if (parsed.success) return parsed.data;
    logger.error({ id: stored.id, issues: parsed.error.issues.slice(0, 3) }, 'a remediation cannot be read');
    return undefined;
  };
  const readAll = (all: readonly StoredRecord[]) => all.flatMap((stored) => read(stored) ?? []);
  const notFound = (id: string) =>
    new DomainError('remediation-not-found', `There is no remediation "${id}".`, {
      hint: 'See `datacenter-docs remediation list`.',
    });

  const records: Omit<Records, 'onChanged'> = {
    async get(id) {
      const stored = await store.get(id);
      return stored && read(stored);
    },
    async need(id) {
      const found = await records.get(id);
      if (!found) throw notFound(id);
      return found;
    },
    find: async ({ offset = 0, limit, ...query }) =>
      readAll(
        await store.find({ selector: selectorOf(query), sort: [{ updatedAt: 'desc' }], skip: offset, limit }),
      ),
    count: (query) => store.count({ selector: selectorOf(query) }),
    active: async () =>
      readAll(
        await store.find({ selector: { state: { $in: [...activeStates] } }, sort: [{ updatedAt: 'asc' }] }),
      ),
    async add(record) {
      if (!(await store.insert(asStored(record)))) {
        throw new DomainError('remediation-exists', `There is a remediation ${record.id} already.`);
      }
      emit(record);
    },
    async update(id, change) {
      let next: Remediation | undefined;
      await store.update(id, (stored) => {
        const now = read(stored);
        if (!now) return undefined;
        next = change(now);
        return next === now ? undefined : asStored(next);
      });
      if (!next) throw notFound(id);
      emit(next);
      return next;
    },
  };
  return records;
}

const asStored = (record: Remediation): StoredRecord => ({ ...record });

function selectorOf({ states, ticketId, target, action, since }: Omit<RecordQuery, 'limit' | 'offset'>) {
  return {
    ...(states && { state: { $in: [...states] } }),
    ...(ticketId !== undefined && { ticketId }),
    ...(target !== undefined && { target }),
    ...(action !== undefined && { action }),
    ...(since !== undefined && { updatedAt: { $gte: since } }),
  };
}

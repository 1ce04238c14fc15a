import type { Instant } from '../../shared/model/ids.ts';
import type { AuditRecord } from './record.ts';

/** One act as people read it: its intent and its outcome together. */
export interface AuditEntry {
  readonly id: string;
  readonly workstation: string;
  readonly sequence: number;
  readonly at: Instant;
  readonly operator: string;
  readonly via: string;
  readonly action: string;
  readonly subject: string;
  readonly details: unknown;
  readonly result: 'done' | 'failed' | 'cancelled' | 'under-way';
  readonly finishedAt?: Instant;
  readonly outcome?: unknown;
  readonly hash: string;
}

export interface AuditFilter {
  readonly id?: string;
  readonly operator?: string;
  readonly action?: string;
  readonly result?: AuditEntry['result'];
  readonly since?: Instant;
  readonly until?: Instant;
  readonly text?: string;
}

/** All acts of all workstations, oldest first; grows with the log. */
export class AuditEntries {
  readonly #entries = new Map<string, AuditEntry>();
  /** Outcomes by the intent that they are of, where that is still on its way from another workstation. */
  readonly #early = new Map<string, AuditRecord>();
  readonly #known = new Set<string>();
  /** Made anew when something came that is not the newest. */
  #ordered: AuditEntry[] | undefined;

  /** In any order, and each as often as it comes. */
  add(record: AuditRecord): void {
    if (this.#known.has(record.id)) return;
    this.#known.add(record.id);
    const { event } = record;
    if (event.phase === 'outcome') {
      const intent = this.#entries.get(event.of);
      if (intent) this.#put({ ...intent, ...endOf(record) });
      else this.#early.set(event.of, record);
      return;
    }
    const { id, workstation, sequence, at, operator, subject, details, hash } = record;
    const outcome = this.#early.get(id);
    this.#early.delete(id);
    this.#put({
      id,
      workstation,
      sequence,
      at,
      operator,
      via: event.via,
      action: event.action,
      subject,
      details,
      result: event.phase === 'intent' ? 'under-way' : event.result,
      ...(event.phase !== 'intent' && { finishedAt: at }),
      ...(outcome && endOf(outcome)),
      hash,
    });
  }

  #put(entry: AuditEntry): void {
    this.#entries.set(entry.id, entry);
    this.#ordered = undefined;
  }

  /** Newest first. */
  find(filter: AuditFilter): AuditEntry[] {
    const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    this.#ordered ??= ordered([...this.#entries.values()]);
    return this.#ordered.filter((entry) => matches(entry, filter, words)).toReversed();
  }

  operators(): string[] {
    return [...new Set([...this.#entries.values()].map((entry) => entry.operator))].toSorted();
  }

  actions(): string[] {
    return [...new Set([...this.#entries.values()].map((entry) => entry.action))].toSorted();
  }
}

function endOf({ event, at, details }: AuditRecord): Partial<AuditEntry> {
  if (event.phase !== 'outcome') return {};
  return { result: event.result, finishedAt: at, ...(details !== null && { outcome: details }) };
}

/**
 * By time; what one workstation wrote stays in the order in which it wrote it, whatever its clock did meanwhile: each
 * counts as no earlier than the one before.
 */
function ordered(entries: readonly AuditEntry[]): AuditEntry[] {
  const newest = new Map<string, Instant>();
  return entries
    .toSorted((a, b) => a.sequence - b.sequence)
    .map((entry) => {
      const before = newest.get(entry.workstation);
      const at = before !== undefined && before > entry.at ? before : entry.at;
      newest.set(entry.workstation, at);
      return { entry, at };
    })
    .toSorted((a, b) => {
      if (a.at !== b.at) return a.at < b.at ? -1 : 1;
      if (a.entry.workstation === b.entry.workstation) return a.entry.sequence - b.entry.sequence;
      return a.entry.workstation < b.entry.workstation ? -1 : 1;
    })
    .map(({ entry }) => entry);
}

function matches(entry: AuditEntry, filter: AuditFilter, words: readonly string[]): boolean {
  const { id, operator, action, result, since, until } = filter;
  if (id !== undefined && entry.id !== id) return false;
  if (operator !== undefined && entry.operator !== operator) return false;
  if (action !== undefined && entry.action !== action && !entry.action.startsWith(`${action}.`)) return false;
  if (result !== undefined && entry.result !== result) return false;
  if (since !== undefined && entry.at < since) return false;
  if (until !== undefined && entry.at > until) return false;
  if (words.length === 0) return true;
  const text =
    `${entry.operator} ${entry.action} ${entry.subject} ${JSON.stringify([entry.details, entry.outcome])}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

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

/** All acts, oldest first; grows with the log. */
export class AuditEntries {
  readonly #entries: AuditEntry[] = [];
  /** Where the entry of an intent stands. */
  readonly #places = new Map<string, number>();

  add(record: AuditRecord): void {
    const { event } = record;
    if (event.phase === 'outcome') {
      const place = this.#places.get(event.of);
      const entry = place === undefined ? undefined : this.#entries[place];
      if (place !== undefined && entry) {
        const closed = {
          result: event.result,
          finishedAt: record.at,
          ...(record.details !== null && { outcome: record.details }),
        };
        this.#entries[place] = { ...entry, ...closed };
        return;
      }
    }
    const { id, workstation, sequence, at, operator, subject, details, hash } = record;
    this.#places.set(id, this.#entries.length);
    this.#entries.push({
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
      hash,
    });
  }

  /** Newest first. */
  find(filter: AuditFilter): AuditEntry[] {
    const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    return this.#entries.filter((entry) => matches(entry, filter, words)).toReversed();
  }

  operators(): string[] {
    return [...new Set(this.#entries.map((entry) => entry.operator))].toSorted();
  }

  actions(): string[] {
    return [...new Set(this.#entries.map((entry) => entry.action))].toSorted();
  }
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

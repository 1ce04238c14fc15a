import type { ReliabilityReport } from '../../shared/contract/reliability.ts';
import type { Feedback } from '../../shared/model/feedback.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { Score, ScorePart } from '../../shared/model/reliability.ts';
import type { Clock } from '../platform/clock.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import { buildHistory, outcomeOf, type RecordedOutcome } from './build-history.ts';
import { reliabilityReport, type ReportQuery } from './calibration-report.ts';
import { indexOf } from './history-index.ts';
import type { ReliabilityHistory } from './history.ts';
import { pool } from './pooling.ts';
import { feedbackPart, scoreProposal, successPart, type ScoreSubject } from './score.ts';

export interface ReliabilityPorts {
  readonly remediations: Pick<StoreCollection<StoredRecord>, 'each'>;
  readonly feedback: () => Promise<readonly Feedback[]>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface CellView {
  readonly action: string;
  readonly targetClass: string;
  readonly cause: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly up: number;
  readonly down: number;
  readonly success: ScorePart;
  readonly feedback: ScorePart;
  readonly lastAt: Instant;
}

/** What became of remediations and what people thought of them, and what that says of the next one. */
export interface Reliability {
  score(subject: ScoreSubject): Promise<Score>;
  report(query: ReportQuery): Promise<ReliabilityReport>;
  /** What history is kept by, most outcomes first. */
  cells(action?: string): Promise<readonly CellView[]>;
  history(): Promise<ReliabilityHistory>;
  /** A remediation moved on. Any record will do: those that have come to nothing yet are passed over. */
  remediationChanged(remediation: unknown): void;
  feedbackChanged(): void;
  /** @returns what ends the subscription */
  onChanged(listener: (counts: { readonly outcomes: number; readonly opinions: number }) => void): () => void;
}

/** Keeps the history in memory, once it is asked for, and follows it. */
export function createReliability({ remediations, feedback, clock, logger }: ReliabilityPorts): Reliability {
  const listeners = createListeners<{ outcomes: number; opinions: number }>((error) =>
    logger.error({ err: error }, 'a listener of the reliability failed'),
  );
  /** Newer than what is being loaded. */
  const changes = new Map<string, RecordedOutcome | undefined>();
  let outcomes: Promise<Map<string, RecordedOutcome>> | undefined;
  const known = new Set<string>();
  let made: ReliabilityHistory | undefined;
  let edition = 0;
  let telling = false;

  async function load(): Promise<Map<string, RecordedOutcome>> {
    const found = new Map<string, RecordedOutcome>();
    for await (const batch of remediations.each()) {
      for (const stored of batch) {
        const outcome = outcomeOf(stored);
        if (outcome) found.set(stored.id, outcome);
      }
    }
    return found;
  }

  async function history(): Promise<ReliabilityHistory> {
    outcomes ??= load();
    outcomes.catch(() => {
      outcomes = undefined;
    });
    for (;;) {
      if (made) return made;
      const seen = edition;
      const [ended, opinions] = await Promise.all([outcomes, feedback()]);
      for (const [id, outcome] of changes) {
        if (outcome) ended.set(id, outcome);
        else ended.delete(id);
      }
      changes.clear();
      known.clear();
      for (const id of ended.keys()) known.add(id);
      const next = buildHistory(ended.values(), opinions);
      // What came in meanwhile belongs in it.
      if (seen === edition) made = next;
    }
  }

  function changed(): void {
    made = undefined;
    edition += 1;
    // Many at once are told of once: what is being read goes on until nothing is newer.
    if (outcomes === undefined || telling) return;
    telling = true;
    tellChanged().catch((error: unknown) =>
      logger.error({ err: error }, 'the history of reliability cannot be read'),
    );
  }

  async function tellChanged(): Promise<void> {
    let now: ReliabilityHistory;
    try {
      now = await history();
    } finally {
      telling = false;
    }
    // The next score does not wait for it.
    indexOf(now);
    listeners.emit({ outcomes: now.outcomes.length, opinions: now.opinions.length });
  }

  return {
    history,
    score: async (subject) => scoreProposal(subject, await history(), clock.now()),
    report: async (query) => reliabilityReport(await history(), query, clock.now()),
    async cells(action) {
      const { cells } = indexOf(await history());
      const nowMs = Date.parse(clock.now());
      const wanted = action === undefined ? [...cells.values()] : [cells.get(action) ?? []];
      return wanted
        .flatMap((own) =>
          own.map((cell): CellView => {
            const { action: name, targetClass, cause, outcomes: ran, opinions } = cell;
            const subject = { action: name, targetClass, cause };
            const good = ran.filter((one) => one.good).length;
            const up = opinions.filter((one) => one.good).length;
            return {
              ...subject,
              succeeded: good,
              failed: ran.length - good,
              up,
              down: opinions.length - up,
              success: successPart(subject, pool(own, subject, 'outcomes', nowMs)),
              feedback: feedbackPart(subject, pool(own, subject, 'opinions', nowMs)),
              lastAt: newest([...ran, ...opinions]),
            };
          }),
        )
        .toSorted(
          (a, b) =>
            b.succeeded + b.failed - (a.succeeded + a.failed) ||
            compare(a.action, b.action) ||
            compare(a.targetClass, b.targetClass) ||
            compare(a.cause, b.cause),
        );
    },
    remediationChanged(remediation) {
      const outcome = outcomeOf(remediation);
      const id = idOf(remediation);
      // Before anybody asked, there is nothing to follow: whoever does reads everything.
      if (id === undefined || outcomes === undefined) return;
      // One that was settled, or taken back, counts otherwise than before; one that goes on does not count.
      if (outcome === undefined && made && !known.has(id)) return;
      changes.set(id, outcome);
      changed();
    },
    feedbackChanged: changed,
    onChanged: (listener) => listeners.add(listener),
  };
}

function idOf(record: unknown): string | undefined {
  const id: unknown = typeof record === 'object' && record !== null ? Reflect.get(record, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

function newest(marks: readonly { readonly at: number }[]): Instant {
  return new Date(Math.max(...marks.map(({ at }) => at))).toISOString() as Instant;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

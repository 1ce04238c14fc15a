import {
  feedbackSchema,
  feedbackSchemaVersion,
  type Feedback,
  type FeedbackAbout,
} from '../../shared/model/feedback.ts';
import type { Clock } from '../platform/clock.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';

/** What history keeps an opinion by; none of an answer. */
export interface FeedbackCell {
  readonly action: string;
  readonly targetClass: string;
  readonly cause: string;
}

export interface FeedbackPorts {
  readonly store: StoreCollection<StoredRecord>;
  /**
   * Finds what somebody has an opinion of, as far as they may see it.
   * @throws DomainError remediation-not-found | ticket-not-found | conversation-not-found
   */
  readonly cellOf: (about: FeedbackAbout, operator: string) => Promise<FeedbackCell | undefined>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface FeedbackGiven {
  readonly about: FeedbackAbout;
  readonly verdict: Feedback['verdict'];
  readonly reason?: string;
  readonly correctCause?: string;
}

export interface FeedbackBook {
  /** @throws DomainError remediation-not-found | ticket-not-found | conversation-not-found */
  give(given: FeedbackGiven, operator: string): Promise<Feedback>;
  /** Newest first. */
  all(): Promise<readonly Feedback[]>;
  /** @returns what ends the subscription */
  onChanged(listener: (given: Feedback) => void): () => void;
  /** Others wrote these into the store. */
  storeChanged(ids: readonly string[]): Promise<void>;
}

/** What people think of diagnoses, proposals, outcomes and answers. Nothing is taken back: the newest counts. */
export function createFeedback({ store, cellOf, clock, random, logger }: FeedbackPorts): FeedbackBook {
  const listeners = createListeners<Feedback>((error) =>
    logger.error({ err: error }, 'a listener of the feedback failed'),
  );
  let known: Promise<Feedback[]> | undefined;

  function load(): Promise<Feedback[]> {
    known ??= readAll();
    known.catch(() => {
      known = undefined;
    });
    return known;
  }

  function read(all: readonly StoredRecord[]): Feedback[] {
    return all.flatMap((stored) => {
      const parsed = feedbackSchema.safeParse(stored);
      if (parsed.success) return [parsed.data];
      logger.warn({ id: stored.id }, 'a piece of feedback cannot be read, and is left out');
      return [];
    });
  }

  async function readAll(): Promise<Feedback[]> {
    const found: Feedback[] = [];
    for await (const batch of store.each()) found.push(...read(batch));
    return found.toSorted(newestFirst);
  }

  return {
    async give({ about, verdict, reason, correctCause }, operator) {
      const cell = await cellOf(about, operator);
      const list = await load();
      const given: Feedback = {
        id: random.id(20),
        schemaVersion: feedbackSchemaVersion,
        about,
        verdict,
        ...(reason !== undefined && reason !== '' && { reason }),
        ...(correctCause !== undefined && { correctCause }),
        by: operator,
        at: clock.now(),
        ...cell,
      };
      await store.put([given]);
      list.unshift(given);
      listeners.emit(given);
      return given;
    },
    all: async () => [...(await load())],
    onChanged: (listener) => listeners.add(listener),
    async storeChanged(ids) {
      const came = read(await store.getMany(ids));
      // Whoever asks first reads these as well.
      if (known !== undefined) {
        const list = await known;
        const there = new Set(list.map(({ id }) => id));
        list.push(...came.filter(({ id }) => !there.has(id)));
        list.sort(newestFirst);
      }
      const newest = came.toSorted(newestFirst)[0];
      // What it means for the history is worked out once for all of them.
      if (newest) listeners.emit(newest);
    },
  };
}

/** What an opinion is about, as one text. */
export function subjectOf(about: FeedbackAbout): string {
  switch (about.is) {
    case 'diagnosis':
      return `diagnosis ${about.ticket}`;
    case 'proposal':
    case 'outcome':
      return `${about.is} ${about.remediation}`;
    case 'answer':
      return `answer ${about.conversation} ${about.message}`;
  }
}

function newestFirst(a: Feedback, b: Feedback): number {
  return a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? 1 : -1;
}

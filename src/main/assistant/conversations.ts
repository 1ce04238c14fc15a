import type { AssistantMessage } from '../../shared/contract/assistant.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Random } from '../platform/random.ts';
import { fold } from '../search/fold.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import {
  readConversation,
  summaryOf,
  titleOf,
  withInterrupted,
  type ConversationRecord,
  type ConversationSummary,
} from './conversation-record.ts';

export interface ConversationsPorts {
  readonly store: StoreCollection<StoredRecord>;
  /** Whether an answer is being written in it by this process. */
  readonly isLive: (id: string) => boolean;
  readonly changed: (conversation: { readonly id: string; readonly operator: string }) => void;
  readonly clock: Clock;
  readonly random: Random;
}

/** Each operator's own conversations; nobody gets to see those of others. */
export interface Conversations {
  begin(operator: string, question: string): ConversationRecord;
  /** @throws DomainError conversation-not-found */
  get(operator: string, id: string): Promise<ConversationRecord>;
  put(record: ConversationRecord): Promise<void>;
  list(
    operator: string,
    query: { readonly text?: string | undefined; readonly limit: number },
  ): Promise<{ readonly conversations: ConversationSummary[]; readonly total: number }>;
  /** @throws DomainError conversation-not-found */
  rename(operator: string, id: string, title: string): Promise<void>;
  /** @throws DomainError conversation-not-found */
  remove(operator: string, id: string): Promise<void>;
}

const schemaVersion = 1;

export function createConversations({
  store,
  isLive,
  changed,
  clock,
  random,
}: ConversationsPorts): Conversations {
  async function get(operator: string, id: string): Promise<ConversationRecord> {
    const stored = await store.get(id);
    const record = stored && readConversation(stored);
    if (!record || record.operator !== operator) {
      throw new DomainError('conversation-not-found', `There is no conversation "${id}" of ${operator}.`, {
        hint: 'It may have been removed. Ask without a conversation to begin a new one.',
      });
    }
    return isLive(id) ? record : { ...record, messages: withInterrupted(record.messages) };
  }

  async function put(record: ConversationRecord): Promise<void> {
    await store.put([record]);
    changed(record);
  }

  return {
    get,
    put,
    begin(operator, question) {
      const now = clock.now();
      return {
        id: random.id(20),
        operator,
        title: titleOf(question),
        createdAt: now,
        updatedAt: now,
        messages: [],
        schemaVersion,
      };
    },
    async list(operator, { text, limit }) {
      const stored = await store.find({ selector: { operator }, sort: [{ updatedAt: 'desc' }] });
      const records = stored.flatMap((one) => readConversation(one) ?? []);
      const wanted = fold(text ?? '')
        .split(/\s+/)
        .filter(Boolean);
      const found = records.flatMap((record) => {
        if (wanted.length === 0) return [summaryOf(record)];
        const place = placeOf(record, wanted);
        return place === undefined ? [] : [summaryOf(record, place === '' ? undefined : place)];
      });
      return { conversations: found.slice(0, limit), total: found.length };
    },
    async rename(operator, id, title) {
      await put({ ...(await get(operator, id)), title, titled: true });
    },
    async remove(operator, id) {
      await get(operator, id);
      await store.remove([id]);
      changed({ id, operator });
    },
  };
}

/** @returns where the words stand; '' when all stand in the title, undefined when one stands nowhere */
function placeOf(record: ConversationRecord, wanted: readonly string[]): string | undefined {
  const title = fold(record.title);
  if (wanted.every((word) => title.includes(word))) return '';
  const all = fold([record.title, ...record.messages.map(({ text }) => text)].join('\n'));
  if (!wanted.every((word) => all.includes(word))) return undefined;
  for (const message of record.messages) {
    const word = wanted.find((one) => fold(message.text).includes(one));
    if (word !== undefined) return excerptOf(message, word);
  }
  return '';
}

const around = 60;

function excerptOf({ text }: AssistantMessage, word: string): string {
  // Folding may change lengths; the place is near enough for an excerpt.
  const at = Math.max(0, fold(text).indexOf(word));
  const from = Math.max(0, at - around);
  const piece = text
    .slice(from, at + word.length + around)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${from > 0 ? '…' : ''}${piece}${at + word.length + around < text.length ? '…' : ''}`;
}

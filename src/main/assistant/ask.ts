import type { AssistantAnswer, AssistantMessage } from '../../shared/contract/assistant.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { answerQuestion } from './answer-question.ts';
import type { AskProgress, AskRequest } from './assistant.ts';
import {
  summaryOf,
  titleOf,
  type ConversationRecord,
  type ConversationSummary,
} from './conversation-record.ts';
import type { Conversations } from './conversations.ts';
import type { AssistantPorts } from './ports.ts';
import { lookedAt } from './screen-context.ts';

export interface Ask {
  run(
    request: AskRequest,
    options: { readonly signal: AbortSignal; readonly progress: (progress: AskProgress) => void },
  ): Promise<{ readonly conversation: ConversationSummary; readonly answer: AssistantAnswer }>;
  /** Whether an answer is being written in it. */
  isLive(conversation: string): boolean;
  /** Has a conversation keep its title when the answer that is being written is kept. */
  renamed(conversation: string, title: string): void;
  stop(conversation: string): Promise<void>;
  close(): Promise<void>;
}

/** Longer ones are better begun anew: all of it is read and written at every answer. */
const mostMessages = 200;
/** What streams is kept so often, for when the process ends on the way. */
const keepEveryMs = 1_500;

/** One question after the other in a conversation; both are kept before anything is answered. */
export function createAsk(ports: AssistantPorts & { readonly kept: Conversations }): Ask {
  const { kept, clock, random, logger } = ports;
  const live = new Map<string, { readonly abort: AbortController; readonly done: Promise<unknown> }>();
  const titles = new Map<string, string>();

  async function begin(request: AskRequest): Promise<ConversationRecord> {
    const { operator, question, conversation, replaces } = request;
    if (conversation === undefined) return kept.begin(operator, question);
    if (live.has(conversation)) {
      throw new DomainError('conversation-busy', 'The question before is still being answered.', {
        hint: 'Wait for it, or stop it.',
      });
    }
    const record = await kept.get(operator, conversation);
    const messages = replaces === undefined ? record.messages : before(record.messages, replaces);
    if (messages.length >= mostMessages) {
      throw new DomainError(
        'conversation-full',
        `A conversation has at most ${mostMessages} messages, this one has ${messages.length}.`,
        { hint: 'Begin a new one.' },
      );
    }
    const title = messages.length === 0 && record.titled !== true ? titleOf(question) : record.title;
    return { ...record, title, messages };
  }

  async function answer(
    request: AskRequest,
    record: ConversationRecord,
    withoutSecrets: (text: string) => string,
    signal: AbortSignal,
    progress: (progress: AskProgress) => void,
  ): Promise<{ conversation: ConversationSummary; answer: AssistantAnswer }> {
    const began = clock.monotonicMs();
    const now = clock.now();
    const { context } = request;
    const question: AssistantMessage = {
      role: 'user',
      id: random.id(16),
      at: now,
      text: request.question,
      ...(context && { context }),
      looking: context ? await lookedAt(context, ports) : [],
    };
    const begun: AssistantAnswer = {
      role: 'assistant',
      id: random.id(16),
      at: now,
      text: '',
      state: 'streaming',
      by: 'search',
      citations: [],
      calls: [],
      flags: [],
      unknown: false,
    };
    let standing: ConversationRecord = {
      ...record,
      updatedAt: now,
      messages: [...record.messages, question, begun],
    };
    const keep = keeper({ put: (one) => kept.put(titled(one)) }, clock);
    await keep.now(standing);
    progress({ is: 'started', conversation: record.id, question: question.id, answer: begun.id });

    let streamed: AssistantAnswer = begun;
    const onProgress = (piece: AskProgress) => {
      if (piece.is === 'text') streamed = { ...streamed, text: streamed.text + piece.delta };
      if (piece.is === 'restart') streamed = { ...streamed, text: '' };
      if (piece.is === 'call') {
        const others = streamed.calls.filter(({ id }) => id !== piece.call.id);
        streamed = { ...streamed, calls: [...others, piece.call] };
      }
      progress(piece);
      keep.soon(withAnswer(standing, streamed));
    };

    let final: AssistantAnswer;
    try {
      const { text, by, model, citations, calls, flags, unknown, stopped } = await answerQuestion(
        { question: question.text, context, useModel: request.model, history: record.messages },
        { signal, progress: onProgress, withoutSecrets },
        ports,
      );
      final = {
        ...begun,
        text,
        by,
        ...(model !== undefined && { model }),
        citations: [...citations],
        calls: [...calls],
        flags: [...flags],
        unknown,
        state: stopped ? 'stopped' : 'complete',
      };
    } catch (error) {
      if (!signal.aborted) logger.error({ err: error }, 'a question could not be answered');
      final = {
        ...streamed,
        state: signal.aborted ? 'stopped' : 'failed',
        ...(!signal.aborted && { error: shownError(error) }),
      };
    }
    final = { ...final, durationMs: Math.round(clock.monotonicMs() - began) };
    standing = { ...withAnswer(standing, final), updatedAt: clock.now() };
    await keep.now(standing);
    return { conversation: summaryOf(titled(standing)), answer: final };
  }

  /** A title that was given while the answer is written outlives it. */
  function titled(record: ConversationRecord): ConversationRecord {
    const title = titles.get(record.id);
    return title === undefined ? record : { ...record, title, titled: true };
  }

  return {
    isLive: (conversation) => live.has(conversation),
    async run(given, { signal, progress }) {
      const withoutSecrets = await ports.secretRemover();
      const request = { ...given, question: withoutSecrets(given.question) };
      const record = await begin(request);
      // Asked again after reading: two questions at the same moment must not both go on.
      if (live.has(record.id)) {
        throw new DomainError('conversation-busy', 'The question before is still being answered.', {
          hint: 'Wait for it, or stop it.',
        });
      }
      const abort = new AbortController();
      const done = answer(request, record, withoutSecrets, AbortSignal.any([signal, abort.signal]), progress);
      live.set(record.id, { abort, done: done.catch(() => {}) });
      try {
        return await done;
      } finally {
        live.delete(record.id);
        titles.delete(record.id);
      }
    },
    renamed(conversation, title) {
      if (live.has(conversation)) titles.set(conversation, title);
    },
    async stop(conversation) {
      const running = live.get(conversation);
      running?.abort.abort(new DomainError('cancelled', 'The conversation was removed.'));
      await running?.done;
    },
    async close() {
      for (const { abort } of live.values()) {
        abort.abort(new DomainError('cancelled', 'The application is closing.'));
      }
      await Promise.all([...live.values()].map(({ done }) => done));
    },
  };
}

function withAnswer(record: ConversationRecord, answer: AssistantAnswer): ConversationRecord {
  return { ...record, messages: [...record.messages.slice(0, -1), answer] };
}

/** @throws DomainError message-not-found */
function before(messages: readonly AssistantMessage[], id: string): AssistantMessage[] {
  const place = messages.findIndex((message) => message.id === id && message.role === 'user');
  if (place === -1) {
    throw new DomainError('message-not-found', `The conversation has no question "${id}".`, {
      hint: 'It may have been replaced already; read the conversation again.',
    });
  }
  return messages.slice(0, place);
}

/** Writes one after the other; of what comes while one is written only the newest. */
function keeper(kept: Pick<Conversations, 'put'>, clock: Clock) {
  let last = clock.monotonicMs();
  let writing: Promise<void> = Promise.resolve();
  return {
    now(record: ConversationRecord): Promise<void> {
      last = clock.monotonicMs();
      writing = writing.catch(() => {}).then(() => kept.put(record));
      return writing;
    },
    soon(record: ConversationRecord): void {
      if (clock.monotonicMs() - last < keepEveryMs) return;
      // What could not be kept on the way is kept at the end, or said there.
      this.now(record).catch(() => {});
    },
  };
}

function shownError(error: unknown): NonNullable<AssistantAnswer['error']> {
  return error instanceof DomainError
    ? {
        code: error.code,
        message: error.message,
        ...(error.hint !== undefined && { hint: error.hint }),
      }
    : { code: 'internal', message: 'Something failed inside the application; the log has the details.' };
}

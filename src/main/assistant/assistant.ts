import type { AssistantAnswer, AssistantMessage } from '../../shared/contract/assistant.ts';
import type { ProgressOf } from '../../shared/contract/contract.ts';
import type { ScreenContext } from '../../shared/model/citation.ts';
import { createListeners } from '../platform/listeners.ts';
import { createAsk } from './ask.ts';
import { summaryOf, type ConversationSummary } from './conversation-record.ts';
import { createConversations } from './conversations.ts';
import { withGone } from './gone-citations.ts';
import type { Language } from './language.ts';
import type { AssistantPorts } from './ports.ts';
import { suggestQuestions } from './suggestions.ts';

export interface AskRequest {
  readonly operator: string;
  readonly conversation?: string | undefined;
  readonly question: string;
  readonly context?: ScreenContext | undefined;
  readonly model: boolean;
  readonly replaces?: string | undefined;
}

export type AskProgress = ProgressOf<'assistant.ask'>;

/** Answers questions about the estate out of documents and inventory, with a language model or without one. */
export interface Assistant {
  /**
   * Asks, streams and keeps. When `signal` fires, what had been said is kept.
   * @throws DomainError conversation-not-found | conversation-busy | conversation-full | message-not-found
   */
  ask(
    request: AskRequest,
    options: { readonly signal: AbortSignal; readonly progress: (progress: AskProgress) => void },
  ): Promise<{ readonly conversation: ConversationSummary; readonly answer: AssistantAnswer }>;
  conversations(
    operator: string,
    query: { readonly text?: string | undefined; readonly limit: number },
  ): Promise<{ readonly conversations: ConversationSummary[]; readonly total: number }>;
  /** @throws DomainError conversation-not-found */
  conversation(
    operator: string,
    id: string,
  ): Promise<{ readonly summary: ConversationSummary; readonly messages: AssistantMessage[] }>;
  rename(operator: string, id: string, title: string): Promise<void>;
  remove(operator: string, id: string): Promise<void>;
  /** In words of that language, which the assistant understands as well. */
  suggestions(context: ScreenContext, language: Language): Promise<string[]>;
  /** @returns what ends the subscription */
  onChanged(listener: (conversation: { readonly id: string; readonly operator: string }) => void): () => void;
  /** Stops what is being answered, and waits until it is kept. */
  close(): Promise<void>;
}

export function createAssistant(ports: AssistantPorts): Assistant {
  const changed = createListeners<{ readonly id: string; readonly operator: string }>((error) =>
    ports.logger.error({ err: error }, 'a listener of the conversations failed'),
  );
  const conversations = createConversations({
    store: ports.conversations,
    isLive: (id) => ask.isLive(id),
    changed: (conversation) => changed.emit(conversation),
    clock: ports.clock,
    random: ports.random,
  });
  const ask = createAsk({ ...ports, kept: conversations });
  return {
    ask: (request, options) => ask.run(request, options),
    conversations: (operator, query) => conversations.list(operator, query),
    async conversation(operator, id) {
      const record = await conversations.get(operator, id);
      return { summary: summaryOf(record), messages: await withGone(record.messages, ports) };
    },
    async rename(operator, id, title) {
      const bare = (await ports.secretRemover())(title);
      await conversations.rename(operator, id, bare);
      ask.renamed(id, bare);
    },
    async remove(operator, id) {
      // Whose it is first: nobody stops an answer to somebody else.
      await conversations.get(operator, id);
      await ask.stop(id);
      await conversations.remove(operator, id);
    },
    suggestions: (context, language) => suggestQuestions(context, language, ports),
    onChanged: (listener) => changed.add(listener),
    close: () => ask.close(),
  };
}

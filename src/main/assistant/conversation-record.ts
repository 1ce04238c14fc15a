import { z } from 'zod';
import {
  assistantMessageSchema,
  type AssistantMessage,
  type conversationSummarySchema,
} from '../../shared/contract/assistant.ts';
import { instantSchema } from '../../shared/model/ids.ts';
import type { StoredRecord } from '../store/store.ts';

const recordSchema = z.object({
  id: z.string(),
  operator: z.string(),
  title: z.string(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  messages: z.array(assistantMessageSchema),
  /** Set when an operator gave the title: it then stays. */
  titled: z.boolean().optional(),
  schemaVersion: z.literal(1),
});
export type ConversationRecord = z.output<typeof recordSchema>;
export type ConversationSummary = z.output<typeof conversationSummarySchema>;

/** @returns undefined when what lies in the store is no conversation that this version can read */
export function readConversation(stored: StoredRecord): ConversationRecord | undefined {
  const parsed = recordSchema.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
}

export function summaryOf(record: ConversationRecord, excerpt?: string): ConversationSummary {
  return {
    id: record.id,
    title: record.title,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    messages: record.messages.length,
    ...(excerpt !== undefined && { excerpt }),
  };
}

/** An answer that says that it streams, and nobody writes it any more: the process ended on the way. */
export function withInterrupted(messages: readonly AssistantMessage[]): AssistantMessage[] {
  return messages.map((message) =>
    message.role === 'assistant' && message.state === 'streaming'
      ? {
          ...message,
          state: 'failed',
          error: {
            code: 'interrupted',
            message:
              'The application ended while this was being answered; what had come by then stands here.',
            hint: 'Ask again.',
          },
        }
      : message,
  );
}

const longestTitle = 80;

/** The beginning of the first question. */
export function titleOf(question: string): string {
  const line = question.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longestTitle) return line;
  return `${line.slice(0, longestTitle).replace(/\s\S*$/, '')}…`;
}

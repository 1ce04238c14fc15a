import { z } from 'zod';
import { citationSchema, screenContextSchema, toolCallViewSchema } from '../model/citation.ts';
import { instantSchema } from '../model/ids.ts';
import { defineFeature } from './feature.ts';

const conversationId = z.string().min(1).max(100);
const messageId = z.string().min(1).max(100);

/** What the operator is told about an answer beside it. */
export const answerFlagSchema = z.discriminatedUnion('is', [
  /** A text from the infrastructure reads like an instruction to the assistant; nothing in it was followed. */
  z.strictObject({ is: z.literal('instructions-in-data'), where: z.string(), excerpt: z.string() }),
  /** Sentences were taken out: what they cite does not say so. */
  z.strictObject({ is: z.literal('unsupported'), sentences: z.array(z.string()) }),
  /** Sentences stand without a citation. */
  z.strictObject({ is: z.literal('uncited'), sentences: z.number().int() }),
  z.strictObject({ is: z.literal('limit'), reason: z.string() }),
  /** The model was lost on the way; what follows comes from search alone. */
  z.strictObject({ is: z.literal('model-lost'), reason: z.string() }),
  /** So many messages at the beginning of the conversation did not fit what the model reads. */
  z.strictObject({ is: z.literal('history-left-out'), messages: z.number().int() }),
  /** Something was taken out of the text before it was shown. */
  z.strictObject({
    is: z.literal('taken-out'),
    what: z.enum(['link', 'image', 'html', 'secret']),
    count: z.number().int(),
  }),
]);
export type AnswerFlag = z.output<typeof answerFlagSchema>;

const questionMessageSchema = z.strictObject({
  role: z.literal('user'),
  id: messageId,
  at: instantSchema,
  text: z.string(),
  context: screenContextSchema.exactOptional(),
  /** What of the screen went with it, by name, as the operator reads it. */
  looking: z.array(z.string()),
});

export const assistantAnswerSchema = z.strictObject({
  role: z.literal('assistant'),
  id: messageId,
  at: instantSchema,
  /** Markdown without HTML; `[1]` refers to the citation of that number. */
  text: z.string(),
  state: z.enum(['streaming', 'complete', 'stopped', 'failed']),
  /** model: written by a language model; search: passages and facts, as no model is set or it was lost. */
  by: z.enum(['model', 'search']),
  model: z.string().exactOptional(),
  citations: z.array(citationSchema),
  calls: z.array(toolCallViewSchema),
  flags: z.array(answerFlagSchema),
  /** True when nothing was found that answers it; the text says so. */
  unknown: z.boolean(),
  error: z
    .strictObject({ code: z.string(), message: z.string(), hint: z.string().exactOptional() })
    .exactOptional(),
  durationMs: z.number().exactOptional(),
});
export type AssistantAnswer = z.output<typeof assistantAnswerSchema>;

export const assistantMessageSchema = z.discriminatedUnion('role', [
  questionMessageSchema,
  assistantAnswerSchema,
]);
export type AssistantMessage = z.output<typeof assistantMessageSchema>;

export const conversationSummarySchema = z.strictObject({
  id: conversationId,
  title: z.string(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  messages: z.number().int(),
  /** Where words that were searched for stand. */
  excerpt: z.string().exactOptional(),
});

/**
 * Questions and answers, kept for each operator. A question that begins with a slash is a command (see
 * slash-commands.ts). All of it works without a model, with what search finds.
 */
export const assistant = defineFeature({
  methods: {
    /** Asks, streams and keeps. Cancelling the call is "stop": what had been said by then is kept. */
    ask: {
      effect: 'write',
      role: 'viewer',
      input: z.strictObject({
        /** Absent: a new conversation. */
        conversation: conversationId.exactOptional(),
        question: z.string().trim().min(1).max(8_000),
        context: screenContextSchema.exactOptional(),
        /** false: answered from search alone, also where a model is set. */
        model: z.boolean().default(true),
        /** A question of the conversation that this one takes the place of; everything after it goes too. */
        replaces: messageId.exactOptional(),
      }),
      output: z.strictObject({ conversation: conversationSummarySchema, answer: assistantAnswerSchema }),
      progress: z.discriminatedUnion('is', [
        z.strictObject({
          is: z.literal('started'),
          conversation: conversationId,
          question: messageId,
          answer: messageId,
        }),
        z.strictObject({ is: z.literal('text'), delta: z.string() }),
        /** What was streamed is taken back: the answer begins anew. */
        z.strictObject({ is: z.literal('restart') }),
        z.strictObject({ is: z.literal('call'), call: toolCallViewSchema }),
        z.strictObject({ is: z.literal('checking') }),
      ]),
      inPieces: true,
      errors: ['conversation-not-found', 'conversation-busy', 'conversation-full', 'message-not-found'],
    },
    conversations: {
      effect: 'read',
      input: z.strictObject({
        /** In titles and messages. */
        text: z.string().max(300).exactOptional(),
        limit: z.number().int().min(1).max(200).default(50),
      }),
      output: z.strictObject({ conversations: z.array(conversationSummarySchema), total: z.number().int() }),
    },
    conversation: {
      effect: 'read',
      input: z.strictObject({ id: conversationId }),
      output: z.strictObject({
        summary: conversationSummarySchema,
        messages: z.array(assistantMessageSchema),
      }),
      errors: ['conversation-not-found'],
    },
    rename: {
      effect: 'write',
      role: 'viewer',
      input: z.strictObject({ id: conversationId, title: z.string().trim().min(1).max(200) }),
      output: z.strictObject({}),
      errors: ['conversation-not-found'],
    },
    remove: {
      effect: 'write',
      role: 'viewer',
      input: z.strictObject({ id: conversationId }),
      output: z.strictObject({}),
      errors: ['conversation-not-found'],
    },
    /** Questions that what is looked at gives rise to, as an operator of that language would ask them. */
    suggestions: {
      effect: 'read',
      input: z.strictObject({ context: screenContextSchema, language: z.enum(['en', 'de']).default('en') }),
      output: z.strictObject({ questions: z.array(z.string()) }),
    },
  },
  events: {
    /** A conversation came, went or changed. */
    changed: { input: z.strictObject({}), payload: z.strictObject({ id: conversationId }) },
  },
});

import { z } from 'zod';
import { entityIdSchema, instantSchema } from '../model/ids.ts';
import { defineFeature } from './feature.ts';

const conversationId = z.string().min(1).max(100);
const messageId = z.string().min(1).max(100);

/** What the operator is looking at, sent with a question unless it was taken away. */
export const screenContextSchema = z.strictObject({
  screen: z.enum([
    'overview',
    'inventory',
    'topology',
    'documents',
    'tickets',
    'remediation',
    'activity',
    'settings',
  ]),
  /** Entities that are open or selected. */
  entities: z.array(entityIdSchema).max(20).default([]),
  document: z.string().max(300).exactOptional(),
  section: z.string().max(300).exactOptional(),
  /** The filter of a list. */
  filter: z.string().max(2_000).exactOptional(),
  /** The moment that is looked at; absent: now. */
  at: instantSchema.exactOptional(),
});
export type ScreenContext = z.output<typeof screenContextSchema>;

/**
 * What a statement of an answer rests on. Numbered from 1 in the order of the answer; each one has been found to
 * exist and to contain what it is cited for.
 */
export const citationSchema = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('passage'),
    number: z.number().int().min(1),
    passage: z.string(),
    title: z.string(),
    headings: z.array(z.string()),
    /** Letter by letter as it stands in the passage. */
    quote: z.string(),
    origin: z.discriminatedUnion('is', [
      z.strictObject({ is: z.literal('document'), document: z.string(), section: z.string() }),
      z.strictObject({ is: z.literal('note'), document: z.string(), note: z.string() }),
      z.strictObject({ is: z.literal('file'), folder: z.string(), file: z.string() }),
    ]),
    at: instantSchema,
  }),
  z.strictObject({
    is: z.literal('entity'),
    number: z.number().int().min(1),
    id: entityIdSchema,
    kind: z.string(),
    name: z.string(),
    /** The facts of it that were used, as they are shown elsewhere. */
    facts: z.array(z.strictObject({ path: z.string(), label: z.string(), text: z.string() })),
    observedAt: instantSchema,
  }),
  z.strictObject({
    is: z.literal('change'),
    number: z.number().int().min(1),
    entity: entityIdSchema,
    name: z.string(),
    path: z.string(),
    text: z.string(),
    at: instantSchema,
  }),
  z.strictObject({
    is: z.literal('tool'),
    number: z.number().int().min(1),
    /** The call in `calls` whose answer says it. */
    call: z.string(),
    server: z.string(),
    tool: z.string(),
    quote: z.string(),
    at: instantSchema,
  }),
]);
export type Citation = z.output<typeof citationSchema>;

/** A tool that was called for an answer, with what was asked of it. Only ever a tool that reads. */
export const toolCallViewSchema = z.strictObject({
  id: z.string(),
  tool: z.string(),
  /** Of an MCP server's tool. */
  server: z.string().exactOptional(),
  arguments: z.record(z.string(), z.unknown()),
  state: z.enum(['running', 'done', 'failed', 'refused']),
  /** One line of what came back, or why it was refused. */
  summary: z.string().exactOptional(),
  durationMs: z.number().exactOptional(),
});
export type ToolCallView = z.output<typeof toolCallViewSchema>;

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
]);
export type AnswerFlag = z.output<typeof answerFlagSchema>;

export const assistantMessageSchema = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('user'),
    id: messageId,
    at: instantSchema,
    text: z.string(),
    context: screenContextSchema.exactOptional(),
  }),
  z.strictObject({
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
  }),
]);
export type AssistantMessage = z.output<typeof assistantMessageSchema>;
export type AssistantAnswer = Extract<AssistantMessage, { role: 'assistant' }>;

export const conversationSummarySchema = z.strictObject({
  id: conversationId,
  title: z.string(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  messages: z.number().int(),
  /** Where words that were searched for stand. */
  excerpt: z.string().exactOptional(),
});

/** Questions and answers. All of it works without a model, with what search finds. */
export const assistant = defineFeature({
  methods: {
    /** Asks, streams and keeps. Cancelling the call is "stop": what had been said by then is kept. */
    ask: {
      effect: 'write',
      input: z.strictObject({
        /** Absent: a new conversation. */
        conversation: conversationId.exactOptional(),
        question: z.string().trim().min(1).max(8_000),
        context: screenContextSchema.exactOptional(),
        /** A question of the conversation that this one takes the place of; everything after it goes too. */
        replaces: messageId.exactOptional(),
      }),
      output: z.strictObject({ conversation: conversationSummarySchema, answer: assistantMessageSchema }),
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
      errors: ['conversation-not-found', 'message-not-found'],
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
      input: z.strictObject({ id: conversationId, title: z.string().trim().min(1).max(200) }),
      output: z.strictObject({}),
      errors: ['conversation-not-found'],
    },
    remove: {
      effect: 'write',
      input: z.strictObject({ id: conversationId }),
      output: z.strictObject({}),
      errors: ['conversation-not-found'],
    },
    /** Questions that what is looked at gives rise to. */
    suggestions: {
      effect: 'read',
      input: z.strictObject({ context: screenContextSchema }),
      output: z.strictObject({ questions: z.array(z.string()) }),
    },
  },
  events: {
    /** A conversation came, went or changed. */
    changed: { input: z.strictObject({}), payload: z.strictObject({ id: conversationId }) },
  },
});

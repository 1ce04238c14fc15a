import { z } from 'zod';
import { entityIdSchema, instantSchema } from './ids.ts';

/** Entities that go with a question as looked at; more would leave a model no room for the answer. */
export const mostLookedAt = 20;

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
  entities: z.array(entityIdSchema).max(mostLookedAt).default([]),
  document: z.string().max(300).exactOptional(),
  section: z.string().max(300).exactOptional(),
  /** The filter of a list. */
  filter: z.string().max(2_000).exactOptional(),
  /** The moment that is looked at; absent: now. */
  at: instantSchema.exactOptional(),
});
export type ScreenContext = z.output<typeof screenContextSchema>;

const number = z.number().int().min(1);
/** True when what is cited is no longer there; what was cited of it stays readable. */
const gone = z.literal(true).exactOptional();

/**
 * What a statement rests on. Numbered from 1 in the order of the text; each one has been found to exist and to contain
 * what it is cited for.
 */
export const citationSchema = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('passage'),
    number,
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
    gone,
  }),
  z.strictObject({
    is: z.literal('entity'),
    number,
    id: entityIdSchema,
    kind: z.string(),
    name: z.string(),
    /** The facts of it that were used, as they are shown elsewhere. */
    facts: z.array(z.strictObject({ path: z.string(), label: z.string(), text: z.string() })),
    observedAt: instantSchema,
    gone,
  }),
  z.strictObject({
    is: z.literal('change'),
    number,
    entity: entityIdSchema,
    name: z.string(),
    path: z.string(),
    text: z.string(),
    at: instantSchema,
    gone,
  }),
  z.strictObject({
    is: z.literal('ticket'),
    number,
    ticket: z.string(),
    title: z.string(),
    quote: z.string(),
    at: instantSchema,
    gone,
  }),
  z.strictObject({
    is: z.literal('tool'),
    number,
    /** The call in `calls` whose answer says it. */
    call: z.string(),
    server: z.string(),
    tool: z.string(),
    quote: z.string(),
    at: instantSchema,
    gone,
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

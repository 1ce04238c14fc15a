import { z } from 'zod';
import { actionIdSchema } from './action-id.ts';
import { naturalKey } from './keys.ts';
import { collectedDomains } from './kind.ts';
import { entityKinds, type EntityKind } from './kinds/registry.ts';
import { profileIdSchema } from './profile-id.ts';
import { relationTypes, type RelationType } from './relation.ts';

/*
 * A profile says in YAML how one kind of MCP server is read, and what can be done on it: what an adapter says in code.
 * Expressions are JSONata. Here is its shape; `src/main/profiles` judges what the expressions and names in it mean.
 */

const sentence = z.string().trim().min(1, 'must not be empty').max(500);
const toolName = z.string().min(1).max(200);
const stepName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'expected the name of a step: letters and digits, e.g. vms');
const factName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'expected the name of a fact: letters and digits, e.g. powerState');
const memberName = z.string().min(1).max(200);
/** JSONata. */
const expression = z
  .string('expected a JSONata expression; a text that stands for itself is quoted twice: "\'on\'"')
  .trim()
  .min(1, 'expected a JSONata expression')
  .max(4_000);
/** Texts of which one in an answer says something. */
const texts = z.array(z.string().min(3).max(200)).max(20);
const seconds = z.number().positive().max(3_600);

/**
 * Arguments of a call. A text that begins with `=` is an expression; `==` at the beginning stands for one `=`.
 * Everything else stands for itself.
 */
const argumentsSchema = z.record(memberName, z.json());

const limitSchema = z.strictObject({
  argument: memberName,
  size: z.int().min(1).max(10_000),
});

/** How a list goes on. Expressions are over the whole answer. */
const pagingSchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('cursor'),
    argument: memberName,
    /** What the argument is for the next page; nothing, null or an empty text where there is none. */
    next: expression,
    limit: limitSchema.exactOptional(),
  }),
  z.strictObject({
    by: z.literal('offset'),
    argument: memberName,
    limit: limitSchema,
    /** How many there are in all. Without it, a page that is not full is the last. */
    total: expression.exactOptional(),
  }),
  z.strictObject({
    by: z.literal('page'),
    argument: memberName,
    first: z.int().min(0).max(1).default(1),
    limit: limitSchema.exactOptional(),
    /** How many items there are in all. */
    total: expression.exactOptional(),
    /** How many pages there are. */
    pages: expression.exactOptional(),
    /** Whether there is another page. */
    more: expression.exactOptional(),
  }),
]);
export type ProfilePaging = z.output<typeof pagingSchema>;

/** One list: what a tool answers, or what stands inside another step's items. */
const stepSchema = z.strictObject({
  step: stepName,
  /** Left out: the items are taken out of those of `forEach`. */
  tool: toolName.exactOptional(),
  arguments: argumentsSchema.default({}),
  /** Once for each item of a step before it. */
  forEach: stepName.exactOptional(),
  /** Only for those items of `forEach`, each as the input. */
  where: expression.exactOptional(),
  /** What is read of an answer: its data, or its text where that is prose. */
  answer: z.enum(['data', 'text']).default('data'),
  /** The list within the answer (or within an item of `forEach`); left out: the answer as a whole. */
  items: expression.exactOptional(),
  /** What makes two items one; pages that repeat themselves are noticed by it. */
  key: expression.exactOptional(),
  /** Gives a text (or true) for an answer that says that it failed without saying so by MCP's own means. */
  failure: expression.exactOptional(),
  /** An answer with one of these texts says that there is nothing: `No VMs found`. */
  emptyTexts: texts.default([]),
  paging: pagingSchema.exactOptional(),
  /** Part of the source that each item of `forEach` stands for: where its call fails, only that part has. */
  partition: expression.exactOptional(),
  /** Without it the rest still stands: when it fails, that is only less detail. */
  detail: z.boolean().default(false),
  /** Beyond these something is wrong, and the step has failed. */
  most: z
    .strictObject({
      pages: z.int().min(1).max(20_000).default(1_000),
      items: z.int().min(1).max(1_000_000).default(200_000),
      calls: z.int().min(1).max(100_000).default(20_000),
    })
    .prefault({}),
  /** Calls at once, and the least time between the beginnings of two. */
  atOnce: z.int().min(1).max(8).default(1),
  pauseMs: z.int().min(0).max(60_000).default(0),
});
export type ProfileStep = z.output<typeof stepSchema>;

export type ProfileKeyName = keyof typeof naturalKey;
export const profileKeyNames = Object.keys(naturalKey) as [ProfileKeyName, ...ProfileKeyName[]];

/** A natural key: one expression, or two where it is made of two (`port: [device, port]`). */
const keyParts = z.union([
  expression,
  z.array(expression).min(2).max(2, 'expected one expression, or a list of two'),
]);
const keySchema = z
  .partialRecord(z.enum(profileKeyNames), keyParts)
  .refine((key) => Object.keys(key).length === 1, 'expected exactly one key, e.g. { uuid: systemUuid }');
export type ProfileKey = z.output<typeof keySchema>;

const relationSchema = z.union(
  [
    z.strictObject({
      type: z.enum(Object.keys(relationTypes) as [RelationType, ...RelationType[]]),
      kind: z.enum(entityKinds as [EntityKind, ...EntityKind[]]),
      /** Native id of the other end, or a list of them. */
      id: expression,
    }),
    z.strictObject({
      type: z.enum(Object.keys(relationTypes) as [RelationType, ...RelationType[]]),
      key: keySchema,
    }),
  ],
  'expected a relation: { type, kind, id } to a thing of this server, or { type, key } to one of any',
);

/** An expression, or a value that stands for itself. */
const attributeSchema = z.union([expression, z.number(), z.boolean(), z.array(z.json())]);

const entitySchema = z.strictObject({
  kind: z.enum(entityKinds as [EntityKind, ...EntityKind[]]),
  /** The step whose items they are made of, each as the input. */
  from: stepName,
  where: expression.exactOptional(),
  nativeId: expression,
  name: expression,
  /** The part of the source that it is in; left out: that of its step. */
  partition: expression.exactOptional(),
  attributes: z.record(memberName, attributeSchema).default({}),
  /** One expression that gives an object of texts, or one for each label. */
  labels: z.union([expression, z.record(memberName, expression)]).exactOptional(),
  keys: z.array(keySchema).max(50).default([]),
  relations: z.array(relationSchema).max(50).default([]),
  /** Attributes that this server does not give, each with the reason. */
  unknown: z.record(memberName, sentence).default({}),
  /** all: what is no longer listed is gone; some: the server lists only some, so nothing is ever taken for gone. */
  lists: z.enum(['all', 'some']).default('all'),
});
export type ProfileEntity = z.output<typeof entitySchema>;

/** Over `target`, `parameters`, `before` and `now`; a part of JSONata that has no functions but $not and $exists. */
const condition = expression;
/** For people: `{target.name} is {now.powerState}`. */
const template = sentence;

const liveCallSchema = z.strictObject({
  /** Under this name its answer stands for the facts. */
  name: stepName,
  tool: toolName,
  arguments: argumentsSchema.default({}),
  answer: z.enum(['data', 'text']).default('data'),
  failure: expression.exactOptional(),
});

const writeCallSchema = z.strictObject({
  tool: toolName,
  arguments: argumentsSchema.default({}),
  does: template,
});

const factValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const actionSchema = z.strictObject({
  /** What the target is like, read from the server itself. Expressions are over `target`, `parameters`, `answers`. */
  read: z.strictObject({
    calls: z.array(liveCallSchema).min(1).max(5),
    /** Whether the answers are about the target: has to be true, or nothing follows from them. */
    identity: expression,
    /** True where the answers say that there is no such thing. */
    gone: expression.exactOptional(),
    /** A failure with one of these texts says that there is no such thing. */
    goneTexts: texts.default([]),
    facts: z
      .record(factName, expression)
      .refine((facts) => Object.keys(facts).length > 0, 'expected one fact at least'),
  }),
  /** What has to hold right before. */
  preChecks: z
    .array(z.strictObject({ check: condition, text: template }))
    .max(20)
    .default([]),
  calls: z
    .array(
      writeCallSchema.extend({
        /** Made only where this holds when it is planned: one tool for each way of doing it. */
        when: condition.exactOptional(),
        /** Made only when the condition is not met so many seconds after the call before. */
        unlessMetWithinSeconds: seconds.exactOptional(),
      }),
    )
    .min(1)
    .max(10),
  /** An answer to a call with one of these texts says that it failed, where the server does not say so by MCP's means. */
  failedTexts: texts.default([]),
  /** Facts that are expected to be different afterwards: as values. */
  after: z.record(factName, factValue).default({}),
  verify: z.strictObject({
    met: condition,
    /** There is no use in waiting. */
    failed: condition.exactOptional(),
    text: template,
    withinSeconds: seconds,
    everySeconds: seconds.default(10),
    /** So many looks in a row have to say so. */
    times: z.int().min(1).max(10).default(1),
  }),
  /** Left out: it cannot be taken back. */
  rollback: z
    .strictObject({
      calls: z
        .array(writeCallSchema.extend({ when: condition.exactOptional() }))
        .min(1)
        .max(10),
      met: condition,
      text: template,
    })
    .exactOptional(),
  estimateSeconds: seconds.default(60),
});
export type ProfileAction = z.output<typeof actionSchema>;

export const profileSchema = z.strictObject({
  /** Of this format. */
  profile: z.literal(1, 'expected `profile: 1`, the version of this format'),
  id: profileIdSchema,
  title: z.string().trim().min(1).max(100),
  /** Of the profile, as its author counts. */
  version: z.union([z.string().min(1).max(50), z.number().transform(String)]).default('1'),
  description: z.string().max(2_000).exactOptional(),
  domain: z.enum(collectedDomains),
  /** How a server is recognised: it has all these tools, and its own name is one of these (`*` stands for anything). */
  matches: z.strictObject({
    tools: z.array(toolName).min(1).max(50),
    server: z.array(z.string().min(1).max(200)).max(20).exactOptional(),
  }),
  /**
   * Every tool that is used. Whoever accepts the profile says that the ones called `read` change nothing and give
   * nobody anything that they should not have, whatever they are called with; those that are called `as-written` do
   * not with the arguments that stand in the profile, and are called with no others.
   */
  tools: z
    .record(
      toolName,
      z.enum(
        ['read', 'as-written', 'write'],
        'expected read (changes nothing), as-written (read, with the arguments that stand here alone) or write',
      ),
    )
    .refine((tools) => Object.keys(tools).length <= 200, 'expected at most 200 tools'),
  collect: z.array(stepSchema).min(1).max(50),
  entities: z.array(entitySchema).min(1).max(50),
  unavailable: z
    .array(z.strictObject({ what: sentence, reason: sentence }))
    .max(100)
    .default([]),
  actions: z.partialRecord(actionIdSchema, actionSchema).default({}),
});
export type Profile = z.output<typeof profileSchema>;

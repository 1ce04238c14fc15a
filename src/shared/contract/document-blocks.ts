import { z } from 'zod';
import { proseAbouts, type Block, type Inline } from '../model/block.ts';
import type { EntityId, Instant } from '../model/ids.ts';
import { severities } from '../model/severity.ts';

/** Ids and instants as they travel from our own application; what a caller sends is checked more closely. */
export const sentEntityId = z.string() as unknown as z.ZodType<EntityId>;
export const sentInstant = z.string() as unknown as z.ZodType<Instant>;

const severity = z.enum(severities);
const isTrue = z.literal(true);

const inlineSchema = z.union([
  z.string(),
  z.discriminatedUnion('t', [
    z.strictObject({ t: z.literal('entity'), id: sentEntityId, text: z.string() }),
    z.strictObject({
      t: z.literal('fact'),
      text: z.string(),
      id: sentEntityId,
      path: z.string(),
      title: z.string().exactOptional(),
    }),
    z.strictObject({
      t: z.literal('computed'),
      text: z.string(),
      from: z.string(),
      volatile: isTrue.exactOptional(),
    }),
    z.strictObject({ t: z.literal('unknown'), reason: z.string() }),
    z.strictObject({ t: z.literal('code'), text: z.string() }),
    z.strictObject({ t: z.literal('strong'), text: z.string() }),
    z.strictObject({ t: z.literal('severity'), severity }),
    z.strictObject({ t: z.literal('document'), id: z.string(), text: z.string() }),
  ]),
]) satisfies z.ZodType<Inline>;

const contentSchema = z.array(inlineSchema);

const graphSchema = z.strictObject({
  direction: z.enum(['down', 'right']),
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      shape: z.enum(['box', 'round', 'cylinder', 'hexagon', 'stack']),
      group: z.string().exactOptional(),
      severity: severity.exactOptional(),
      entity: sentEntityId.exactOptional(),
    }),
  ),
  groups: z.array(z.strictObject({ id: z.string(), label: z.string() })),
  edges: z.array(
    z.strictObject({
      from: z.string(),
      to: z.string(),
      label: z.string().exactOptional(),
      directed: z.boolean(),
      links: z.number(),
    }),
  ),
});

/** What a section is made of, as `model/block.ts` explains it. */
export const blockSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('paragraph'), content: contentSchema }),
  z.strictObject({ t: z.literal('heading'), text: z.string() }),
  z.strictObject({ t: z.literal('list'), items: z.array(contentSchema) }),
  z.strictObject({
    t: z.literal('facts'),
    items: z.array(z.strictObject({ label: z.string(), value: contentSchema })),
  }),
  z.strictObject({
    t: z.literal('table'),
    columns: z.array(
      z.strictObject({
        title: z.string(),
        path: z.string().exactOptional(),
        volatile: isTrue.exactOptional(),
        align: z.enum(['left', 'right', 'center']).exactOptional(),
      }),
    ),
    rows: z.array(
      z.strictObject({
        entity: sentEntityId.exactOptional(),
        home: isTrue.exactOptional(),
        cells: z.array(contentSchema),
      }),
    ),
    caption: z.string().exactOptional(),
  }),
  z.strictObject({
    t: z.literal('prose'),
    about: z.enum(proseAbouts),
    sentences: z.array(
      z.strictObject({
        text: z.string(),
        sources: z.array(z.strictObject({ id: sentEntityId, name: z.string(), path: z.string() })),
      }),
    ),
    omitted: z.number(),
    model: z.string(),
    writtenAt: sentInstant,
    stale: isTrue.exactOptional(),
  }),
  z.strictObject({
    t: z.literal('diagram'),
    title: z.string(),
    mermaid: z.string(),
    description: z.string(),
    graph: graphSchema.exactOptional(),
  }),
]) as z.ZodType<Block>;

import { z } from 'zod';
import { entityIdSchema, instantSchema } from '../model/ids.ts';
import { entityKinds, type EntityKind } from '../model/kinds/registry.ts';
import { severities } from '../model/severity.ts';
import { defineFeature } from './feature.ts';

const kind = z.enum(entityKinds as [EntityKind]);
const count = z.number().int().min(0);
const at = instantSchema.exactOptional();

export const topologyLenses = ['virtualization', 'kubernetes', 'network', 'storage', 'everything'] as const;
export type TopologyLens = (typeof topologyLenses)[number];

/**
 * reduced: it goes on with less redundancy or without help. restarts: it is gone until it is back elsewhere. lost: it
 * is gone until what failed is mended. The last two go dark; `reduced` and `restarts` are degraded.
 */
export const impactLevels = ['reduced', 'restarts', 'lost'] as const;
export type ImpactLevel = (typeof impactLevels)[number];

const findings = z.strictObject({ critical: count, warning: count, info: count });
const levels = z.strictObject({ lost: count, restarts: count, reduced: count });
const kindCount = z.strictObject({ kind, count });

const stateSchema = z.strictObject({
  /** In the source's own word. */
  text: z.string(),
  status: z.enum(['ok', 'warning', 'critical', 'idle', 'unknown']),
});

const nodeSchema = z.strictObject({
  /** The entity's id, or that of a group. */
  id: z.string(),
  type: z.enum(['entity', 'group']),
  kind,
  /** An entity's name; of a group, the name of what it stands in. */
  name: z.string(),
  /** The entity that a group stands in. */
  home: entityIdSchema.exactOptional(),
  source: z.string().exactOptional(),
  simulated: z.boolean(),
  /** The frame that it is drawn in. */
  frame: z.string().exactOptional(),
  /** Drawn as a frame around what stands in it, once it is open. */
  framed: z.boolean(),
  open: z.boolean(),
  canOpen: z.boolean(),
  /** Of a group: entities in it. */
  count,
  /** What stands in it and is not shown. */
  folded: z.array(kindCount),
  /** About it, and about what is folded into it. */
  findings,
  severity: z.enum(severities).exactOptional(),
  state: stateSchema.exactOptional(),
  /** What the failure that was asked about does to it. `failed`: it is what fails. */
  impact: z
    .strictObject({ level: z.enum([...impactLevels, 'failed']).exactOptional(), folded: levels })
    .exactOptional(),
});
export type TopologyNode = z.output<typeof nodeSchema>;

const edgeSchema = z.strictObject({
  id: z.string(),
  /** What depends. */
  from: z.string(),
  /** What it depends on. */
  to: z.string(),
  /** How: a relation's type. */
  type: z.string(),
  /** Dependencies that it stands for. */
  count,
});
export type TopologyEdge = z.output<typeof edgeSchema>;

const entityRef = z.strictObject({ id: entityIdSchema, kind, name: z.string(), source: z.string() });
export type TopologyEntity = z.output<typeof entityRef>;

const because = z.strictObject({
  /**
   * needs: it cannot do without that. all: everything that it needs one of is gone. too-few: more of them are gone
   * than it can do without. some: others of them remain.
   * takeover: another takes over. helped: it loses what manages or protects it. isolated: no way is left to a router,
   * a firewall or the core. uplink: one of its ways there is gone.
   */
  why: z.enum(['needs', 'all', 'too-few', 'some', 'takeover', 'helped', 'isolated', 'uplink']),
  type: z.string(),
  on: entityRef,
  onLevel: z.enum(impactLevels),
  of: count.exactOptional(),
  left: count.exactOptional(),
  by: entityRef.exactOptional(),
});
export type TopologyBecause = z.output<typeof because>;

const affectedSchema = z.strictObject({
  ...entityRef.shape,
  level: z.enum(impactLevels),
  /** Steps from what failed. */
  distance: count,
  /** Why, nearest cause first, back to what failed. */
  chain: z.array(because),
});
export type TopologyAffected = z.output<typeof affectedSchema>;

const caveatSchema = z.strictObject({
  code: z.enum([
    'uplinks-unknown',
    'datastores-unbacked',
    'volumes-unbacked',
    'nodes-without-machine',
    'hosts-unplaced',
    'arrays-uncabled',
    'power-unknown',
    'paths-unknown',
    'ha-unknown',
    'ha-off',
    'ha-memory-short',
    'quorum-lost',
    'relations-unresolved',
  ]),
  count,
  /** The first of them. */
  names: z.array(z.string()),
});
export type TopologyCaveat = z.output<typeof caveatSchema>;

/** What depends on what, across domains. */
export const topology = defineFeature({
  methods: {
    /** A picture of at most `limit` nodes; what does not fit is folded, and counted. */
    graph: {
      effect: 'read',
      input: z.strictObject({
        lens: z.enum(topologyLenses).default('everything'),
        /** What it stands on and what stands on it, rather than everything. */
        focus: entityIdSchema.exactOptional(),
        /** Steps each way from the focus. */
        depth: z.number().int().min(1).max(8).default(4),
        /** Ids of nodes and groups that are opened, and of those that are closed against the default. */
        expanded: z.array(z.string().max(800)).max(500).default([]),
        collapsed: z.array(z.string().max(400)).max(500).default([]),
        /** Marks what its failure would do. */
        failed: entityIdSchema.exactOptional(),
        at,
        limit: z.number().int().min(50).max(600).default(300),
      }),
      output: z.strictObject({
        at: instantSchema,
        lens: z.enum(topologyLenses),
        focus: entityRef.exactOptional(),
        failed: entityRef.exactOptional(),
        nodes: z.array(nodeSchema),
        edges: z.array(edgeSchema),
        /** Entities that the picture is about, and how many of them are shown by themselves. */
        total: count,
        shown: count,
        /** Something that was to be open stays folded, because there would be more than `limit`. */
        limited: z.boolean(),
        /** There is more around the focus than was looked at. */
        truncated: z.boolean(),
        /** Affected by the failure, but of kinds that this lens leaves out. */
        impactElsewhere: levels.exactOptional(),
      }),
      errors: ['entity-not-found', 'before-history'],
    },
    /** What goes dark or loses redundancy if this fails, and why. */
    blastRadius: {
      effect: 'read',
      input: z.strictObject({
        id: entityIdSchema,
        at,
        kinds: z.array(kind).max(200).exactOptional(),
        levels: z.array(z.enum(impactLevels)).max(3).exactOptional(),
        offset: count.default(0),
        limit: z.number().int().min(0).max(1_000).default(200),
      }),
      output: z.strictObject({
        at: instantSchema,
        root: entityRef,
        /** Lost first, then what serves most, then by name. */
        affected: z.array(affectedSchema),
        /** That match `kinds` and `levels`, beyond the page too. */
        total: count,
        /** Of all, whatever was asked for. */
        levels,
        counts: z.array(z.strictObject({ kind, ...levels.shape })),
        /** What is not known, or taken for granted. */
        caveats: z.array(caveatSchema),
      }),
      errors: ['entity-not-found', 'before-history'],
    },
    /** The shortest way from one entity to another. */
    path: {
      effect: 'read',
      input: z.strictObject({ from: entityIdSchema, to: entityIdSchema, at }),
      output: z.strictObject({
        /** Absent: nothing that is known ties them together. */
        relation: z.enum(['depends-on', 'needed-by', 'related']).exactOptional(),
        steps: z.array(
          z.strictObject({
            ...entityRef.shape,
            type: z.string().exactOptional(),
            direction: z.enum(['depends-on', 'needed-by']).exactOptional(),
          }),
        ),
      }),
      errors: ['entity-not-found', 'before-history'],
    },
    /** Entities by name, address or identifier, those that a lens shows first. */
    search: {
      effect: 'read',
      input: z.strictObject({
        text: z.string().max(200),
        lens: z.enum(topologyLenses).default('everything'),
        limit: z.number().int().min(1).max(50).default(12),
        at,
      }),
      output: z.strictObject({ items: z.array(entityRef), total: count }),
      errors: ['before-history'],
    },
  },
  events: {},
});

import { z } from 'zod';
import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';
import type { LiveReader } from '../../action-adapter.ts';
import { ask, askAll, fitting } from './answer.ts';

/** kubectl's own word for an object that is no more. */
const notFound = /\(NotFound\)/;

export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** One API object; undefined when the API server has none of that name. */
export function askObject<Schema extends z.ZodType>(
  reader: LiveReader,
  cluster: string,
  name: ObjectName,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  return ask(reader, {
    tool: 'kubernetes_get_resource',
    arguments: { cluster, ...name },
    schema,
    gone: notFound,
  });
}

const list = z.object({
  items: z.array(z.unknown()),
  metadata: z.object({ continue: z.string().optional() }),
});

/** All objects of a kind, in one namespace or in all. */
export function askObjects<Item extends z.ZodType<{ readonly metadata: { readonly uid: string } }>>(
  reader: LiveReader,
  cluster: string,
  kind: Omit<ObjectName, 'name'>,
  item: Item,
): Promise<z.output<Item>[]> {
  const tool = 'kubernetes_list_resources';
  return askAll(reader, {
    tool,
    arguments: { cluster, ...kind, limit: 500 },
    argument: 'continue',
    page: (data) => {
      const { items, metadata } = fitting(reader, tool, list, data);
      return { items, next: metadata.continue };
    },
    item,
    key: ({ metadata }) => metadata.uid,
  });
}

export const owned = z.object({
  name: z.string(),
  uid: z.string(),
  ownerReferences: z.array(z.object({ kind: z.string(), uid: z.string() })).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

/** An object that was deleted and made again under its name is another one. */
export const isStill = (target: Entity, cluster: string, uid: string): boolean =>
  target.nativeId === `${cluster}/${uid}`;

type Namespaced = 'workload' | 'pod' | 'persistent-volume-claim';
export function objectOf<K extends Namespaced | 'k8s-node'>(kind: K, target: Entity): EntityOf<K> {
  // The catalogue lets no other kind come here.
  if (target.kind !== kind) throw new TypeError(`expected a ${kind}, ${target.id} is a ${target.kind}`);
  return target as EntityOf<K>;
}

import { z } from 'zod';
import type { Entity, EntityOf } from '../../../../../shared/model/entity.ts';
import type { LiveReader } from '../../../action-adapter.ts';
import { fitting } from '../answer.ts';
import { countFields, type FieldCounts } from './count-fields.ts';
import type { KubernetesServer, Narrowing, ObjectKind, ObjectName } from './server.ts';

/** One object, held against a schema. */
export interface Found<T> {
  readonly object: T;
  /** How much it was asked to have. */
  readonly fields: FieldCounts;
}

/** @returns undefined when the API server has none of that name */
export async function askObject<Schema extends z.ZodType>(
  { server, reader }: Asking,
  cluster: string,
  name: ObjectName,
  schema: Schema,
): Promise<Found<z.output<Schema>> | undefined> {
  const raw = await server.get(reader, cluster, name);
  if (raw === undefined) return undefined;
  return { object: fitting(reader, name.kind, schema, raw), fields: countFields(raw) };
}

/** All objects of a kind. One that does not fit spoils it: what is counted must not be less than there is. */
export async function askObjects<Item extends z.ZodType>(
  { server, reader }: Asking,
  cluster: string,
  kind: ObjectKind,
  item: Item,
  narrow?: Narrowing,
): Promise<Found<z.output<Item>>[]> {
  const found = await server.list(reader, cluster, kind, narrow);
  return found.map((raw) => ({
    object: fitting(reader, kind.kind, item, raw),
    fields: countFields(raw),
  }));
}

export interface Asking {
  readonly server: KubernetesServer;
  readonly reader: LiveReader;
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

/** As the inventory knows it: a call that names it is refused for an object that was made again. */
export function uidOf({ nativeId, attributes }: EntityOf<Kind>): string {
  return nativeId.slice(attributes.cluster.length + 1);
}

type Kind = 'workload' | 'pod' | 'persistent-volume-claim' | 'k8s-node';
export function objectOf<K extends Kind>(kind: K, target: Entity): EntityOf<K> {
  // The catalogue lets no other kind come here.
  if (target.kind !== kind) throw new TypeError(`expected a ${kind}, ${target.id} is a ${target.kind}`);
  return target as EntityOf<K>;
}

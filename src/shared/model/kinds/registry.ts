import type { z } from 'zod';
import type { KindDefinition } from '../kind.ts';
import { infrastructureKinds } from './infrastructure.ts';
import { kubernetesKinds } from './kubernetes.ts';
import { networkKinds } from './network.ts';
import { storageKinds } from './storage.ts';
import { vmwareKinds } from './vmware.ts';

/** Every kind of entity there is. A kind's name is its key here and never changes: it is part of entity ids. */
export const kinds = {
  ...vmwareKinds,
  ...kubernetesKinds,
  ...networkKinds,
  ...storageKinds,
  ...infrastructureKinds,
} as const;

type Kinds = typeof kinds;
export type EntityKind = keyof Kinds;
export type AttributesOf<K extends EntityKind> = z.output<Kinds[K]['attributes']>;

export const entityKinds = Object.keys(kinds) as EntityKind[];

export function isEntityKind(value: string): value is EntityKind {
  return Object.hasOwn(kinds, value);
}

export function kindDefinition(kind: EntityKind): KindDefinition {
  return kinds[kind];
}

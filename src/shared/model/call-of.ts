import type { Entity } from './entity.ts';

/**
 * How a thing is called where its name alone is not enough: every switch has an Ethernet1, every cluster its coredns,
 * every array its vol0. What is to be done to one of them says which.
 */
export function callOf({ name, kind, attributes }: Pick<Entity, 'name' | 'kind' | 'attributes'>): string {
  const read = (path: string): string | undefined => {
    const value: unknown = Reflect.get(attributes, path);
    return typeof value === 'string' ? value : undefined;
  };
  const [namespace, cluster, device] = [read('namespace'), read('cluster'), read('device')];
  if (device !== undefined) return name.startsWith(device) ? name : `${device} ${name}`;
  if (kind === 'volume') {
    const array = read('array');
    return array === undefined ? name : `${name} on ${array}`;
  }
  return namespace === undefined
    ? name
    : `${namespace}/${name}${cluster === undefined ? '' : ` on ${cluster}`}`;
}

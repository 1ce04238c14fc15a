import type { Entity } from '../../shared/model/entity.ts';
import { fold } from './fold.ts';
import type { Searchable, SearchField } from './text-index.ts';

/** Attributes that are names or numbers of the thing itself, where a kind has them. */
const naming = [
  'hostName',
  'dnsName',
  'fqdn',
  'managementIp',
  'serial',
  'assetTag',
  'internalIp',
  'primaryIp',
  'address',
  'uuid',
  'wwn',
  'naa',
  'ips',
  'addresses',
  'clusterIps',
  'externalIps',
  'loadBalancerAddresses',
];

/** Everything that somebody may know a thing by. */
export function searchableEntity(entity: Entity): Searchable {
  const name = fold(entity.name);
  const texts: { text: string; field: SearchField }[] = [{ text: name, field: 'name' }];
  const seen = new Set([name]);
  const add = (value: string, field: SearchField) => {
    const text = fold(value);
    if (text === '' || seen.has(text)) return;
    seen.add(text);
    texts.push({ text, field });
  };
  // `ip:10.0.0.1` is typed as 10.0.0.1.
  for (const key of entity.keys) add(key.slice(key.indexOf(':') + 1), 'key');
  const attributes: Readonly<Record<string, unknown>> = entity.attributes;
  for (const path of naming) {
    const value = attributes[path];
    if (typeof value === 'string') add(value, 'attribute');
    else if (Array.isArray(value)) {
      for (const one of value) if (typeof one === 'string') add(one, 'attribute');
    }
  }
  add(entity.nativeId, 'nativeId');
  for (const [label, value] of Object.entries(entity.labels)) add(`${label}=${value}`, 'label');
  return { id: entity.id, texts };
}

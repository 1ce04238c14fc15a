import { isIP } from 'node:net';
import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import { entityId } from '../../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../../shared/model/kinds/registry.ts';
import { defined } from '../../shape.ts';
import type { HostContext } from './host-context.ts';
import { authenticationOf, permissionOf, type ExportTable } from './nfs.ts';
import type { HostRead } from './read-host.ts';

type Health = NonNullable<AttributesOf<'array'>['state']>;
const worstFirst: readonly Health[] = ['failed', 'degraded', 'unknown', 'ok'];

/** A host that keeps storage is a storage system; what it is besides stands where hosts are documented. */
export function mapHost({ host, poolOf }: HostContext, pools: readonly ObservedRecord[]): ObservedRecord {
  const states = new Set(pools.map(({ attributes }) => (attributes as AttributesOf<'pool'>).state));
  const spares = [...poolOf.values()].filter(({ role }) => role === 'spare');
  const exports = host.nfs.is === 'there';
  return {
    nativeId: host.name,
    name: host.name,
    attributes: defined({
      vendor: host.vendor,
      model: host.product,
      software: host.system.name,
      softwareVersion: host.system.version,
      state: pools.length === 0 ? undefined : (worstFirst.find((state) => states.has(state)) ?? 'ok'),
      managementIp: isIP(host.address) === 0 ? undefined : host.address,
      protocols: host.nfs.is === 'unread' ? undefined : exports ? ['nfs'] : [],
      haConfigured: false,
      spareDiskCount:
        spares.length === 0 ? undefined : spares.filter(({ state }) => state === 'AVAIL').length,
    }),
    keys: [naturalKey.host(host.name), ...(isIP(host.address) === 0 ? [] : [naturalKey.ip(host.address)])],
    unknown: {
      ...(spares.length === 0 && { spareDiskCount: 'none of its pools has spare disks' }),
      ...(pools.length === 0 && { state: 'it has no pool that would have one' }),
    },
  };
}

/** Exports stand on the volume whose file system they are in. */
export function mapExports(
  { source, host, partOf }: HostContext,
  { exports }: ExportTable,
  volumes: readonly ObservedRecord[],
): ObservedRecord[] {
  const addresses = reachableBy(host);
  return exports.map(({ path, clients }) => {
    const volume = volumes
      .map((record) => ({ record, at: (record.attributes as AttributesOf<'volume'>).mountPath ?? '' }))
      .filter(
        ({ at }) => at.startsWith('/') && (path === at || path.startsWith(at.endsWith('/') ? at : `${at}/`)),
      )
      .toSorted((a, b) => b.at.length - a.at.length)[0]?.record;
    return {
      nativeId: `${host.name}:nfs:${path}`,
      name: path,
      partition: host.name,
      attributes: defined({
        array: host.name,
        volume: volume?.name,
        protocol: 'nfs',
        path,
        server: addresses[0] ?? host.name,
        access: clients.map(({ client, options }) => ({
          client,
          permission: permissionOf(options),
          authentication: authenticationOf(options),
        })),
      }),
      relations: [
        partOf,
        ...(volume ? [{ type: 'backed-by' as const, to: entityId(source, 'volume', volume.nativeId) }] : []),
      ],
      keys: [host.name, ...addresses].map((server) => naturalKey.nfs(server, path)),
      unknown: {
        policy: 'exports of Linux have none: each says itself who may',
        ...(!volume && { volume: 'it lies in none of the volumes that are known' }),
      },
    };
  });
}

function reachableBy({ addresses, address }: HostRead): string[] {
  return [...new Set([...addresses, ...(isIP(address) === 0 ? [] : [address])])];
}

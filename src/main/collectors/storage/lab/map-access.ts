import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import type { ArrayContext } from './array-context.ts';
import type { RecordOf } from './lists.ts';
import { defined, wwn } from '../shape.ts';

/** What the vendor puts before a LUN's serial number to make its SCSI identifier (NAA 6, IEEE 00a098). */
const naaPrefix = '600a0980';

const lunHealth: Readonly<Record<string, NonNullable<AttributesOf<'lun'>['state']>>> = {
  online: 'ok',
  offline: 'offline',
  error: 'failed',
};

export function mapLun(array: ArrayContext, lun: RecordOf<'luns'>): ObservedRecord {
  const volume = lun.location.volume;
  const maps = lun.lun_maps?.toSorted((a, b) => (a.igroup.name < b.igroup.name ? -1 : 1));
  const igroups = (maps ?? []).flatMap(({ igroup }) => array.igroups.get(igroup.name) ?? []);
  const relations: Relation[] = [
    array.partOf,
    { type: 'stored-on', to: entityId(array.source, 'volume', volume.uuid) },
  ];
  for (const igroup of igroups) {
    relations.push({ type: 'mapped-to', to: entityId(array.source, 'initiator-host', igroup.uuid) });
    // The hosts themselves, wherever they are documented.
    for (const initiator of igroup.initiators ?? [])
      relations.push({ type: 'mapped-to', toKey: initiatorKey(initiator.name) });
  }
  const naa = `${naaPrefix}${lun.serial_number_hex.toLowerCase()}`;
  const protocols = new Set(igroups.flatMap(({ protocol }) => protocol ?? []));
  return {
    nativeId: lun.uuid,
    name: lun.name,
    partition: array.name,
    attributes: defined({
      array: array.name,
      volume: volume.name,
      tenant: lun.svm?.name,
      serial: lun.serial_number_hex.toLowerCase(),
      naa: `naa.${naa}`,
      osType: lun.os_type,
      state:
        lun.enabled === false
          ? ('offline' as const)
          : lun.status && (lunHealth[lun.status.state] ?? 'unknown'),
      sizeBytes: lun.space?.size,
      thin: lun.space?.guarantee && !lun.space.guarantee.requested,
      protocols: array.lists.igroups.ok ? [...protocols].toSorted() : undefined,
      mappings: maps?.map((map) => defined({ host: map.igroup.name, number: map.logical_unit_number })),
      usedBytes: lun.space?.used,
    }),
    relations,
    keys: [naturalKey.naa(naa)],
    unknown: array.lists.igroups.ok ? {} : { protocols: array.lists.igroups.reason },
  };
}

export function mapIgroup(array: ArrayContext, igroup: RecordOf<'igroups'>): ObservedRecord {
  const { luns } = array.lists;
  const initiators = igroup.initiators?.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    nativeId: igroup.uuid,
    name: igroup.name,
    partition: array.name,
    attributes: defined({
      array: array.name,
      tenant: igroup.svm?.name,
      osType: igroup.os_type,
      protocol: igroup.protocol,
      initiators: initiators?.map(({ name, comment, connectivity_tracking: tracking }) =>
        defined({
          id: isWwn(name) ? wwn(name) : name.toLowerCase(),
          comment: comment === '' ? undefined : comment,
          connected: tracking && tracking.connection_state !== 'none',
          paths: tracking?.logins,
        }),
      ),
      lunCount: luns.ok
        ? luns.records.filter(({ lun_maps: maps }) => maps?.some((map) => map.igroup.name === igroup.name))
            .length
        : undefined,
    }),
    relations: [
      array.partOf,
      ...(initiators ?? []).map(({ name }): Relation => ({
        type: 'connected-to',
        toKey: initiatorKey(name),
      })),
    ],
    unknown: luns.ok ? {} : { lunCount: luns.reason },
  };
}

function isWwn(name: string): boolean {
  return /^([0-9a-f]{2}:?){8}$/i.test(name);
}

function initiatorKey(name: string): string {
  return isWwn(name) ? naturalKey.wwn(name) : naturalKey.iqn(name);
}

/** SMB shares as the array lists them. */
export function mapCifsShare(array: ArrayContext, share: RecordOf<'cifsShares'>): ObservedRecord {
  return {
    nativeId: `${array.cluster.uuid}:smb:${share.svm.name}:${share.name}`,
    name: share.name,
    partition: array.name,
    attributes: defined({
      array: array.name,
      volume: share.volume?.name,
      tenant: share.svm.name,
      protocol: 'smb',
      path: share.path,
      access: share.acls
        ?.map(({ user_or_group: client, permission }) => ({
          client,
          permission: permission.replaceAll('_', ' '),
        }))
        .toSorted((a, b) => (a.client < b.client ? -1 : 1)),
      encrypted: share.encryption,
    }),
    relations: shareRelations(array, share.volume?.uuid),
    unknown: { server: 'the name that clients use is not reported', policy: 'SMB shares have none' },
  };
}

/** An NFS export is a mounted volume with a policy; clients mount it from the array's address. */
export function mapExport(array: ArrayContext, volume: RecordOf<'volumes'>): ObservedRecord | undefined {
  const { nas } = volume;
  if (!nas) return undefined;
  const { exportPolicies } = array.lists;
  const policy = exportPolicies.ok
    ? exportPolicies.records.find(({ name }) => name === nas.export_policy?.name)
    : undefined;
  const server = array.cluster.management_interfaces?.[0]?.ip.address;
  const why = exportPolicies.ok ? 'the volume names a policy that is not listed' : exportPolicies.reason;
  return {
    nativeId: `${volume.uuid}:nfs`,
    name: nas.path,
    partition: array.name,
    attributes: defined({
      array: array.name,
      volume: volume.name,
      tenant: volume.svm?.name,
      protocol: 'nfs',
      path: nas.path,
      server,
      policy: nas.export_policy?.name,
      access: policy?.rules.flatMap((rule) =>
        rule.clients.map(({ match }) => ({
          client: match,
          permission: permissionOf(rule),
          authentication: (rule.rw_rule ?? rule.ro_rule ?? ['none']).join(', '),
        })),
      ),
    }),
    relations: shareRelations(array, volume.uuid),
    keys: server === undefined ? [] : [naturalKey.nfs(server, nas.path)],
    unknown: policy ? {} : { access: why },
  };
}

function permissionOf(rule: RecordOf<'exportPolicies'>['rules'][number]): string {
  const allows = (list: readonly string[] | undefined) => list !== undefined && !list.includes('never');
  if (allows(rule.rw_rule)) return 'read and write';
  return allows(rule.ro_rule) ? 'read' : 'none';
}

function shareRelations(array: ArrayContext, volumeId: string | undefined): Relation[] {
  return volumeId === undefined
    ? [array.partOf]
    : [array.partOf, { type: 'backed-by', to: entityId(array.source, 'volume', volumeId) }];
}

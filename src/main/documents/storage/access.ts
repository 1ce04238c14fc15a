import type { Inline } from '../../../shared/model/block.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { entityLinks, entityTable, paragraph, when, type Content } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { count, number } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import type { Part } from './estate.ts';

export function lunsSection(part: Part): SectionPlan {
  return {
    key: 'luns',
    title: 'LUNs',
    level: 2,
    reads: part.reads('lun'),
    render: () => {
      const luns = part.of('lun');
      if (luns.length === 0) return [paragraph('No LUNs are known.')];
      return [
        entityTable({
          entities: luns,
          home: true,
          columns: [
            { title: 'LUN', path: 'name' },
            { title: 'Array', path: 'array' },
            { title: 'Volume', path: 'volume' },
            { title: 'Identifier', path: 'naa' },
            { title: 'Serial', path: 'serial' },
            { title: 'Size', path: 'sizeBytes' },
            { title: 'State', path: 'state' },
            { title: 'Protocol', path: 'protocols' },
            { title: 'Mapped to', path: 'mappings', format: mappingsText },
            ...when(part.settings.depth === 'full', [
              { title: 'Used', path: 'usedBytes' as const },
              { title: 'Thin', path: 'thin' as const },
              { title: 'System', path: 'osType' as const },
            ]),
          ],
        }),
      ];
    },
  };
}

function mappingsText(mappings: NonNullable<EntityOf<'lun'>['attributes']['mappings']>): string {
  return (
    mappings
      .map((map) => (map.number === undefined ? map.host : `${map.host} as ${map.number}`))
      .join(', ') || 'nobody'
  );
}

export function sharesSection(part: Part): SectionPlan {
  return {
    key: 'shares',
    title: 'Shares',
    level: 2,
    reads: part.reads('share'),
    render: () => {
      const shares = part.of('share');
      if (shares.length === 0) return [paragraph('No shares are known.')];
      return [
        entityTable({
          entities: shares,
          home: true,
          columns: [
            { title: 'Share', path: 'name' },
            { title: 'Array', path: 'array' },
            { title: 'Protocol', path: 'protocol' },
            { title: 'Path', path: 'path' },
            { title: 'Volume', path: 'volume' },
            { title: 'Tenant', path: 'tenant' },
            { title: 'Policy', path: 'policy' },
            {
              title: 'Access',
              path: 'access',
              format: (rules) =>
                rules.map(({ client, permission }) => `${client}: ${permission}`).join('; ') || 'nobody',
            },
          ],
        }),
      ];
    },
  };
}

export function hostsSection(part: Part): SectionPlan {
  return {
    key: 'hosts',
    title: 'Storage hosts',
    level: 2,
    reads: part.reads('initiator-host'),
    render: () => {
      const hosts = part.of('initiator-host');
      if (hosts.length === 0) return [paragraph('The arrays know no hosts.')];
      return [
        entityTable({
          entities: hosts,
          home: true,
          columns: [
            { title: 'Storage host', path: 'name' },
            { title: 'Array', path: 'array' },
            { title: 'System', path: 'osType' },
            { title: 'Protocol', path: 'protocol' },
            { title: 'LUNs', path: 'lunCount' },
            { title: 'Initiators', path: 'initiators', format: (list) => count(list.length, 'initiator') },
            { title: 'Not connected', path: 'initiators', format: lostText },
            { title: 'Paths of each', path: 'initiators', format: pathsText },
          ],
        }),
        ...hosts.map((host) => initiatorsParagraph(host)),
      ];
    },
  };
}

type Initiators = NonNullable<EntityOf<'initiator-host'>['attributes']['initiators']>;

function lostText(initiators: Initiators): string | undefined {
  if (initiators.every(({ connected }) => connected === undefined)) return undefined;
  return (
    initiators
      .filter(({ connected }) => connected === false)
      .map(({ id, comment }) => comment ?? id)
      .join(', ') || 'none'
  );
}

function pathsText(initiators: Initiators): string | undefined {
  const paths = initiators.flatMap((initiator) => initiator.paths ?? []);
  if (paths.length === 0) return undefined;
  const least = Math.min(...paths);
  const most = Math.max(...paths);
  return least === most ? number(least) : `${number(least)} to ${number(most)}`;
}

function initiatorsParagraph(host: EntityOf<'initiator-host'>) {
  const text = (host.attributes.initiators ?? [])
    .map(({ id, comment }) => (comment === undefined ? id : `${id} (${comment})`))
    .join(', ');
  const content: Inline[] = [
    { t: 'entity', id: host.id, text: host.name },
    ': ',
    text === '' ? 'no initiators' : { t: 'fact', text, id: host.id, path: 'initiators' },
  ];
  return paragraph(...content);
}

/** Who uses LUNs and shares, from the side that knows: datastores, persistent volumes, hosts. */
export function consumersSection(part: Part): SectionPlan {
  return {
    key: 'consumers',
    title: 'What uses the storage',
    level: 2,
    reads: [
      ...part.reads('lun', 'share', 'volume'),
      { kind: 'datastore' },
      { kind: 'persistent-volume' },
      { kind: 'host' },
    ],
    render: () => {
      const used = [...part.of('lun'), ...part.of('share'), ...part.of('volume')]
        .map((entity) => ({ entity, users: usersOf(part, entity), hosts: hostsOf(part, entity) }))
        .filter(({ users, hosts }) => users.length + hosts.length > 0);
      if (used.length === 0)
        return [paragraph('No datastore, persistent volume or host of the inventory is known to use it.')];
      const of = new Map(used.map((entry) => [entry.entity.id, entry]));
      return [
        entityTable({
          entities: used.map(({ entity }) => entity),
          columns: [
            { title: 'Storage', path: 'name' },
            { title: 'Array', path: 'array' },
            {
              title: 'Datastores and persistent volumes',
              value: (entity) => links(of.get(entity.id)?.users),
            },
            { title: 'Hosts', value: (entity) => links(of.get(entity.id)?.hosts) },
          ],
        }),
      ];
    },
  };
}

function links(entities: readonly Entity[] | undefined): Content {
  return entityLinks(entities ?? [], 40);
}

function usersOf(part: Part, entity: Entity): readonly Entity[] {
  return part.view
    .inbound(entity, 'backed-by')
    .filter(({ kind }) => kind === 'datastore' || kind === 'persistent-volume');
}

function hostsOf(part: Part, entity: Entity): readonly Entity[] {
  return part.view.outbound(entity, 'mapped-to').filter(({ kind }) => kind === 'host');
}

/** Storage hosts reach LUNs by the fabrics that their array's ports hang on. */
export function accessDiagramSection(part: Part): SectionPlan {
  return {
    key: 'access-diagram',
    title: 'Hosts, fabrics and LUNs',
    level: 3,
    reads: part.reads('initiator-host', 'storage-port', 'lun'),
    render: () => {
      const nodes: GraphNode[] = [];
      const edges: GraphEdge[] = [];
      const group = (entity: Entity) => (entity.partition === undefined ? {} : { group: entity.partition });
      const fabrics = new Map<string, GraphNode>();
      const fabricsOf = new Map<string, Set<string>>();
      for (const port of part.of('storage-port')) {
        const { fabric } = port.attributes;
        if (fabric === undefined) continue;
        fabrics.set(fabric, {
          id: `fabric ${fabric}`,
          label: fabric,
          shape: 'round',
          noun: ['fabric', 'fabrics'],
        });
        const key = port.partition ?? '';
        fabricsOf.set(key, (fabricsOf.get(key) ?? new Set()).add(fabric));
      }
      for (const host of part.of('initiator-host')) {
        nodes.push({
          id: host.id,
          label: host.name,
          noun: ['storage host', 'storage hosts'],
          entity: host.id,
        });
        for (const fabric of fabricsOf.get(host.partition ?? '') ?? [])
          edges.push({ from: host.id, to: `fabric ${fabric}` });
      }
      const linked = new Set<string>();
      for (const lun of part.of('lun')) {
        const mapped = part.view.outbound(lun, 'mapped-to').some(({ kind }) => kind === 'initiator-host');
        if (!mapped) continue;
        nodes.push({
          id: lun.id,
          label: lun.attributes.volume ?? lun.name,
          shape: 'cylinder',
          noun: ['LUN', 'LUNs'],
          entity: lun.id,
          ...group(lun),
        });
        for (const host of part.view.outbound(lun, 'mapped-to'))
          if (host.kind === 'initiator-host') linked.add(`${host.id}\n${lun.id}`);
      }
      for (const pair of linked) {
        const [from = '', to = ''] = pair.split('\n');
        edges.push({ from, to, label: 'mapped' });
      }
      const drawn = diagrams({
        title: 'Hosts, fabrics and LUNs',
        direction: 'right',
        nodes: [...fabrics.values(), ...nodes],
        edges,
      });
      return drawn.length === 0 ? [paragraph('There is nothing to draw.')] : drawn;
    },
  };
}

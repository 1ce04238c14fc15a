import type { EntityOf } from '../../../shared/model/entity.ts';
import { computed, entityTable, paragraph, table, when } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { bytes, count, number } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import type { Part } from './estate.ts';

export function controllersSection(part: Part): SectionPlan {
  return {
    key: 'controllers',
    title: 'Controllers and HA',
    level: 2,
    reads: part.reads('controller'),
    render: () => {
      const controllers = part.of('controller');
      if (controllers.length === 0) return [paragraph('No controllers are known.')];
      const full = part.settings.depth === 'full';
      return [
        entityTable({
          entities: controllers,
          home: true,
          columns: [
            { title: 'Controller', path: 'name' },
            { title: 'Array', path: 'array' },
            { title: 'Model', path: 'model' },
            { title: 'Serial', path: 'serial' },
            { title: 'State', path: 'vendorState' },
            { title: 'Management IP', path: 'managementIp' },
            { title: 'Partner', path: 'haPartner' },
            { title: 'Takeover possible', path: 'takeoverPossible' },
            { title: 'Takeover', path: 'takeoverState', format: takeoverText },
            ...when(full, [
              { title: 'Software', path: 'firmware' as const },
              { title: 'Memory', path: 'memoryBytes' as const },
              { title: 'CPUs', path: 'cpuCount' as const },
              { title: 'CPU', path: 'cpuPercent' as const },
              { title: 'Up', path: 'uptimeSeconds' as const },
            ]),
          ],
        }),
        entityTable({
          entities: controllers,
          caption: 'Power, cooling and batteries',
          columns: [
            { title: 'Controller', path: 'name' },
            { title: 'Parts', path: 'components', format: componentsText },
          ],
        }),
      ];
    },
  };
}

function takeoverText(state: NonNullable<EntityOf<'controller'>['attributes']['takeoverState']>): string {
  switch (state) {
    case 'none':
      return 'not active';
    case 'taken-over':
      return 'taken over by its partner';
    case 'in-takeover':
      return 'serves its partner’s data';
  }
}

type Components = NonNullable<EntityOf<'shelf'>['attributes']['components']>;

/** What is well as a number, what is not by name. */
function componentsText(components: Components): string {
  const bad = components.filter(({ state }) => state !== 'ok');
  const good = components.length - bad.length;
  const parts = bad.map(({ name, state, detail }) => `${name} ${state}${detail ? ` (${detail})` : ''}`);
  return [...parts, ...(good > 0 ? [`${number(good)} ok`] : [])].join(', ') || 'none';
}

export function shelvesSection(part: Part): SectionPlan {
  return {
    key: 'shelves',
    title: 'Shelves and disks',
    level: 2,
    reads: part.reads('shelf', 'disk'),
    render: () => {
      const shelves = part.of('shelf');
      const disks = part.of('disk');
      if (shelves.length + disks.length === 0) return [paragraph('No shelves or disks are known.')];
      const full = part.settings.depth === 'full';
      return [
        diskSummary(disks),
        ...(shelves.length === 0
          ? []
          : [
              entityTable({
                entities: shelves,
                home: true,
                caption: 'Shelves',
                columns: [
                  { title: 'Shelf', path: 'name' },
                  { title: 'Model', path: 'model' },
                  { title: 'Serial', path: 'serial' },
                  { title: 'State', path: 'state' },
                  { title: 'Connection', path: 'connection' },
                  { title: 'Bays', path: 'bayCount' },
                  { title: 'Disks', path: 'diskCount' },
                  { title: 'Parts', path: 'components', format: componentsText },
                  ...when(full, [
                    { title: 'Firmware', path: 'firmware' as const },
                    { title: 'Ambient °C', path: 'temperatureCelsius' as const },
                  ]),
                ],
              }),
            ]),
        ...(disks.length === 0
          ? []
          : [
              entityTable({
                entities: disks,
                home: true,
                caption: 'Disks',
                columns: [
                  { title: 'Disk', path: 'name' },
                  { title: 'Shelf', path: 'shelf' },
                  { title: 'Bay', path: 'bay' },
                  { title: 'Model', path: 'model' },
                  { title: 'Serial', path: 'serial' },
                  { title: 'Type', path: 'type' },
                  { title: 'Size', path: 'capacityBytes' },
                  { title: 'Role', path: 'role' },
                  { title: 'Pool', value: (disk) => poolOfDisk(disk) },
                  { title: 'State', path: 'vendorState' },
                  ...when(
                    disks.some(({ attributes }) => attributes.osd !== undefined),
                    [{ title: 'Used', path: 'usedBytes' as const }],
                  ),
                  ...when(full, [
                    { title: 'Owner', path: 'owner' as const },
                    { title: 'Firmware', path: 'firmware' as const },
                    { title: 'Powered on', path: 'powerOnSeconds' as const },
                    { title: 'Wear', path: 'wearPercent' as const },
                  ]),
                ],
              }),
            ]),
      ];
    },
  };
}

/** A spare or broken disk is in no pool: that is known, not unknown. */
function poolOfDisk({ attributes: { pool, role } }: EntityOf<'disk'>): string {
  return pool ?? (role === undefined ? '' : 'none');
}

function diskSummary(disks: readonly EntityOf<'disk'>[]) {
  const groups = Map.groupBy(disks, ({ attributes: { array, model, role } }) =>
    JSON.stringify([array ?? '', model ?? 'unknown model', role ?? 'unknown role']),
  );
  return table(
    [
      'Array',
      'Model',
      'Role',
      { title: 'Disks', align: 'right' },
      { title: 'Together', align: 'right' },
      { title: 'Not working', align: 'right' },
    ],
    [...groups.values()].map((group) => {
      const [first] = group;
      const { array = '', model = 'unknown model', role = 'unknown role' } = first?.attributes ?? {};
      const from = `${role} disks of ${array}`;
      const sizes = group.map((disk) => disk.attributes.capacityBytes ?? 0);
      return [
        array,
        model,
        role,
        computed(number(group.length), from),
        computed(bytes(sizes.reduce((sum, size) => sum + size, 0)), from),
        computed(number(group.filter((disk) => disk.attributes.state === 'failed').length), from),
      ];
    }),
    'Disks by model and role',
  );
}

export function portsSection(part: Part): SectionPlan {
  return {
    key: 'ports',
    title: 'Ports',
    level: 2,
    reads: part.reads('storage-port'),
    render: () => {
      const ports = part.of('storage-port');
      if (ports.length === 0) return [paragraph('No ports are known.')];
      const full = part.settings.depth === 'full';
      return [
        entityTable({
          entities: ports,
          home: true,
          columns: [
            { title: 'Port', path: 'name' },
            { title: 'Array', path: 'array' },
            { title: 'Controller', path: 'controller' },
            { title: 'Protocol', path: 'protocol' },
            { title: 'Speed', path: 'speedMbps' },
            { title: 'Enabled', path: 'enabled' },
            { title: 'Link', path: 'linkUp', format: (up) => (up ? 'up' : 'down') },
            { title: 'WWN or MAC', value: ({ attributes: { wwn, mac } }) => wwn ?? mac ?? 'none' },
            { title: 'Fabric', value: ({ attributes: { fabric } }) => fabric ?? 'none' },
            { title: 'Interfaces', path: 'interfaces', format: interfacesText },
            ...when(full, [
              {
                title: 'MTU',
                value: ({ attributes: { mtu } }: EntityOf<'storage-port'>) =>
                  mtu === undefined ? 'none' : number(mtu),
              },
              { title: 'Neighbour', path: 'peerDevice' as const },
            ]),
          ],
        }),
      ];
    },
  };
}

function interfacesText(
  interfaces: NonNullable<EntityOf<'storage-port'>['attributes']['interfaces']>,
): string {
  return (
    interfaces
      .map(({ name, address, up, homePort }) =>
        [
          name,
          address ?? '',
          up === false ? 'down' : '',
          homePort === undefined ? '' : `at home on ${homePort}`,
        ]
          .filter((text) => text !== '')
          .join(' '),
      )
      .join('; ') || 'none'
  );
}

/** Controllers own pools; pools are made of disks, which are drawn by the shelf that they are in. */
export function hardwareDiagramSection(part: Part): SectionPlan {
  return {
    key: 'hardware-diagram',
    title: 'Controllers, shelves and pools',
    level: 3,
    reads: part.reads('controller', 'shelf', 'pool', 'disk'),
    render: () => {
      const nodes: GraphNode[] = [];
      const edges: GraphEdge[] = [];
      const group = (entity: { partition?: string }) =>
        entity.partition === undefined ? {} : { group: entity.partition };
      for (const controller of part.of('controller'))
        nodes.push({
          id: controller.id,
          label: controller.name,
          shape: 'hexagon',
          noun: ['controller', 'controllers'],
          entity: controller.id,
          ...group(controller),
        });
      for (const pool of part.of('pool')) {
        nodes.push({
          id: pool.id,
          label: pool.name,
          shape: 'cylinder',
          noun: ['pool', 'pools'],
          entity: pool.id,
          ...group(pool),
        });
        for (const owner of part.view.outbound(pool, 'managed-by'))
          edges.push({ from: owner.id, to: pool.id, label: 'owns', directed: true });
      }
      for (const shelf of part.of('shelf'))
        nodes.push({
          id: shelf.id,
          label: shelf.name,
          shape: 'box',
          noun: ['shelf', 'shelves'],
          entity: shelf.id,
          ...group(shelf),
        });
      for (const [key, disks] of diskPlaces(part))
        edges.push({ from: key.pool, to: key.shelf, label: count(disks, 'disk') });
      const drawn = diagrams({ title: 'Controllers, shelves and pools', nodes, edges });
      return drawn.length === 0 ? [paragraph('There is nothing to draw.')] : drawn;
    },
  };
}

/** How many disks of each pool lie in each shelf. */
function diskPlaces(part: Part): Iterable<readonly [{ pool: string; shelf: string }, number]> {
  const places = new Map<string, { key: { pool: string; shelf: string }; disks: number }>();
  for (const disk of part.of('disk')) {
    const pool = disk.relations.find(({ type }) => type === 'member-of');
    const shelf = disk.relations.find(
      (relation) => relation.type === 'part-of' && 'to' in relation && relation.to.includes(':shelf:'),
    );
    if (!pool || !shelf || !('to' in pool) || !('to' in shelf)) continue;
    const id = `${pool.to}\n${shelf.to}`;
    const known = places.get(id);
    if (known) known.disks += 1;
    else places.set(id, { key: { pool: pool.to, shelf: shelf.to }, disks: 1 });
  }
  return [...places.values()].map(({ key, disks }) => [key, disks] as const);
}

import type { Change } from '../../../src/shared/model/change.ts';
import type { Entity } from '../../../src/shared/model/entity.ts';
import type { EntityId, Instant, RunId } from '../../../src/shared/model/ids.ts';
import type { EntityKind } from '../../../src/shared/model/kinds/registry.ts';
import type { Relation } from '../../../src/shared/model/relation.ts';
import type { InventoryView } from '../../../src/main/inventory/view.ts';
import { buildEntity, buildView, testNow } from '../../support/build-view.ts';
import { dice, type Dice } from './dice.ts';

/** An estate that statements are made about, with what is needed to make them. */
export interface Estate {
  readonly view: InventoryView;
  readonly dice: Dice;
  readonly entities: readonly Entity[];
  /** Entities of a kind whose name nothing else has. */
  named(kind: EntityKind): readonly Entity[];
  /** A name in the estate's own style that nothing has. */
  invent(kind: EntityKind): string;
}

export const gib = 2 ** 30;
export const tib = 2 ** 40;
const dayMs = 86_400_000;

/** Sites name things in different ways; each estate follows one. */
const styles = [
  { host: 'esx-', vm: ['web', 'db', 'app', 'mail'], join: '-', cluster: ['prod-a', 'prod-b', 'test'] },
  { host: 'fra1esx', vm: ['vmweb', 'vmsql', 'vmfile', 'vmci'], join: '', cluster: ['CL-FRA1', 'CL-FRA2'] },
  { host: 'hv', vm: ['Erp', 'Crm', 'Intranet', 'Print'], join: '_', cluster: ['Compute', 'Gold Tier'] },
  {
    host: 'node-esx-',
    vm: ['k3s', 'gitlab', 'grafana', 'vault'],
    join: '-srv-',
    cluster: ['muc', 'ber', 'ham'],
  },
] as const;

export function evaluationEstate(seed: number): Estate {
  const d = dice(seed);
  const style = styles[seed % styles.length] ?? styles[0];
  const entities: Entity[] = [];
  const add = <E extends { readonly id: EntityId }>(entity: E): E => {
    entities.push(entity as unknown as Entity);
    return entity;
  };
  const to = (type: Relation['type'], target: { readonly id: EntityId }): Relation => ({
    type,
    to: target.id,
  });
  const daysAgo = (days: number, hour = d.int(6, 18)) =>
    new Date(
      Math.floor(Date.parse(testNow) / dayMs - days) * dayMs + hour * 3_600_000 + d.int(0, 59) * 60_000,
    ).toISOString();
  const two = (n: number) => String(n).padStart(2, '0');

  const volumes: Entity[] = [];
  for (const arrayName of [`array-${d.int(1, 3)}`, `netapp${d.int(4, 9)}`]) {
    const array = add(
      buildEntity('array', arrayName, {
        attributes: {
          vendor: d.one(['NetApp', 'Pure Storage']),
          model: d.one(['AFF-A400', 'FAS2750', 'C60']),
          softwareVersion: `9.${d.int(10, 16)}.${d.int(0, 9)}`,
          state: d.one(['ok', 'ok', 'degraded'] as const),
          spareDiskCount: d.int(1, 6),
          managementIp: `10.9.${d.int(0, 9)}.${d.int(10, 200)}`,
        },
      }),
    );
    for (const p of [1, 2]) {
      const sizeBytes = d.int(20, 90) * tib;
      const usedBytes = Math.round(sizeBytes * (0.2 + d.unit() * 0.7));
      const pool = add(
        buildEntity('pool', `${arrayName}_aggr${p}`, {
          partition: arrayName,
          attributes: {
            array: arrayName,
            state: d.one(['ok', 'ok', 'degraded', 'failed'] as const),
            sizeBytes,
            usedBytes,
            freeBytes: sizeBytes - usedBytes,
            diskCount: d.int(8, 40),
          },
          relations: [to('part-of', array)],
        }),
      );
      for (let v = 1; v <= 3; v += 1) {
        const size = d.int(2, 16) * tib;
        volumes.push(
          add(
            buildEntity('volume', `vol_${arrayName.replace(/\D/g, '')}${p}_${two(v)}`, {
              partition: arrayName,
              attributes: {
                array: arrayName,
                pool: pool.name,
                state: d.one(['ok', 'ok', 'degraded'] as const),
                sizeBytes: size,
                usedBytes: Math.round(size * (0.1 + d.unit() * 0.8)),
                latencyMs: d.int(1, 40) / 10,
                iops: d.int(200, 9000),
                createdAt: daysAgo(d.int(30, 900)),
              },
              relations: [to('stored-on', pool)],
            }),
          ),
        );
      }
    }
  }

  const sites = ['fra1', 'muc2'].map((name) =>
    add(buildEntity('site', name, { attributes: { status: 'active', region: d.one(['Hesse', 'Bavaria']) } })),
  );
  const interfaces: Entity[] = [];
  for (const site of sites) {
    const racks = ['r01', 'r02'].map((name) =>
      add(
        buildEntity('rack', `${site.name}-${name}`, {
          attributes: { site: site.name, heightU: d.one([42, 47, 48]) },
          relations: [to('located-in', site)],
        }),
      ),
    );
    for (const s of [1, 2]) {
      const rack = d.one(racks);
      const device = add(
        buildEntity('switch', `${site.name}-sw${s}`, {
          attributes: {
            site: site.name,
            rack: rack.name,
            role: d.one(['access', 'spine']),
            reachable: d.chance(0.8),
            model: d.one(['DCS-7050SX3', 'N9K-C93180', 'QFX5120']),
            osVersion: `4.${d.int(20, 32)}.${d.int(0, 9)}M`,
            managementIp: `10.8.${s}.${d.int(2, 250)}`,
            uptimeSeconds: d.int(3, 400) * 86_400 + d.int(0, 80_000),
            cpuPercent: d.int(3, 95),
            temperatureCelsius: d.int(24, 60),
          },
          relations: [to('located-in', rack)],
        }),
      );
      for (let port = 1; port <= 3; port += 1) {
        const peer = port === 1 && s === 2 ? interfaces.at(-1) : undefined;
        interfaces.push(
          add(
            buildEntity('interface', `Ethernet${s}/${port + (site.name === 'fra1' ? 0 : 10)}`, {
              nativeId: `${device.name}/${s}/${port}`,
              attributes: {
                device: device.name,
                site: site.name,
                speedMbps: d.one([1000, 10_000, 25_000, 100_000]),
                mtu: d.one([1500, 9000, 9214]),
                operUp: d.chance(0.7),
                adminUp: true,
                utilisationPercent: d.int(2, 97),
              },
              relations: [to('part-of', device), ...(peer === undefined ? [] : [to('connected-to', peer)])],
            }),
          ),
        );
      }
    }
  }

  const networks = [10, 20, 30].map((vlan) =>
    add(
      buildEntity('network', d.one([`pg-${vlan}`, `PG_${vlan}_prod`]), {
        attributes: { type: 'distributed', vlan },
      }),
    ),
  );

  const vms: Entity[] = [];
  const hostsAll: Entity[] = [];
  let vmNumber = 0;
  for (const [c, clusterName] of style.cluster.entries()) {
    const hostCount = d.int(3, 6);
    const cluster = add(
      buildEntity('cluster', clusterName, {
        partition: clusterName,
        attributes: {
          hostCount,
          haEnabled: d.chance(0.6),
          drsEnabled: d.chance(0.6),
          totalCpuMhz: d.int(200, 900) * 1000,
        },
      }),
    );
    const datastores = [1, 2, 3].map((n) => {
      const capacityBytes = d.int(4, 30) * tib + d.int(0, 3) * 256 * gib;
      const usedBytes = Math.round(capacityBytes * (0.15 + d.unit() * 0.8));
      return add(
        buildEntity('datastore', `ds-${clusterName.toLowerCase().replaceAll(' ', '')}-${two(n)}`, {
          partition: clusterName,
          attributes: {
            type: d.one(['VMFS', 'NFS']),
            cluster: clusterName,
            capacityBytes,
            usedBytes,
            freeBytes: capacityBytes - usedBytes,
            accessible: d.chance(0.85),
          },
          relations: [to('backed-by', d.one(volumes))],
        }),
      );
    });
    for (let h = 1; h <= hostCount; h += 1) {
      const host = add(
        buildEntity('host', `${style.host}${two(c * 10 + h)}`, {
          partition: clusterName,
          attributes: {
            cluster: clusterName,
            connectionState: d.one([
              'connected',
              'connected',
              'connected',
              'not responding',
              'disconnected',
            ] as const),
            maintenanceMode: d.chance(0.25),
            model: d.one(['PowerEdge R760', 'ProLiant DL380 Gen11', 'UCS C240 M7']),
            version: `8.0.${d.int(0, 3)}`,
            build: String(d.int(21_000_000, 25_000_000)),
            serial: `SN${d.int(100_000, 999_999)}`,
            managementIp: `10.1.${c}.${d.int(5, 250)}`,
            memoryBytes: d.one([256, 384, 512, 768, 1024, 1536]) * gib,
            sockets: 2,
            cores: d.one([32, 48, 56, 64, 96]),
            cpuMhz: d.one([2100, 2400, 2600, 3000]),
            bootedAt: daysAgo(d.int(2, 300)),
            uptimeSeconds: d.int(2, 300) * 86_400 + d.int(0, 80_000),
          },
          relations: [to('member-of', cluster)],
        }),
      ) as Entity;
      hostsAll.push(host);
      for (let v = d.int(2, 7); v > 0; v -= 1) {
        vmNumber += 1;
        vms.push(
          add(
            buildEntity('vm', `${d.one(style.vm)}${style.join}${two(vmNumber)}`, {
              partition: clusterName,
              attributes: {
                cluster: clusterName,
                host: host.name,
                powerState: d.one(['on', 'on', 'on', 'off', 'suspended'] as const),
                vcpus: d.one([1, 2, 4, 6, 8, 12, 16]),
                memoryBytes: d.one([2, 4, 8, 12, 16, 24, 32, 64]) * gib,
                usedBytes: d.int(10, 900) * gib + d.int(0, 1023) * 2 ** 20,
                cpuReadyPercent: d.int(1, 120) / 10,
                cpuUsageMhz: d.int(100, 8000),
                ips: [`10.2.${c}.${d.int(2, 250)}`],
                toolsStatus: d.one(['current', 'outdated', 'not installed'] as const),
                osConfigured: d.one(['Debian GNU/Linux 12', 'Windows Server 2022', 'Ubuntu Linux 24.04']),
                createdAt: daysAgo(d.int(3, 800)),
              },
              relations: [
                to('runs-on', host),
                to('stored-on', d.one(datastores)),
                to('attached-to', d.one(networks)),
              ],
            }),
          ),
        );
      }
    }
  }
  // The same name twice, as where a VM was cloned to another vCenter.
  const twin = vms[3];
  if (twin !== undefined) {
    add(
      buildEntity('vm', twin.name, {
        source: 'vcenter-b',
        attributes: { powerState: 'off', vcpus: 3, memoryBytes: 5 * gib },
        relations: [to('runs-on', d.one(hostsAll))],
      }),
    );
  }

  addKubernetes(d, add, to, vms, daysAgo);

  const rules = [
    ['VS03', 'Datastore nearly full', 'critical', 'datastore'],
    ['VS07', 'Host in maintenance mode', 'info', 'host'],
    ['VS11', 'Snapshot older than a week', 'warning', 'vm'],
    ['NW02', 'Interface down', 'warning', 'interface'],
    ['ST04', 'Pool degraded', 'critical', 'pool'],
  ] as const;
  for (const [rule, title, severity, kind] of rules) {
    const objects = entities.filter((entity) => entity.kind === kind);
    for (const object of d.some(objects, d.int(1, 4))) {
      add(
        buildEntity('finding', `${rule} ${object.name}`, {
          nativeId: `${rule}:${object.id}`,
          partition: rule,
          attributes: {
            rule,
            ruleDomain: 'vmware',
            severity,
            title,
            object: object.name,
            objectId: object.id,
            objectKind: kind,
            objectSource: object.source,
            value: '1',
            threshold: '0',
            why: 'w',
            remedy: 'r',
            ruleSource: 's',
            openedAt: daysAgo(d.int(1, 20)),
          },
          relations: [to('concerns', object)],
        }),
      );
    }
  }

  return estateOver(entities, d, changesOf(d, vms, hostsAll, daysAgo));
}

/** What is needed to make statements about some entities. */
export function estateOver(entities: readonly Entity[], d: Dice, changes: readonly Change[] = []): Estate {
  const view = buildView(entities, { changes });
  const names = new Map<string, number>();
  for (const { name } of entities) names.set(name.toLowerCase(), (names.get(name.toLowerCase()) ?? 0) + 1);
  return {
    view,
    dice: d,
    entities,
    named: (kind) =>
      (view.all(kind) as readonly Entity[]).filter(({ name }) => names.get(name.toLowerCase()) === 1),
    invent: (kind) => {
      const like = d.one(view.all(kind)).name;
      for (let n = d.int(61, 97); ; n += 1) {
        const name = /\d/.test(like) ? like.replace(/\d+(?!.*\d)/, String(n)) : `${like}-${n}`;
        if (!names.has(name.toLowerCase())) return name;
      }
    },
  };
}

function addKubernetes(
  d: Dice,
  add: <E extends { readonly id: EntityId }>(entity: E) => E,
  to: (type: Relation['type'], target: { readonly id: EntityId }) => Relation,
  vms: readonly Entity[],
  daysAgo: (days: number) => string,
): void {
  const cluster = add(
    buildEntity('k8s-cluster', 'k8s-prod', {
      attributes: { version: `v1.${d.int(28, 33)}.${d.int(0, 9)}`, createdAt: daysAgo(d.int(100, 600)) },
    }),
  );
  // One node has its VM's name, as nodes mostly have.
  const nodes = [vms[0]?.name ?? 'worker-0', 'worker-1', 'worker-2', 'worker-3'].map((name, i) => {
    const vm = vms[i];
    return add(
      buildEntity('k8s-node', name, {
        partition: 'k8s-prod',
        attributes: {
          cluster: 'k8s-prod',
          ready: d.chance(0.75),
          unschedulable: d.chance(0.3),
          kubeletVersion: `v1.${d.int(28, 33)}.${d.int(0, 9)}`,
          allocatableMemoryBytes: d.one([16, 32, 64]) * gib,
          allocatableCpuMillicores: d.one([4000, 8000, 16_000]),
          allocatablePods: d.one([110, 250]),
          internalIp: `10.3.0.${d.int(2, 250)}`,
        },
        relations: [to('member-of', cluster), ...(vm === undefined ? [] : [to('runs-on', vm)])],
      }),
    );
  });
  for (const namespace of ['shop', 'monitoring', 'billing-api']) {
    const space = add(
      buildEntity('namespace', namespace, {
        partition: 'k8s-prod',
        attributes: { cluster: 'k8s-prod', phase: 'Active' },
        relations: [to('member-of', cluster)],
      }),
    );
    for (const app of [`${namespace}-web`, `${namespace}-worker`]) {
      const replicas = d.int(2, 6);
      const ready = d.int(0, replicas);
      const workload = add(
        buildEntity('workload', app, {
          partition: `k8s-prod/${namespace}`,
          attributes: {
            cluster: 'k8s-prod',
            namespace,
            type: 'Deployment',
            replicas,
            desired: replicas,
            ready,
          },
          relations: [to('part-of', space)],
        }),
      );
      for (let p = 0; p < replicas; p += 1) {
        const suffix = Math.floor(d.unit() * 36 ** 5)
          .toString(36)
          .padStart(5, 'x');
        const node = d.one(nodes);
        add(
          buildEntity('pod', `${app}-7d9f-${suffix}`, {
            partition: `k8s-prod/${namespace}`,
            attributes: {
              cluster: 'k8s-prod',
              namespace,
              phase: d.one(['Running', 'Running', 'Pending', 'Failed']),
              ready: p < ready,
              restarts: d.int(0, 40),
              node: node.name,
              podIp: `10.42.${d.int(0, 9)}.${d.int(2, 250)}`,
              startedAt: daysAgo(d.int(1, 60)),
            },
            relations: [to('runs-on', node), to('part-of', space), to('owned-by', workload)],
          }),
        );
      }
    }
  }
}

function changesOf(
  d: Dice,
  vms: readonly Entity[],
  hosts: readonly Entity[],
  daysAgo: (days: number) => string,
): Change[] {
  return d.some(vms.slice(5), 8).map((vm, i): Change => {
    const moved = i % 2 === 0;
    const now = vm.attributes as { readonly host?: string; readonly vcpus?: number };
    return {
      id: `change-${i}`,
      entityId: vm.id,
      kind: 'vm',
      source: vm.source,
      entityName: vm.name,
      runId: 'run-1' as RunId,
      at: daysAgo(d.int(1, 6)) as Instant,
      type: 'field',
      class: moved ? 'placement' : 'configuration',
      path: moved ? 'attributes.host' : 'attributes.vcpus',
      from: moved
        ? d.one(hosts.filter(({ name }) => name !== now.host)).name
        : (now.vcpus ?? 0) + d.int(1, 5),
      to: moved ? now.host : now.vcpus,
      schemaVersion: 1,
    };
  });
}

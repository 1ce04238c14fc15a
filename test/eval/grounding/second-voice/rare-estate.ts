import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { EntityId } from '../../../../src/shared/model/ids.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import type { Relation } from '../../../../src/shared/model/relation.ts';
import { buildEntity, testNow, type EntityParts } from '../../../support/build-view.ts';
import { dice, type Dice } from '../dice.ts';
import { estateOver, gib, tib, type Estate } from '../estate.ts';

const dayMs = 86_400_000;

/** An estate of what summaries seldom speak of: LUNs, replication, BGP, prefixes, claims, ingresses, licences. */
export function rareEstate(seed: number): Estate {
  const d = dice(seed * 7919 + 13);
  const entities: Entity[] = [];
  const add: Add = (kind, name, parts = {}) => {
    const entity = buildEntity(kind, name, parts) as unknown as Entity;
    entities.push(entity);
    return entity;
  };
  storage(d, add);
  const sites = network(d, add);
  virtual(d, add);
  kubernetes(d, add);
  power(d, add, sites);
  return estateOver(entities, d);
}

type Add = <K extends EntityKind>(kind: K, name: string, parts?: EntityParts<K>) => Entity;

const to = (type: Relation['type'], target: { readonly id: EntityId }): Relation => ({ type, to: target.id });
const two = (n: number) => String(n).padStart(2, '0');
const ago = (d: Dice, days: number) =>
  new Date(Math.floor(Date.parse(testNow) / dayMs - days) * dayMs + d.int(0, 23) * 3_600_000).toISOString();
const ahead = (d: Dice, days: number) => ago(d, -days);

function storage(d: Dice, add: Add): void {
  const [first, second] = d.one([
    ['stor-a', 'stor-b'],
    ['fas01', 'fas02'],
    ['PURE_EAST', 'PURE_WEST'],
  ] as const);
  const houses = [first, second];
  const volumes: Entity[][] = [];
  for (const [a, name] of houses.entries()) {
    const array = add('array', name, {
      attributes: {
        vendor: d.one(['NetApp', 'Pure Storage', 'Dell']),
        model: d.one(['AFF-A250', 'X50R3', 'PowerStore 5200T']),
        softwareVersion: `${d.int(6, 9)}.${d.int(1, 15)}.${d.int(0, 6)}`,
        state: d.one(['ok', 'degraded'] as const),
        haConfigured: d.chance(0.7),
        spareDiskCount: d.int(2, 7),
        latencyMs: d.int(2, 60) / 10,
        iops: d.int(2, 90) * 1000,
        throughputMbps: d.int(200, 9000),
      },
    });
    const inArray = { partition: name };
    const controllers = [1, 2].map((n) =>
      add('controller', `${name}-c${n}`, {
        ...inArray,
        attributes: {
          array: name,
          state: d.one(['ok', 'degraded', 'failed'] as const),
          cpuPercent: d.int(4, 92),
          takeoverPossible: d.chance(0.6),
          firmware: `R${d.int(10, 40)}.${d.int(1, 9)}`,
        },
        relations: [to('part-of', array)],
      }),
    );
    for (let n = 1; n <= 4; n += 1) {
      add('disk', `${name}.${a}.${n + 10}`, {
        ...inArray,
        attributes: {
          array: name,
          state: d.one(['ok', 'ok', 'failed'] as const),
          capacityBytes: d.one([4, 8, 15]) * 1e12,
          wearPercent: d.int(2, 96),
          temperatureCelsius: d.int(25, 58),
        },
        relations: [to('part-of', array)],
      });
    }
    const own: Entity[] = [];
    for (const p of ['gold', 'silver']) {
      const sizeBytes = d.int(30, 200) * tib;
      const usedBytes = Math.round(sizeBytes * (0.15 + d.unit() * 0.75));
      const pool = add('pool', `${p}_${name.toLowerCase()}`, {
        ...inArray,
        attributes: {
          array: name,
          state: d.one(['ok', 'degraded', 'failed', 'offline'] as const),
          raidType: d.one(['RAID-DP', 'RAID-6', 'RAID-10']),
          encrypted: d.chance(0.5),
          sizeBytes,
          usedBytes,
          freeBytes: sizeBytes - usedBytes,
          diskCount: d.int(6, 48),
        },
        relations: [to('part-of', array), to('managed-by', d.one(controllers))],
      });
      for (let v = 1; v <= 3; v += 1) {
        const size = d.int(3, 24) * tib;
        own.push(
          add('volume', `${p.slice(0, 1)}${a}vol${two(v)}`, {
            ...inArray,
            attributes: {
              array: name,
              pool: pool.name,
              state: d.one(['ok', 'degraded', 'offline'] as const),
              thin: d.chance(0.5),
              encrypted: d.chance(0.5),
              autogrow: d.chance(0.5),
              sizeBytes: size,
              usedBytes: Math.round(size * (0.1 + d.unit() * 0.8)),
              iops: d.int(300, 20_000),
              latencyMs: d.int(2, 80) / 10,
            },
            relations: [to('stored-on', pool), to('part-of', array)],
          }),
        );
      }
    }
    volumes.push(own);
  }
  const [left = [], right = []] = volumes;
  for (const [i, volume] of left.entries()) {
    const group = add('initiator-host', `ig_${d.one(['prod', 'sql', 'vdi'])}${i}`, {
      partition: first,
      attributes: { array: first, osType: d.one(['vmware', 'linux']), protocol: d.one(['fcp', 'iscsi']) },
    });
    const name = `lun_${d.one(['db', 'log', 'vmfs'])}_${two(i)}`;
    add('lun', name, {
      partition: first,
      attributes: {
        array: first,
        volume: volume.name,
        sizeBytes: d.one([512, 1024, 2048, 3072, 6144]) * gib,
        thin: d.chance(0.5),
        state: d.one(['ok', 'degraded', 'offline'] as const),
      },
      relations: [to('stored-on', volume), to('mapped-to', group)],
    });
    for (let n = d.int(1, 2); n > 0; n -= 1) {
      add('storage-snapshot', `nightly.${volume.name}.${n}`, {
        partition: first,
        attributes: {
          array: first,
          volume: volume.name,
          createdAt: ago(d, d.int(2, 45)),
          sizeBytes: d.int(3, 900) * gib,
          locked: d.chance(0.4),
        },
        relations: [to('part-of', volume)],
      });
    }
    const copy = right[i];
    if (copy === undefined || i > 3) continue;
    add('replication', `mirror-${volume.name}`, {
      partition: second,
      attributes: {
        sourceArray: first,
        sourceVolume: volume.name,
        destinationArray: second,
        destinationVolume: copy.name,
        type: d.one(['asynchronous', 'synchronous']),
        healthy: d.chance(0.6),
        lagSeconds: d.int(2, 180) * 60,
        lastTransferBytes: d.int(1, 800) * gib,
      },
      relations: [to('backed-by', volume), to('replicates-to', copy)],
    });
  }
}

function network(d: Dice, add: Add): readonly Entity[] {
  const sites = d
    .one([
      ['hamburg', 'leipzig'],
      ['dc-north', 'dc-south'],
    ])
    .map((name) => add('site', name, { attributes: { status: 'active' } }));
  const vlans = ['vlan-office', 'vlan-dmz', 'vlan-voice', 'vlan-iscsi', 'vlan-mgmt'].map((name, i) =>
    add('vlan', name, {
      attributes: { vid: 100 + i * 37 + d.int(1, 30), status: d.one(['active', 'reserved']) },
    }),
  );
  const vrfs = ['vrf-prod', 'vrf-oob'].map((name) => add('vrf', name, {}));
  for (let i = 0; i < 6; i += 1) {
    const site = d.one(sites);
    const vrf = d.one(vrfs);
    const sizeCount = d.one([254, 510, 1022, 4094]);
    const prefix = `10.${20 + i}.${d.int(0, 60) * 4}.0/${d.one([22, 23, 24])}`;
    add('prefix', prefix, {
      attributes: {
        prefix,
        family: 4,
        type: 'network',
        vrf: vrf.name,
        site: site.name,
        status: d.one(['active', 'reserved', 'deprecated']),
        usedPercent: d.int(3, 98),
        usedCount: d.int(5, 240),
        sizeCount,
      },
      relations: [to('member-of', vrf), to('assigned-to', d.one(vlans)), to('located-in', site)],
    });
  }
  const routers = sites.flatMap((site, s) =>
    [1, 2].map((n) =>
      add('router', `br${s + 1}${n}-${site.name}`, {
        partition: site.name,
        attributes: {
          site: site.name,
          model: d.one(['MX204', 'ASR-9901', '7280R3']),
          osVersion: `${d.int(20, 24)}.${d.int(1, 4)}R${d.int(1, 3)}`,
          reachable: d.chance(0.7),
          localAsn: 64_500 + s * 10 + n,
          cpuPercent: d.int(3, 90),
          routeCount: d.int(900, 40_000),
        },
        relations: [to('located-in', site)],
      }),
    ),
  );
  for (const [i, router] of routers.entries()) {
    const asn = 64_700 + i * 7 + d.int(0, 5);
    const address = `192.0.2.${10 + i * 9 + d.int(0, 6)}`;
    add('bgp-peer', `${router.name} → transit-${i + 1}`, {
      partition: router.partition ?? '',
      attributes: {
        device: router.name,
        peerAddress: address,
        remoteAsn: asn,
        adminUp: true,
        state: d.one(['established', 'established', 'idle', 'active']),
        prefixesReceived: d.int(12, 9000),
        prefixesSent: d.int(3, 60),
        uptimeSeconds: d.int(2, 90) * 86_400,
      },
      relations: [to('part-of', router)],
    });
    for (const port of [1, 2]) {
      add('interface', `xe-${i}/0/${port}`, {
        nativeId: `${router.name}/${port}`,
        partition: router.partition ?? '',
        attributes: {
          device: router.name,
          speedMbps: d.one([10_000, 25_000, 40_000, 100_000]),
          mtu: d.one([1500, 9000, 9192]),
          adminUp: d.chance(0.8),
          operUp: d.chance(0.7),
          utilisationPercent: d.int(1, 98),
          inErrors: d.int(2, 800),
        },
        relations: [to('part-of', router), to('carries', d.one(vlans))],
      });
    }
  }
  for (const n of [1, 2]) {
    add('circuit', `WAN-${d.int(300, 800)}${n}`, {
      attributes: {
        provider: d.one(['Corvus', 'Meridian']),
        status: 'active',
        commitMbps: d.one([500, 1000, 10_000]),
      },
    });
  }
  return sites;
}

function power(d: Dice, add: Add, sites: readonly Entity[]): void {
  for (const [i, site] of sites.entries()) {
    const rack = add('rack', `${site.name}-cage${i + 4}`, {
      attributes: { site: site.name, heightU: d.one([42, 45, 48]) },
      relations: [to('located-in', site)],
    });
    for (const leg of ['a', 'b']) {
      add('power-feed', `feed-${i + 1}${leg}`, {
        attributes: {
          site: site.name,
          rack: rack.name,
          type: leg === 'a' ? 'primary' : 'redundant',
          voltage: 230,
          amperage: d.one([16, 32]),
          availableWatts: d.int(30, 70) * 100,
          drawWatts: d.int(5, 28) * 100,
        },
        relations: [to('located-in', rack)],
      });
    }
  }
}

function virtual(d: Dice, add: Add): void {
  const vcenter = add('vcenter', 'vcsa-main', {
    attributes: {
      version: `8.0.${d.int(1, 3)}`,
      licenses: [
        {
          name: 'vSphere 8 Enterprise Plus',
          total: d.int(8, 16) * 8,
          used: d.int(10, 60),
          unit: 'cpuPackage',
        },
        { name: 'vCenter Server 8 Standard', total: d.int(2, 6), used: 1, unit: 'instance' },
      ],
    },
  });
  const cluster = add('cluster', 'blue-cluster', {
    attributes: {
      haEnabled: d.chance(0.5),
      drsEnabled: d.chance(0.5),
      haFailoverLevel: d.int(1, 3),
      evcMode: 'none',
    },
    relations: [to('managed-by', vcenter)],
  });
  const dvs = add('dv-switch', 'dvs-core', {
    attributes: { version: '8.0.0', mtu: d.one([1500, 9000]), ports: d.int(64, 512) },
  });
  const tiers = add('datastore-cluster', 'dsc-tier1', { attributes: { drsEnabled: d.chance(0.5) } });
  for (const n of [1, 2, 3]) {
    const capacityBytes = d.int(6, 40) * tib;
    const usedBytes = Math.round(capacityBytes * (0.2 + d.unit() * 0.7));
    add('datastore', `bluefs_${two(n)}`, {
      attributes: {
        type: d.one(['VMFS', 'NFS']),
        accessible: d.chance(0.7),
        capacityBytes,
        usedBytes,
        freeBytes: capacityBytes - usedBytes,
        vmCount: d.int(2, 40),
      },
      relations: [to('member-of', tiers)],
    });
  }
  const rp = ['rp-gold', 'rp-bronze'].map((name) =>
    add('resource-pool', name, {
      attributes: {
        cluster: cluster.name,
        cpuReservationMhz: d.int(4, 40) * 1000,
        memoryReservationBytes: d.int(16, 256) * gib,
      },
      relations: [to('part-of', cluster)],
    }),
  );
  for (let n = 1; n <= 4; n += 1) {
    const host = add('host', `metal${two(n)}`, {
      partition: cluster.name,
      attributes: {
        cluster: cluster.name,
        connectionState: d.one(['connected', 'disconnected', 'not responding'] as const),
        maintenanceMode: d.chance(0.4),
        vendor: d.one(['Dell', 'HPE']),
        memoryBytes: d.one([512, 768, 1024]) * gib,
        sockets: 2,
        cores: d.one([32, 48, 64]),
        ntpOffsetMs: d.int(2, 900),
        hbas: [],
      },
      relations: [to('member-of', cluster), to('attached-to', dvs), to('managed-by', vcenter)],
    });
    for (let v = 1; v <= 2; v += 1) {
      add('vm', `${d.one(['build', 'queue', 'proxy'])}${n}${v}`, {
        partition: cluster.name,
        attributes: {
          cluster: cluster.name,
          host: host.name,
          powerState: d.one(['on', 'off', 'suspended'] as const),
          vcpus: d.one([2, 4, 8]),
          memoryBytes: d.one([4, 8, 16, 32]) * gib,
          consolidationNeeded: d.chance(0.5),
          cpuHotAdd: d.chance(0.5),
          snapshots: Array.from({ length: d.int(2, 5) }, (_, i) => ({
            id: `snapshot-${n}${v}${i}`,
            name: `before patch ${i}`,
            createdAt: ago(d, d.int(1, 60)),
          })),
        },
        relations: [to('runs-on', host), to('member-of', d.one(rp))],
      });
    }
  }
}

function kubernetes(d: Dice, add: Add): void {
  const cluster = add('k8s-cluster', 'kube-east', {
    attributes: { version: `v1.${d.int(27, 33)}.${d.int(0, 8)}` },
  });
  const classes = ['fast-ssd', 'bulk-hdd'].map((name, i) =>
    add('storage-class', name, {
      attributes: {
        cluster: 'kube-east',
        provisioner: 'csi.example.net',
        default: i === 0,
        expandable: d.chance(0.5),
        reclaimPolicy: d.one(['Delete', 'Retain']),
      },
      relations: [to('part-of', cluster)],
    }),
  );
  for (const space of ['checkout', 'telemetry']) {
    const partition = `kube-east/${space}`;
    const base = { cluster: 'kube-east', namespace: space };
    const namespace = add('namespace', space, {
      partition: 'kube-east',
      attributes: { cluster: 'kube-east', phase: 'Active' },
      relations: [to('part-of', cluster)],
    });
    for (const app of ['api', 'ledger', 'cache']) {
      const max = d.int(6, 14);
      const min = d.int(2, 4);
      const workload = add('workload', `${space}-${app}`, {
        partition,
        attributes: {
          ...base,
          type: d.one(['Deployment', 'StatefulSet']),
          replicas: d.int(2, 6),
          ready: d.int(2, 6),
          paused: d.chance(0.4),
          restarts: d.int(2, 60),
        },
        relations: [to('part-of', namespace)],
      });
      const service = add('service', `svc-${space}-${app}`, {
        partition,
        attributes: {
          ...base,
          type: d.one(['ClusterIP', 'LoadBalancer', 'NodePort']),
          backends: d.int(3, 6),
          backendsReady: d.int(2, 6),
        },
        relations: [to('part-of', namespace), to('selects', workload)],
      });
      add('ingress', `ing-${space}-${app}`, {
        partition,
        attributes: { ...base, class: d.one(['nginx', 'traefik']), addresses: [`10.100.7.${d.int(2, 250)}`] },
        relations: [to('part-of', namespace), to('routes-to', service)],
      });
      add('autoscaler', `hpa-${space}-${app}`, {
        partition,
        attributes: {
          ...base,
          minReplicas: min,
          maxReplicas: max,
          currentReplicas: d.int(min, max),
          desiredReplicas: d.int(min, max),
        },
        relations: [to('part-of', namespace), to('scales', workload)],
      });
      const storageClass = d.one(classes).name;
      const capacityBytes = d.one([5, 10, 20, 50, 100]) * gib;
      const volume = add('persistent-volume', `pvc-${space.slice(0, 2)}${app}-${d.int(1000, 9999)}`, {
        partition: 'kube-east',
        attributes: {
          cluster: 'kube-east',
          phase: d.one(['Bound', 'Released']),
          capacityBytes,
          class: storageClass,
          reclaimPolicy: d.one(['Delete', 'Retain']),
        },
      });
      const claim = add('persistent-volume-claim', `data-${space}-${app}-0`, {
        partition,
        attributes: {
          ...base,
          phase: d.one(['Bound', 'Pending', 'Lost']),
          class: storageClass,
          capacityBytes,
          requestedBytes: capacityBytes,
          usedPercent: d.int(3, 97),
          expandable: d.chance(0.5),
        },
        relations: [to('part-of', namespace), to('bound-to', volume)],
      });
      add('pod', `${space}-${app}-0`, {
        partition,
        attributes: {
          ...base,
          phase: d.one(['Running', 'Pending', 'Failed']),
          ready: d.chance(0.5),
          restarts: d.int(2, 44),
          qosClass: d.one(['Burstable', 'Guaranteed', 'BestEffort']),
        },
        relations: [to('part-of', namespace), to('owned-by', workload), to('mounts', claim)],
      });
      add('certificate', `tls-${space}-${app}`, {
        partition,
        attributes: {
          ...base,
          use: 'managed',
          issuer: d.one(['internal-ca', 'acme-prod']),
          ready: d.chance(0.6),
          expiresAt: ahead(d, d.int(4, 200)),
        },
        relations: [to('part-of', namespace)],
      });
      add('disruption-budget', `pdb-${space}-${app}`, {
        partition,
        attributes: {
          ...base,
          minAvailable: '1',
          disruptionsAllowed: d.int(2, 5),
          expectedPods: d.int(2, 6),
        },
        relations: [to('part-of', namespace), to('selects', workload)],
      });
    }
  }
}

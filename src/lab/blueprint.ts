import { createLabRandom } from './random.ts';

/**
 * What the simulated domains must agree on: the same host, cable, LUN and node seen from two sides. Everything
 * else each domain makes up for itself. Deterministic from seed and size.
 */
export interface Blueprint {
  readonly seed: string;
  readonly sites: readonly { name: string; racks: readonly string[] }[];
  readonly clusters: readonly BlueprintCluster[];
  readonly kubernetesClusters: readonly BlueprintKubernetesCluster[];
  readonly switches: readonly BlueprintSwitch[];
  readonly arrays: readonly BlueprintArray[];
  readonly vlans: readonly { id: number; name: string; prefix: string }[];
}
export interface BlueprintCluster {
  readonly name: string;
  readonly site: string;
  readonly hosts: readonly BlueprintHost[];
  readonly datastores: readonly BlueprintDatastore[];
  readonly vmCount: number;
}
export interface BlueprintHost {
  readonly name: string;
  readonly serial: string;
  readonly uuid: string;
  readonly site: string;
  readonly rack: string;
  readonly managementIp: string;
  /** Two adapters, one to each leaf of the rack. */
  readonly nics: readonly { name: string; mac: string; switch: string; port: string; speedMbps: number }[];
  readonly hbas: readonly { name: string; wwn: string }[];
}
export interface BlueprintDatastore {
  readonly name: string;
  readonly naa: string;
  readonly array: string;
  readonly volume: string;
  readonly capacityBytes: number;
}
export interface BlueprintKubernetesCluster {
  readonly name: string;
  /** Nodes are VMs of `cluster`: the VM's name is the node's, its UUID the node's system UUID. */
  readonly cluster: string;
  readonly nodes: readonly { name: string; uuid: string; ip: string; role: 'control-plane' | 'worker' }[];
}
export interface BlueprintSwitch {
  readonly name: string;
  readonly role: 'leaf' | 'spine' | 'router' | 'firewall';
  readonly site: string;
  readonly rack: string;
  readonly serial: string;
  readonly managementIp: string;
  /** Cables to other switches: [own port, other switch, other port]. Each cable stands on both ends. */
  readonly uplinks: readonly { port: string; peer: string; peerPort: string }[];
  /** Ports that hosts hang on. */
  readonly hostPorts: readonly { port: string; host: string; nic: string; mac: string }[];
}
export interface BlueprintArray {
  readonly name: string;
  readonly site: string;
  readonly rack: string;
  readonly serial: string;
  readonly managementIp: string;
  /** LUNs that carry datastores. */
  readonly volumes: readonly { name: string; naa: string; sizeBytes: number; cluster: string }[];
}

export interface LabSize {
  readonly clusters: number;
  readonly hostsPerCluster: number;
  readonly vms: number;
  readonly kubernetesClusters: number;
  readonly nodesPerKubernetesCluster: number;
  /** At least 6; leaves are added for the racks that the hosts need. */
  readonly switches: number;
  readonly arrays: number;
}

export const labSizes = {
  small: {
    clusters: 2,
    hostsPerCluster: 4,
    vms: 80,
    kubernetesClusters: 2,
    nodesPerKubernetesCluster: 4,
    switches: 24,
    arrays: 3,
  },
  medium: {
    clusters: 8,
    hostsPerCluster: 16,
    vms: 2_000,
    kubernetesClusters: 4,
    nodesPerKubernetesCluster: 12,
    switches: 80,
    arrays: 8,
  },
  large: {
    clusters: 25,
    hostsPerCluster: 20,
    vms: 10_000,
    kubernetesClusters: 8,
    nodesPerKubernetesCluster: 25,
    switches: 200,
    arrays: 16,
  },
  huge: {
    clusters: 80,
    hostsPerCluster: 32,
    vms: 50_000,
    kubernetesClusters: 16,
    nodesPerKubernetesCluster: 50,
    switches: 600,
    arrays: 40,
  },
} as const satisfies Record<string, LabSize>;

const TiB = 2 ** 40;

export function createBlueprint(seed: string, size: LabSize): Blueprint {
  const random = createLabRandom(seed, 'blueprint');
  const uuid = () => [8, 4, 4, 4, 12].map((n) => random.hex(n)).join('-');
  const mac = () => `00:50:56:${[2, 2, 2].map((n) => random.hex(n)).join(':')}`;
  const siteNames = ['fra1', 'fra2', 'ham1', 'muc1'].slice(0, Math.max(2, Math.min(4, size.clusters)));
  const hostsPerRack = 16;
  const routers = 2;
  const firewalls = 2;
  const spines = size.switches >= 40 ? 8 : 4;

  // Hosts fill racks site by site; each rack has two leaves.
  const racksOf = new Map<string, string[]>(siteNames.map((site) => [site, []]));
  const occupancy = new Map<string, number>();
  const rackFor = (site: string): string => {
    const racks = racksOf.get(site) ?? [];
    const last = racks.at(-1);
    if (last !== undefined && (occupancy.get(last) ?? 0) < hostsPerRack) {
      occupancy.set(last, (occupancy.get(last) ?? 0) + 1);
      return last;
    }
    const rack = `${site}-r${String(racks.length + 1).padStart(2, '0')}`;
    racks.push(rack);
    occupancy.set(rack, 1);
    return rack;
  };

  const hostSpecs = Array.from({ length: size.clusters }, (_, c) =>
    Array.from({ length: size.hostsPerCluster }, (_, h) => {
      const site = siteNames[c % siteNames.length] ?? 'fra1';
      return {
        cluster: c,
        site,
        rack: rackFor(site),
        name: `esx-${clusterLetter(c)}${String(h + 1).padStart(2, '0')}`,
      };
    }),
  );
  const needed = [...racksOf.values()].reduce((n, racks) => n + racks.length, 0) * 2;
  const leafCount = Math.max(needed, size.switches - spines - routers - firewalls);
  let spare = leafCount - needed;
  for (let i = 0; spare > 0; i++, spare -= 2) {
    const racks = racksOf.get(siteNames[i % siteNames.length] ?? '') ?? [];
    racks.push(`${siteNames[i % siteNames.length]}-r${String(racks.length + 1).padStart(2, '0')}`);
  }

  let device = 0;
  const nextDevice = () => {
    device += 1;
    return {
      serial: `LAB${random.hex(8).toUpperCase()}`,
      managementIp: `10.250.${Math.floor(device / 250)}.${(device % 250) + 1}`,
    };
  };
  interface MutableSwitch {
    name: string;
    role: BlueprintSwitch['role'];
    site: string;
    rack: string;
    serial: string;
    managementIp: string;
    uplinks: { port: string; peer: string; peerPort: string }[];
    hostPorts: { port: string; host: string; nic: string; mac: string }[];
  }
  const switches: MutableSwitch[] = [];
  const add = (role: BlueprintSwitch['role'], name: string, site: string, rack: string) => {
    const made: MutableSwitch = { name, role, site, rack, ...nextDevice(), uplinks: [], hostPorts: [] };
    switches.push(made);
    return made;
  };
  const cable = (a: MutableSwitch, aPort: string, b: MutableSwitch, bPort: string) => {
    a.uplinks.push({ port: aPort, peer: b.name, peerPort: bPort });
    b.uplinks.push({ port: bPort, peer: a.name, peerPort: aPort });
  };
  const rackOfSite = (site: string) => racksOf.get(site)?.[0] ?? `${site}-r01`;
  const routerNodes = Array.from({ length: routers }, (_, i) => {
    const site = siteNames[i % siteNames.length] ?? 'fra1';
    return add('router', `rtr-${site}-${i + 1}`, site, rackOfSite(site));
  });
  const firewallNodes = Array.from({ length: firewalls }, (_, i) => {
    const site = siteNames[i % siteNames.length] ?? 'fra1';
    return add('firewall', `fw-${site}-${i + 1}`, site, rackOfSite(site));
  });
  const spineNodes = Array.from({ length: spines }, (_, i) => {
    const site = siteNames[i % siteNames.length] ?? 'fra1';
    return add('spine', `spine-${site}-${i + 1}`, site, rackOfSite(site));
  });
  routerNodes.forEach((router, r) => {
    spineNodes.forEach((spine, s) => cable(router, `eth${s + 1}`, spine, `Ethernet${60 + r}`));
    const firewall = firewallNodes[r];
    if (firewall) cable(router, `eth${spines + 1}`, firewall, 'port1');
  });
  if (routerNodes[0] && routerNodes[1])
    cable(routerNodes[0], `eth${spines + 2}`, routerNodes[1], `eth${spines + 2}`);
  const leavesOfRack = new Map<string, MutableSwitch[]>();
  const leafPort = new Map<string, number>();
  for (const [site, racks] of racksOf) {
    const near = spineNodes.filter((spine) => spine.site === site);
    for (const rack of racks) {
      const pair = ['a', 'b'].map((side) => add('leaf', `leaf-${rack}${side}`, site, rack));
      for (const leaf of pair) {
        (near.length > 0 ? near : spineNodes).forEach((spine, s) => {
          const port = (leafPort.get(spine.name) ?? 0) + 1;
          leafPort.set(spine.name, port);
          cable(leaf, `Ethernet${49 + s}`, spine, `Ethernet${100 + port}`);
        });
      }
      leavesOfRack.set(rack, pair);
      const [left, right] = pair;
      if (left && right) {
        cable(left, 'Ethernet55', right, 'Ethernet55');
        cable(left, 'Ethernet56', right, 'Ethernet56');
      }
    }
  }

  const arrays = Array.from({ length: size.arrays }, (_, i) => {
    const site = siteNames[i % siteNames.length] ?? 'fra1';
    return {
      name: `array-${site}-${i + 1}`,
      site,
      rack: rackOfSite(site),
      ...nextDevice(),
      volumes: [] as { name: string; naa: string; sizeBytes: number; cluster: string }[],
    };
  });

  const clusters = hostSpecs.map((specs, c): BlueprintCluster => {
    const name = `prod-${clusterLetter(c)}`;
    const hosts = specs.map((spec): BlueprintHost => {
      const leaves = leavesOfRack.get(spec.rack) ?? [];
      const nics = leaves.map((leaf, n) => {
        const port = `Ethernet${leaf.hostPorts.length + 1}`;
        const address = mac();
        leaf.hostPorts.push({ port, host: spec.name, nic: `vmnic${n}`, mac: address });
        return { name: `vmnic${n}`, mac: address, switch: leaf.name, port, speedMbps: 25_000 };
      });
      return {
        name: spec.name,
        ...nextDevice(),
        uuid: uuid(),
        site: spec.site,
        rack: spec.rack,
        nics,
        hbas: [0, 1].map((n) => ({ name: `vmhba${n + 2}`, wwn: `20000025b5${random.hex(6)}` })),
      };
    });
    const datastores = Array.from(
      { length: Math.max(2, Math.ceil(size.vms / size.clusters / 40)) },
      (_, d): BlueprintDatastore => {
        const array = arrays[(c + d) % arrays.length];
        if (!array) throw new RangeError('a lab needs at least one array');
        const volume = {
          name: `vol_${name.replace('-', '_')}_${String(d + 1).padStart(2, '0')}`,
          naa: `naa.600a0980${random.hex(24)}`,
          sizeBytes: random.int(4, 16) * TiB,
          cluster: name,
        };
        array.volumes.push(volume);
        return {
          name: `ds-${clusterLetter(c)}-${String(d + 1).padStart(2, '0')}`,
          naa: volume.naa,
          array: array.name,
          volume: volume.name,
          capacityBytes: volume.sizeBytes,
        };
      },
    );
    const share = Math.floor(size.vms / size.clusters);
    const vmCount = c === 0 ? size.vms - share * (size.clusters - 1) : share;
    return { name, site: specs[0]?.site ?? 'fra1', hosts, datastores, vmCount };
  });

  const kubernetesClusters = Array.from(
    { length: size.kubernetesClusters },
    (_, k): BlueprintKubernetesCluster => {
      const name = `k8s-${clusterLetter(k)}`;
      return {
        name,
        cluster: clusters[k % clusters.length]?.name ?? 'prod-a',
        nodes: Array.from({ length: size.nodesPerKubernetesCluster }, (_, n) => {
          const role =
            n < (size.nodesPerKubernetesCluster >= 10 ? 3 : 1)
              ? ('control-plane' as const)
              : ('worker' as const);
          return {
            name: `${name}-${role === 'worker' ? 'w' : 'cp'}${String(n + 1).padStart(2, '0')}`,
            uuid: uuid(),
            ip: `10.20.${k}.${n + 10}`,
            role,
          };
        }),
      };
    },
  );

  return {
    seed,
    sites: siteNames.map((name) => ({ name, racks: racksOf.get(name) ?? [] })),
    clusters,
    kubernetesClusters,
    switches,
    arrays,
    vlans: [
      { id: 10, name: 'management', prefix: '10.10.0.0/16' },
      { id: 20, name: 'kubernetes', prefix: '10.20.0.0/16' },
      { id: 30, name: 'vmotion', prefix: '10.30.0.0/16' },
      { id: 40, name: 'storage', prefix: '10.40.0.0/16' },
      { id: 100, name: 'web', prefix: '10.100.0.0/16' },
      { id: 110, name: 'application', prefix: '10.110.0.0/16' },
      { id: 120, name: 'database', prefix: '10.120.0.0/16' },
      { id: 130, name: 'backup', prefix: '10.130.0.0/16' },
    ],
  };
}

/** a … z, aa, ab … */
function clusterLetter(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : clusterLetter(Math.floor(index / 26) - 1) + letter;
}

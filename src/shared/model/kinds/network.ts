import { z } from 'zod';
import { defineKind } from '../kind.ts';

/** Racks are drawn unit by unit: no rack has more, whatever a source says. */
const mostRackUnits = 1_000;

const text = z.string().optional();
const count = z.number().int().nonnegative().optional();
const amount = z.number().nonnegative().optional();
const percent = z.number().min(0).optional();
const flag = z.boolean().optional();
const texts = z.array(z.string()).optional();
const vlanId = z.number().int().min(0).max(4095);

/**
 * Present on what a documentation system (NetBox) says should be: intent, not observation. Such an entity is never
 * judged by what only a device can tell (reachability, counters), and documents mark it.
 */
const intent = z.literal(true).optional();

/** A power supply or fan as the device reports it. */
const component = z.strictObject({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'critical', 'absent', 'unknown']),
});

/** Everything that stands in a rack and has ports, whatever its role. */
const deviceAttributes = z.strictObject({
  intent,
  role: text,
  /** Documented life cycle (active, planned, offline …) or what the managing system says. */
  status: text,
  /** Answers ICMP or SNMP; only an observing source knows. */
  reachable: flag,
  manufacturer: text,
  model: text,
  partNumber: text,
  os: text,
  osVersion: text,
  serial: text,
  assetTag: text,
  managementIp: text,
  site: text,
  location: text,
  rack: text,
  /** Lowest rack unit that it fills, counted from 1 (half units exist). */
  position: z.number().nonnegative().max(mostRackUnits).optional(),
  heightU: z.number().nonnegative().max(mostRackUnits).optional(),
  face: z.enum(['front', 'rear']).optional(),
  fullDepth: flag,
  airflow: text,
  tenant: text,
  virtualChassis: z
    .strictObject({ name: z.string(), position: z.number().int().optional(), master: z.boolean() })
    .optional(),
  /** Cluster that a documentation system says this device belongs to. */
  cluster: text,
  parentDevice: text,
  modules: z
    .array(z.strictObject({ bay: z.string(), model: z.string().optional(), serial: z.string().optional() }))
    .optional(),
  bays: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(['module', 'device']),
        installed: z.string().optional(),
      }),
    )
    .optional(),
  powerSupplies: z.array(component).optional(),
  fans: z.array(component).optional(),
  staticRoutes: z
    .array(z.strictObject({ prefix: z.string(), nextHop: z.string(), interface: z.string().optional() }))
    .optional(),
  localAsn: count,
  /** What the running configuration differs in from the saved one: false means that a restart loses changes. */
  configSaved: flag,
  configDigest: text,
  maximumWatts: amount,
  warrantyUntilAt: text,
  description: text,
  comments: text,
  /** An uninterruptible supply feeds from its battery. */
  upsOnBattery: flag,
  upsMinutesLeft: amount,
  upsLoadPercent: percent,
  powerWatts: amount,
  uptimeSeconds: amount,
  lastSeenAt: text,
  cpuPercent: percent,
  memoryPercent: percent,
  temperatureCelsius: z.number().optional(),
  routeCount: count,
  macCount: count,
  arpCount: count,
});

const deviceVolatile = [
  'upsMinutesLeft',
  'upsLoadPercent',
  'powerWatts',
  'uptimeSeconds',
  'lastSeenAt',
  'cpuPercent',
  'memoryPercent',
  'temperatureCelsius',
  'routeCount',
  'macCount',
  'arpCount',
] as const;

function deviceKind<const T extends string, const P extends string>(title: T, plural: P) {
  return defineKind({
    domain: 'network',
    title,
    plural,
    attributes: deviceAttributes,
    volatile: deviceVolatile,
    sampled: ['powerWatts'],
    columns: ['role', 'model', 'site', 'rack', 'position', 'managementIp', 'serial'],
  });
}

/** One end of a cable, in words; the entity is what the cable is `attached-to`. */
const cableEnd = z.strictObject({
  /** interface, front port, rear port, power port, power outlet, console port, circuit, power feed … */
  kind: z.string(),
  /** Device, circuit or panel that the port is on. */
  on: z.string(),
  port: z.string(),
  site: z.string().optional(),
  rack: z.string().optional(),
});

export const networkKinds = {
  site: defineKind({
    domain: 'network',
    title: 'site',
    plural: 'sites',
    attributes: z.strictObject({
      intent,
      slug: text,
      status: text,
      /** From the widest region inwards: `North America / United States / New York`. */
      region: text,
      group: text,
      tenant: text,
      facility: text,
      timeZone: text,
      address: text,
      latitude: z.number().optional(),
      longitude: z.number().optional(),
      asns: z.array(z.number().int()).optional(),
      contacts: texts,
      locations: texts,
      description: text,
      comments: text,
    }),
    columns: ['status', 'region', 'tenant', 'address'],
  }),
  rack: defineKind({
    domain: 'network',
    title: 'rack',
    plural: 'racks',
    attributes: z.strictObject({
      intent,
      site: text,
      location: text,
      status: text,
      role: text,
      type: text,
      heightU: z.number().int().nonnegative().max(mostRackUnits).optional(),
      /** Units are numbered from the top. */
      descending: flag,
      widthInches: amount,
      serial: text,
      assetTag: text,
      facilityId: text,
      tenant: text,
      maximumWeightKg: amount,
      reservations: z
        .array(z.strictObject({ units: z.array(z.number()), description: z.string() }))
        .optional(),
      description: text,
      comments: text,
    }),
    columns: ['site', 'location', 'heightU', 'status', 'role'],
  }),
  switch: deviceKind('switch', 'switches'),
  router: deviceKind('router', 'routers'),
  firewall: deviceKind('firewall', 'firewalls'),
  /** Anything else that a rack holds: a PDU, a patch panel, a server as a documentation system records it. */
  device: deviceKind('device', 'devices'),
  interface: defineKind({
    domain: 'network',
    title: 'interface',
    plural: 'interfaces',
    attributes: z.strictObject({
      intent,
      device: z.string(),
      site: text,
      type: text,
      label: text,
      description: text,
      speedMbps: amount,
      duplex: z.enum(['full', 'half', 'auto']).optional(),
      mtu: count,
      mac: text,
      mode: z.enum(['access', 'trunk', 'trunk-all', 'routed', 'q-in-q']).optional(),
      nativeVlan: vlanId.optional(),
      taggedVlans: z.array(vlanId).optional(),
      /** Link aggregation that it is a member of. */
      lag: text,
      isLag: flag,
      lagMembers: texts,
      lagActiveMembers: texts,
      parent: text,
      bridge: text,
      vrf: text,
      addresses: texts,
      adminUp: flag,
      operUp: flag,
      /** A neighbour is expected: the documentation shows a cable or marks it connected. */
      inService: flag,
      managementOnly: flag,
      /** `device port` at the other end: of the cable, or as LLDP names it. */
      peer: text,
      peerSource: z.enum(['lldp', 'cable', 'mac-table']).optional(),
      cable: text,
      wirelessRole: text,
      poeMode: text,
      poeType: text,
      opticType: text,
      opticSerial: text,
      poeWatts: amount,
      opticReceiveDbm: z.number().optional(),
      opticTransmitDbm: z.number().optional(),
      /** Mean over the interval that the device reports, usually 300 s. */
      inMbps: amount,
      outMbps: amount,
      utilisationPercent: percent,
      errorsPerSecond: amount,
      errorPercent: percent,
      inOctets: amount,
      outOctets: amount,
      inErrors: amount,
      outErrors: amount,
      inDiscards: amount,
      outDiscards: amount,
      lastChangeAt: text,
    }),
    volatile: [
      'poeWatts',
      'opticReceiveDbm',
      'opticTransmitDbm',
      'inMbps',
      'outMbps',
      'utilisationPercent',
      'errorsPerSecond',
      'errorPercent',
      'inOctets',
      'outOctets',
      'inErrors',
      'outErrors',
      'inDiscards',
      'outDiscards',
      'lastChangeAt',
    ],
    sampled: ['utilisationPercent'],
    columns: ['device', 'type', 'speedMbps', 'adminUp', 'operUp', 'mode', 'peer'],
  }),
  /** A patch panel's, power or console port: no traffic of its own, but an end of cables. */
  'device-port': defineKind({
    domain: 'network',
    title: 'port',
    plural: 'ports',
    attributes: z.strictObject({
      intent,
      device: z.string(),
      site: text,
      function: z.enum(['front', 'rear', 'power-inlet', 'power-outlet', 'console', 'console-server']),
      type: text,
      label: text,
      description: text,
      positions: count,
      /** Rear port behind a front port, inlet behind an outlet. */
      behind: text,
      feedLeg: text,
      maximumWatts: amount,
      allocatedWatts: amount,
      speedBps: amount,
      peer: text,
      cable: text,
      inService: flag,
    }),
    columns: ['device', 'function', 'type', 'behind', 'peer'],
  }),
  cable: defineKind({
    domain: 'network',
    title: 'cable',
    plural: 'cables',
    attributes: z.strictObject({
      intent,
      type: text,
      status: text,
      label: text,
      color: text,
      lengthMeters: amount,
      tenant: text,
      aEnds: z.array(cableEnd),
      bEnds: z.array(cableEnd),
      description: text,
      comments: text,
    }),
    columns: ['type', 'status', 'aEnds', 'bEnds'],
  }),
  vlan: defineKind({
    domain: 'network',
    title: 'VLAN',
    plural: 'VLANs',
    attributes: z.strictObject({
      intent,
      vid: vlanId,
      site: text,
      group: text,
      status: text,
      role: text,
      tenant: text,
      description: text,
      comments: text,
    }),
    columns: ['vid', 'site', 'group', 'status', 'role'],
  }),
  vrf: defineKind({
    domain: 'network',
    title: 'VRF',
    plural: 'VRFs',
    attributes: z.strictObject({
      intent,
      routeDistinguisher: text,
      importTargets: texts,
      exportTargets: texts,
      enforceUnique: flag,
      tenant: text,
      description: text,
      comments: text,
    }),
    columns: ['routeDistinguisher', 'importTargets', 'exportTargets'],
  }),
  prefix: defineKind({
    domain: 'network',
    title: 'prefix',
    plural: 'prefixes',
    attributes: z.strictObject({
      intent,
      prefix: z.string(),
      family: z.union([z.literal(4), z.literal(6)]),
      /** An aggregate is a registry's or RFC's block that prefixes are cut from. */
      type: z.enum(['aggregate', 'container', 'network']),
      site: text,
      vrf: text,
      vlan: text,
      status: text,
      role: text,
      tenant: text,
      registry: text,
      isPool: flag,
      markUtilised: flag,
      description: text,
      comments: text,
      /** Of a network: addresses in use, of a container: space given to the prefixes below it. */
      usedPercent: percent,
      usedCount: count,
      sizeCount: amount,
    }),
    volatile: ['usedPercent', 'usedCount'],
    sampled: ['usedPercent'],
    columns: ['prefix', 'vrf', 'vlan', 'site', 'status', 'usedPercent'],
  }),
  'ip-range': defineKind({
    domain: 'network',
    title: 'IP range',
    plural: 'IP ranges',
    attributes: z.strictObject({
      intent,
      start: z.string(),
      end: z.string(),
      sizeCount: amount,
      vrf: text,
      status: text,
      role: text,
      tenant: text,
      description: text,
    }),
    columns: ['start', 'end', 'vrf', 'status'],
  }),
  'ip-address': defineKind({
    domain: 'network',
    title: 'IP address',
    plural: 'IP addresses',
    attributes: z.strictObject({
      intent,
      /** With its mask length. */
      address: z.string(),
      family: z.union([z.literal(4), z.literal(6)]),
      vrf: text,
      status: text,
      /** Roles that several devices share on purpose: anycast, vip, vrrp, hsrp, glbp, carp. */
      role: text,
      dnsName: text,
      assignedTo: text,
      natInside: text,
      tenant: text,
      description: text,
      comments: text,
    }),
    columns: ['address', 'vrf', 'status', 'assignedTo', 'dnsName'],
  }),
  'bgp-peer': defineKind({
    domain: 'network',
    title: 'BGP peer',
    plural: 'BGP peers',
    attributes: z.strictObject({
      intent,
      device: z.string(),
      site: text,
      vrf: text,
      peerAddress: z.string(),
      localAddress: text,
      localAsn: count,
      remoteAsn: count,
      type: z.enum(['internal', 'external']).optional(),
      adminUp: flag,
      /** idle, connect, active, open-sent, open-confirm, established (RFC 4271). */
      state: text,
      peerName: text,
      policyIn: text,
      policyOut: text,
      description: text,
      uptimeSeconds: amount,
      prefixesReceived: count,
      prefixesSent: count,
    }),
    volatile: ['uptimeSeconds', 'prefixesReceived', 'prefixesSent'],
    columns: ['device', 'peerAddress', 'remoteAsn', 'state', 'prefixesReceived'],
  }),
  circuit: defineKind({
    domain: 'network',
    title: 'circuit',
    plural: 'circuits',
    attributes: z.strictObject({
      intent,
      provider: text,
      type: text,
      status: text,
      tenant: text,
      commitMbps: amount,
      installedOn: text,
      terminatesOn: text,
      ends: z
        .array(
          z.strictObject({
            side: z.string(),
            /** Site, or the provider's network. */
            at: z.string().optional(),
            providerNetwork: z.boolean(),
            speedMbps: z.number().optional(),
            upstreamMbps: z.number().optional(),
            crossConnect: z.string().optional(),
            patchPanel: z.string().optional(),
            /** `device port` that it ends on. */
            port: z.string().optional(),
          }),
        )
        .optional(),
      description: text,
      comments: text,
    }),
    columns: ['provider', 'type', 'status', 'commitMbps'],
  }),
  tunnel: defineKind({
    domain: 'network',
    title: 'tunnel',
    plural: 'tunnels',
    attributes: z.strictObject({
      intent,
      status: text,
      operUp: flag,
      encapsulation: text,
      group: text,
      tenant: text,
      ends: z
        .array(
          z.strictObject({
            role: z.string().optional(),
            device: z.string(),
            interface: z.string().optional(),
            outsideIp: z.string().optional(),
          }),
        )
        .optional(),
      encryption: text,
      description: text,
      uptimeSeconds: amount,
    }),
    volatile: ['uptimeSeconds'],
    columns: ['encapsulation', 'status', 'ends'],
  }),
  'power-feed': defineKind({
    domain: 'network',
    title: 'power feed',
    plural: 'power feeds',
    attributes: z.strictObject({
      intent,
      panel: text,
      site: text,
      rack: text,
      status: text,
      type: z.enum(['primary', 'redundant']).optional(),
      supply: z.enum(['ac', 'dc']).optional(),
      phase: z.enum(['single-phase', 'three-phase']).optional(),
      voltage: z.number().optional(),
      amperage: z.number().optional(),
      maximumPercent: percent,
      /** V·A, times 1.732 when three-phase. */
      capacityWatts: amount,
      /** What may be drawn: capacity times the maximum percentage. */
      availableWatts: amount,
      description: text,
      comments: text,
      drawWatts: amount,
    }),
    volatile: ['drawWatts'],
    sampled: ['drawWatts'],
    columns: ['panel', 'rack', 'type', 'voltage', 'amperage', 'availableWatts'],
  }),
  'virtual-machine-record': defineKind({
    domain: 'network',
    title: 'documented VM',
    plural: 'documented VMs',
    attributes: z.strictObject({
      intent,
      status: text,
      cluster: text,
      site: text,
      device: text,
      role: text,
      platform: text,
      vcpus: amount,
      memoryBytes: amount,
      diskBytes: amount,
      tenant: text,
      primaryIp: text,
      interfaces: z
        .array(
          z.strictObject({
            name: z.string(),
            enabled: z.boolean().optional(),
            mac: z.string().optional(),
            mtu: z.number().optional(),
            vlans: z.array(z.number()).optional(),
          }),
        )
        .optional(),
      description: text,
      comments: text,
    }),
    columns: ['status', 'cluster', 'role', 'platform', 'primaryIp'],
  }),
  'cluster-record': defineKind({
    domain: 'network',
    title: 'documented cluster',
    plural: 'documented clusters',
    attributes: z.strictObject({
      intent,
      type: text,
      group: text,
      status: text,
      site: text,
      tenant: text,
      description: text,
      comments: text,
    }),
    columns: ['type', 'group', 'status', 'site'],
  }),
} as const;

/** The kinds that share the device attributes, in the order in which documents list them. */
export const deviceKinds = ['router', 'firewall', 'switch', 'device'] as const;

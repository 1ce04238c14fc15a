import { z } from 'zod';
import type { ManagedObject } from '../connection/properties.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import { plainName, type Inventory } from '../inventory.ts';
import { count, readWithheld, reference, security, status, withheld } from './shapes.ts';

const vlan = z
  .object({
    vlanId: z
      .union([count, z.array(z.object({ start: count, end: count }))])
      .optional()
      .describe('one VLAN, or the ranges of a trunk'),
    pvlanId: count.optional(),
  })
  .optional();

const portConfig = z.object({
  vlan,
  securityPolicy: security.optional(),
  uplinkTeamingPolicy: z
    .object({
      policy: z.string().optional(),
      uplinkPortOrder: z
        .object({ activeUplinkPort: z.array(z.string()), standbyUplinkPort: z.array(z.string()) })
        .optional(),
    })
    .optional(),
  inShapingPolicy: z.object({ enabled: z.boolean().optional() }).optional(),
  outShapingPolicy: z.object({ enabled: z.boolean().optional() }).optional(),
  blocked: z.boolean().optional(),
});

export const networkSchema = z.object({
  obj: reference,
  name: z.string(),
  _type: z.string().describe('Network (standard), DistributedVirtualPortgroup or OpaqueNetwork'),
  datacenter: reference.optional(),
  overallStatus: status.optional(),
  accessible: z.boolean().optional(),
  hostCount: count,
  vmCount: count,
  config: z
    .object({
      distributedVirtualSwitch: reference.optional(),
      type: z.string().optional().describe('binding of ports'),
      uplink: z.boolean().optional(),
      numPorts: count.optional(),
      description: z.string().optional(),
      defaultPortConfig: portConfig.optional(),
    })
    .optional(),
  withheld,
});

/** Of every network; the second list of distributed port groups alone. */
export const networkPaths = {
  any: ['name', 'overallStatus', 'summary.accessible', 'host', 'vm'],
  distributed: [
    'tag',
    'config.distributedVirtualSwitch',
    'config.type',
    'config.uplink',
    'config.numPorts',
    'config.description',
    'config.defaultPortConfig',
  ],
} as const;

const uplinkTag = 'SYSTEM/DVS.UPLINKPG';

export function readNetwork(
  { ref, at, withheld }: ManagedObject,
  inventory: Inventory,
): z.input<typeof networkSchema> {
  const config = at.one('config');
  return {
    obj: ref.value,
    name: plainName(at.text('name')) ?? ref.value,
    _type: ref.type,
    datacenter: inventory.above(ref, 'Datacenter')?.ref.value,
    overallStatus: at.text('overallStatus'),
    accessible: at.boolean('summary.accessible'),
    hostCount: at.all('host').length,
    vmCount: at.all('vm').length,
    config: config && {
      distributedVirtualSwitch: config.ref('distributedVirtualSwitch')?.value,
      type: config.text('type'),
      // Before 6.5 the port group of uplinks is known by its tag alone.
      uplink: config.boolean('uplink') ?? at.all('tag').some((tag) => tag.text('key') === uplinkTag),
      numPorts: config.number('numPorts'),
      description: config.text('description'),
      defaultPortConfig: readPortConfig(config.one('defaultPortConfig')),
    },
    withheld: readWithheld(withheld),
  };
}

function readPortConfig(at: XmlElement | undefined): z.input<typeof portConfig> | undefined {
  if (at === undefined) return undefined;
  const teaming = at.one('uplinkTeamingPolicy');
  const order = teaming?.one('uplinkPortOrder');
  return {
    vlan: readVlan(at.one('vlan')),
    securityPolicy: readSecurity(at),
    uplinkTeamingPolicy: teaming && {
      policy: teaming.text('policy.value'),
      uplinkPortOrder: order && {
        activeUplinkPort: order.texts('activeUplinkPort'),
        standbyUplinkPort: order.texts('standbyUplinkPort'),
      },
    },
    inShapingPolicy: at.one('inShapingPolicy') && { enabled: at.boolean('inShapingPolicy.enabled.value') },
    outShapingPolicy: at.one('outShapingPolicy') && { enabled: at.boolean('outShapingPolicy.enabled.value') },
    blocked: at.boolean('blocked.value'),
  };
}

/** From 6.7 on, what a port lets through stands in two policies; the older one remains. */
function readSecurity(at: XmlElement): z.input<typeof security> | undefined {
  const policy = at.one('securityPolicy') ?? at.one('macManagementPolicy');
  return (
    policy && {
      allowPromiscuous: policyValue(policy, 'allowPromiscuous'),
      macChanges: policyValue(policy, 'macChanges'),
      forgedTransmits: policyValue(policy, 'forgedTransmits'),
    }
  );
}

function policyValue(policy: XmlElement, name: string): boolean | undefined {
  return policy.boolean(`${name}.value`) ?? policy.boolean(name);
}

function readVlan(at: XmlElement | undefined): z.input<typeof vlan> {
  if (at === undefined) return undefined;
  switch (at.type ?? '') {
    case 'VmwareDistributedVirtualSwitchVlanIdSpec':
      return { vlanId: at.number('vlanId') };
    case 'VmwareDistributedVirtualSwitchTrunkVlanSpec':
      return {
        vlanId: at.all('vlanId').flatMap((range) => {
          const start = range.number('start');
          const end = range.number('end');
          return start === undefined || end === undefined ? [] : [{ start, end }];
        }),
      };
    case 'VmwareDistributedVirtualSwitchPvlanSpec':
      return { pvlanId: at.number('pvlanId') };
    default:
      return undefined;
  }
}

export const dvSwitchSchema = z.object({
  obj: reference,
  name: z.string(),
  uuid: z.string().optional(),
  datacenter: reference.optional(),
  overallStatus: status.optional(),
  summary: z.object({
    productInfo: z.object({ vendor: z.string().optional(), version: z.string().optional() }).optional(),
    numPorts: count.optional(),
  }),
  freePorts: count.optional(),
  config: z.object({
    maxMtu: count.optional(),
    uplinkPortPolicy: z.object({ uplinkPortName: z.array(z.string()) }).optional(),
    lacpApiVersion: z.string().optional(),
    lacpGroupConfig: z.array(
      z.object({
        name: z.string(),
        mode: z.string().optional(),
        uplinkNum: count.optional(),
        loadbalanceAlgorithm: z.string().optional(),
      }),
    ),
    linkDiscoveryProtocolConfig: z
      .object({ protocol: z.string().optional(), operation: z.string().optional() })
      .optional(),
    networkResourceManagementEnabled: z.boolean().optional(),
    multicastFilteringMode: z.string().optional(),
    defaultPortConfig: z.object({ securityPolicy: security.optional() }).optional(),
    host: z.array(
      z.object({
        host: reference,
        pnicSpec: z.array(z.object({ pnicDevice: z.string(), uplink: z.string().optional() })).optional(),
      }),
    ),
  }),
  withheld,
});

export const dvSwitchPaths = [
  'name',
  'uuid',
  'overallStatus',
  'summary.productInfo',
  'summary.numPorts',
  'summary.hostMember',
  'config',
] as const;

export function readDvSwitch(
  { ref, at, withheld }: ManagedObject,
  inventory: Inventory,
  uplinkNames: ReadonlyMap<string, string>,
): z.input<typeof dvSwitchSchema> {
  const config = at.one('config');
  const uplinks = config?.one('uplinkPortPolicy');
  const discovery = config?.one('linkDiscoveryProtocolConfig');
  return {
    obj: ref.value,
    name: plainName(at.text('name')) ?? ref.value,
    uuid: at.text('uuid'),
    datacenter: inventory.above(ref, 'Datacenter')?.ref.value,
    overallStatus: at.text('overallStatus'),
    summary: {
      productInfo: at.one('summary.productInfo') && {
        vendor: at.text('summary.productInfo.vendor'),
        version: at.text('summary.productInfo.version'),
      },
      numPorts: at.number('summary.numPorts'),
    },
    config: {
      maxMtu: config?.number('maxMtu'),
      uplinkPortPolicy: uplinks && { uplinkPortName: uplinks.texts('uplinkPortName') },
      lacpApiVersion: config?.text('lacpApiVersion'),
      lacpGroupConfig: (config?.all('lacpGroupConfig') ?? []).map((lag) => ({
        name: lag.text('name') ?? '',
        mode: lag.text('mode'),
        uplinkNum: lag.number('uplinkNum'),
        loadbalanceAlgorithm: lag.text('loadbalanceAlgorithm'),
      })),
      linkDiscoveryProtocolConfig: discovery && {
        protocol: discovery.text('protocol'),
        operation: discovery.text('operation'),
      },
      networkResourceManagementEnabled: config?.boolean('networkResourceManagementEnabled'),
      multicastFilteringMode: config?.text('multicastFilteringMode'),
      defaultPortConfig: config?.one('defaultPortConfig') && {
        securityPolicy: readPortConfig(config.one('defaultPortConfig'))?.securityPolicy,
      },
      host: membersOf(at, uplinkNames),
    },
    withheld: readWithheld(withheld),
  };
}

export const dvPortSchema = z.object({
  switch: reference,
  key: z.string(),
  name: z.string().optional(),
  portgroupKey: reference.optional(),
  uplink: z.boolean().optional(),
  connectee: z
    .object({ entity: reference.optional(), nicKey: z.string().optional(), type: z.string().optional() })
    .optional(),
  linkUp: z.boolean().optional(),
  blocked: z.boolean().optional(),
  macAddress: z.string().optional(),
  setting: portConfig.optional(),
});

export function readDvPort(
  port: XmlElement,
  dvSwitch: string,
  uplinkGroups: ReadonlySet<string>,
): z.input<typeof dvPortSchema> {
  const connectee = port.one('connectee');
  const portgroupKey = port.text('portgroupKey');
  return {
    switch: dvSwitch,
    key: port.text('key') ?? '',
    name: port.text('config.name'),
    portgroupKey,
    uplink: portgroupKey === undefined ? undefined : uplinkGroups.has(portgroupKey),
    connectee: connectee && {
      entity: connectee.ref('connectedEntity')?.value,
      nicKey: connectee.text('nicKey'),
      type: connectee.text('type'),
    },
    linkUp: port.boolean('state.runtimeInfo.linkUp'),
    blocked: port.boolean('state.runtimeInfo.blocked'),
    macAddress: port.text('state.runtimeInfo.macAddress'),
    setting: readPortConfig(port.one('config.setting')),
  };
}

/** Hosts with what they are attached by; where the configuration names none, those that the summary names. */
function membersOf(
  at: XmlElement,
  uplinkNames: ReadonlyMap<string, string>,
): z.input<typeof dvSwitchSchema>['config']['host'] {
  const configured = at.all('config.host').flatMap((member) => {
    const host = member.ref('config.host')?.value;
    if (host === undefined) return [];
    const pnicSpec = member.all('config.backing.pnicSpec').flatMap((pnic) => {
      const pnicDevice = pnic.text('pnicDevice');
      return pnicDevice === undefined
        ? []
        : [{ pnicDevice, uplink: uplinkNames.get(pnic.text('uplinkPortKey') ?? '') }];
    });
    return [{ host, pnicSpec }];
  });
  return configured.length > 0
    ? configured
    : at.refs('summary.hostMember').map(({ value }) => ({ host: value }));
}

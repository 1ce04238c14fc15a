import { z } from 'zod';
import type { XmlElement } from '../connection/xml-element.ts';
import type { Neighbour } from './host-neighbours.ts';
import { count, reference, security } from './shapes.ts';

const policy = z.object({
  security: security.optional(),
  nicTeaming: z
    .object({
      policy: z.string().optional(),
      nicOrder: z.object({ activeNic: z.array(z.string()), standbyNic: z.array(z.string()) }).optional(),
    })
    .optional(),
  shapingPolicy: z.object({ enabled: z.boolean().optional() }).optional(),
});

export const hostNetworkSchema = z.object({
  ipRouteConfig: z.object({ defaultGateway: z.string().optional() }).optional(),
  pnic: z.array(
    z.object({
      device: z.string(),
      mac: z.string().optional(),
      driver: z.string().optional(),
      pci: z.string().optional(),
      linkSpeed: z
        .object({ speedMb: count, duplex: z.boolean().optional() })
        .optional()
        .describe('absent while there is no link'),
      proxySwitch: reference.optional().describe('the distributed switch it is an uplink of'),
      neighbor: z
        .object({
          lldpInfo: z
            .object({ systemName: z.string(), portId: z.string(), managementAddress: z.string().optional() })
            .optional(),
          cdpInfo: z
            .object({ devId: z.string(), portId: z.string(), address: z.string().optional() })
            .optional(),
        })
        .optional(),
    }),
  ),
  vnic: z.array(
    z.object({
      device: z.string(),
      spec: z.object({
        mac: z.string().optional(),
        mtu: count.optional(),
        ip: z
          .object({
            dhcp: z.boolean().optional(),
            ipAddress: z.string().optional(),
            subnetMask: z.string().optional(),
          })
          .optional(),
        portgroup: z.string().optional(),
        distributedVirtualPort: z.object({ portgroupKey: reference.optional() }).optional(),
        netStackInstanceKey: z.string().optional(),
      }),
      services: z.array(z.string()).describe('management, vmotion, vsan, …'),
    }),
  ),
  vswitch: z.array(
    z.object({
      name: z.string(),
      mtu: count.optional(),
      numPorts: count.optional(),
      numPortsAvailable: count.optional(),
      pnic: z.array(z.string()),
      spec: z.object({ policy: policy.optional() }).optional(),
    }),
  ),
  portgroup: z.array(
    z.object({
      spec: z.object({
        name: z.string(),
        vlanId: count.optional(),
        vswitchName: z.string().optional(),
        policy: policy.optional(),
      }),
    }),
  ),
});
export type HostNetwork = z.input<typeof hostNetworkSchema>;

/** Reference of each distributed switch by its uuid, which is how hosts name it. */
export type SwitchesByUuid = ReadonlyMap<string, string>;

export function readHostNetwork(
  config: XmlElement,
  switches: SwitchesByUuid,
  neighbours: ReadonlyMap<string, Neighbour>,
): HostNetwork {
  const network = config.one('network');
  const names = new Map(
    (network?.all('pnic') ?? []).map((pnic) => [pnic.text('key') ?? '', pnic.text('device') ?? '']),
  );
  const proxies = new Map(
    (network?.all('proxySwitch') ?? []).flatMap((proxy) => {
      const dvSwitch = switches.get(proxy.text('dvsUuid') ?? '');
      return dvSwitch === undefined ? [] : proxy.texts('pnic').map((key) => [key, dvSwitch] as const);
    }),
  );
  const services = servicesOf(config);
  return {
    ipRouteConfig: network?.one('ipRouteConfig') && {
      defaultGateway: network.text('ipRouteConfig.defaultGateway'),
    },
    pnic: (network?.all('pnic') ?? []).map((pnic) => {
      const device = pnic.text('device') ?? '';
      const speedMb = pnic.number('linkSpeed.speedMb');
      return {
        device,
        mac: pnic.text('mac'),
        driver: pnic.text('driver'),
        pci: pnic.text('pci'),
        ...(speedMb === undefined
          ? {}
          : { linkSpeed: { speedMb, duplex: pnic.boolean('linkSpeed.duplex') } }),
        proxySwitch: proxies.get(pnic.text('key') ?? ''),
        neighbor: neighbours.get(device),
      };
    }),
    vnic: (network?.all('vnic') ?? []).map((vnic) => ({
      device: vnic.text('device') ?? '',
      spec: {
        mac: vnic.text('spec.mac'),
        mtu: vnic.number('spec.mtu'),
        ip: vnic.one('spec.ip') && {
          dhcp: vnic.boolean('spec.ip.dhcp'),
          ipAddress: vnic.text('spec.ip.ipAddress'),
          subnetMask: vnic.text('spec.ip.subnetMask'),
        },
        portgroup: vnic.text('spec.portgroup') ?? vnic.text('portgroup'),
        distributedVirtualPort: vnic.one('spec.distributedVirtualPort') && {
          portgroupKey: vnic.text('spec.distributedVirtualPort.portgroupKey'),
        },
        netStackInstanceKey: vnic.text('spec.netStackInstanceKey'),
      },
      services: services.get(vnic.text('device') ?? '') ?? [],
    })),
    vswitch: (network?.all('vswitch') ?? []).map((vswitch) => ({
      name: vswitch.text('name') ?? '',
      mtu: vswitch.number('mtu'),
      numPorts: vswitch.number('numPorts'),
      numPortsAvailable: vswitch.number('numPortsAvailable'),
      pnic: vswitch.texts('pnic').map((key) => names.get(key) ?? key),
      spec: { policy: readPolicy(vswitch.one('spec.policy')) },
    })),
    portgroup: (network?.all('portgroup') ?? []).map((group) => ({
      spec: {
        name: group.text('spec.name') ?? '',
        vlanId: group.number('spec.vlanId'),
        vswitchName: group.text('spec.vswitchName'),
        // What a group does not set itself it has from its switch.
        policy: readPolicy(group.one('computedPolicy') ?? group.one('spec.policy')),
      },
    })),
  };
}

/** Services by VMkernel adapter; each says which of its candidates are selected, by key. */
function servicesOf(config: XmlElement): Map<string, string[]> {
  const services = new Map<string, string[]>();
  for (const net of config.all('virtualNicManagerInfo.netConfig')) {
    const service = net.text('nicType');
    if (service === undefined) continue;
    const selected = new Set(net.texts('selectedVnic'));
    for (const candidate of net.all('candidateVnic')) {
      const device = candidate.text('device');
      if (device === undefined || !selected.has(candidate.text('key') ?? '')) continue;
      services.set(device, [...(services.get(device) ?? []), service]);
    }
  }
  return services;
}

function readPolicy(at: XmlElement | undefined): z.input<typeof policy> | undefined {
  if (at === undefined) return undefined;
  const order = at.one('nicTeaming.nicOrder');
  return {
    security: at.one('security') && {
      allowPromiscuous: at.boolean('security.allowPromiscuous'),
      macChanges: at.boolean('security.macChanges'),
      forgedTransmits: at.boolean('security.forgedTransmits'),
    },
    nicTeaming: at.one('nicTeaming') && {
      policy: at.text('nicTeaming.policy'),
      nicOrder: order && { activeNic: order.texts('activeNic'), standbyNic: order.texts('standbyNic') },
    },
    shapingPolicy: at.one('shapingPolicy') && { enabled: at.boolean('shapingPolicy.enabled') },
  };
}

import type { AttributesOf } from '../../../../shared/model/kinds/registry.ts';
import type { Names } from './names.ts';
import type { RawHostNetwork, RawSwitchPolicy } from './raw-host.ts';
import { present } from './shape.ts';

type HostAttributes = AttributesOf<'host'>;

export interface HostNetwork {
  readonly managementIp: string | undefined;
  readonly pnics: HostAttributes['pnics'];
  readonly vmkernels: HostAttributes['vmkernels'];
  readonly vswitches: HostAttributes['vswitches'];
  readonly vswitchFreePorts: HostAttributes['vswitchFreePorts'];
  readonly portGroups: HostAttributes['portGroups'];
}

const serviceNames: Readonly<Record<string, string>> = {
  vmotion: 'vMotion',
  vsan: 'vSAN',
  faultToleranceLogging: 'fault tolerance',
  vSphereReplication: 'replication',
  vSphereProvisioning: 'provisioning',
};

export function mapHostNetwork(raw: RawHostNetwork | undefined, names: Names): HostNetwork {
  const standardUplinks = new Map(
    (raw?.vswitch ?? []).flatMap((vswitch) => (vswitch.pnic ?? []).map((pnic) => [pnic, vswitch.name])),
  );
  const gateway = raw?.ipRouteConfig?.defaultGateway;
  const vmkernels = raw?.vnic?.map((vnic) => {
    const management = vnic.services?.includes('management') === true;
    return present({
      name: vnic.device,
      mac: vnic.spec.mac,
      ip: vnic.spec.ip?.ipAddress,
      subnetMask: vnic.spec.ip?.subnetMask,
      gateway: management ? gateway : undefined,
      mtu: vnic.spec.mtu,
      portGroup: names.of(vnic.spec.distributedVirtualPort?.portgroupKey) ?? vnic.spec.portgroup,
      dhcp: vnic.spec.ip?.dhcp,
      services: vnic.services?.map((service) => serviceNames[service] ?? service),
      stack: vnic.spec.netStackInstanceKey,
    });
  });
  return {
    managementIp: vmkernels?.find((vmkernel) => vmkernel.services?.includes('management'))?.ip,
    pnics: raw?.pnic?.map((pnic) => {
      const { lldpInfo, cdpInfo } = pnic.neighbor ?? {};
      return present({
        name: pnic.device,
        mac: pnic.mac,
        driver: pnic.driver,
        pci: pnic.pci,
        // The API leaves the speed out while there is no link.
        linkUp: pnic.linkSpeed !== undefined && pnic.linkSpeed.speedMb > 0,
        speedMbps: pnic.linkSpeed?.speedMb,
        fullDuplex: pnic.linkSpeed?.duplex,
        switch: names.of(pnic.proxySwitch) ?? standardUplinks.get(pnic.device),
        neighbour: lldpInfo
          ? present({
              protocol: 'LLDP' as const,
              device: lldpInfo.systemName,
              port: lldpInfo.portId,
              address: lldpInfo.managementAddress,
            })
          : cdpInfo &&
            present({
              protocol: 'CDP' as const,
              device: cdpInfo.devId,
              port: cdpInfo.portId,
              address: cdpInfo.address,
            }),
      });
    }) as HostNetwork['pnics'],
    vmkernels: vmkernels as HostNetwork['vmkernels'],
    vswitches: raw?.vswitch?.map((vswitch) =>
      present({
        name: vswitch.name,
        mtu: vswitch.mtu,
        ports: vswitch.numPorts,
        uplinks: vswitch.pnic,
        ...policyOf(vswitch.spec?.policy),
      }),
    ) as HostNetwork['vswitches'],
    vswitchFreePorts:
      raw?.vswitch &&
      Object.fromEntries(
        raw.vswitch.flatMap((vswitch) =>
          vswitch.numPortsAvailable === undefined ? [] : [[vswitch.name, vswitch.numPortsAvailable]],
        ),
      ),
    portGroups: raw?.portgroup?.map(({ spec }) =>
      present({ name: spec.name, switch: spec.vswitchName, vlan: spec.vlanId, ...policyOf(spec.policy) }),
    ) as HostNetwork['portGroups'],
  };
}

function policyOf(policy: RawSwitchPolicy) {
  const { nicTeaming, security, shapingPolicy } = policy ?? {};
  return {
    security:
      security &&
      present({
        promiscuous: security.allowPromiscuous,
        forgedTransmits: security.forgedTransmits,
        macChanges: security.macChanges,
      }),
    teaming:
      nicTeaming &&
      present({
        policy: nicTeaming.policy,
        active: nicTeaming.nicOrder?.activeNic,
        standby: nicTeaming.nicOrder?.standbyNic,
      }),
    shaping: shapingPolicy?.enabled,
  };
}

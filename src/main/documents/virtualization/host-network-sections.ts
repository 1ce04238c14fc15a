import type { EntityOf } from '../../../shared/model/entity.ts';
import type { PortSecurity, Teaming } from '../../../shared/model/kinds/vmware/parts.ts';
import { megabits, number, yesNo } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import { maybe, nestedTable, type NestedColumn } from './nested-table.ts';
import type { Scope } from './scopes.ts';
import { securityText, teamingPolicyText, uplinkOrderText, vlanText } from './text.ts';

type Host = EntityOf<'host'>;
type Vswitch = NonNullable<Host['attributes']['vswitches']>[number];
type StandardPortGroup = NonNullable<Host['attributes']['portGroups']>[number];

/** Physical and VMkernel adapters, standard switches and their port groups, host by host. */
export function hostNetworkSections(scope: Scope, full: boolean): readonly SectionPlan[] {
  const section = (key: string, title: string, render: SectionPlan['render']): SectionPlan => ({
    key,
    title,
    level: 3,
    reads: [scope.reads('host')],
    render,
  });
  return [
    section('host-network', 'Network adapters', () => [
      nestedTable({
        entities: scope.members('host'),
        of: 'Host',
        path: 'pnics',
        list: (host) => host.attributes.pnics,
        full,
        none: 'No network adapters.',
        columns: [
          { title: 'Adapter', value: (pnic) => pnic.name },
          { title: 'MAC', value: (pnic) => pnic.mac },
          { title: 'Link', value: (pnic) => maybe(pnic.linkUp, (up) => (up ? 'up' : 'down')) },
          {
            title: 'Speed',
            align: 'right',
            value: (pnic) => (pnic.linkUp === false ? 'no link' : maybe(pnic.speedMbps, megabits)),
          },
          {
            title: 'Duplex',
            value: (pnic) =>
              pnic.linkUp === false ? 'no link' : maybe(pnic.fullDuplex, (on) => (on ? 'full' : 'half')),
          },
          { title: 'Switch', value: (pnic) => pnic.switch ?? 'not attached' },
          {
            title: 'Neighbour port',
            value: (pnic) =>
              pnic.neighbour === undefined
                ? undefined
                : `${pnic.neighbour.device} ${pnic.neighbour.port} (${pnic.neighbour.protocol})`,
          },
          { title: 'Driver', nice: true, value: (pnic) => pnic.driver },
          { title: 'PCI', nice: true, value: (pnic) => pnic.pci },
        ],
      }),
    ]),
    section('vmkernel', 'VMkernel adapters', () => [
      nestedTable({
        entities: scope.members('host'),
        of: 'Host',
        path: 'vmkernels',
        list: (host) => host.attributes.vmkernels,
        full,
        none: 'No VMkernel adapters.',
        columns: [
          { title: 'Adapter', value: (vmk) => vmk.name },
          { title: 'IP', value: (vmk) => vmk.ip },
          { title: 'Mask', value: (vmk) => vmk.subnetMask },
          { title: 'Gateway', value: (vmk) => vmk.gateway ?? 'none of its own' },
          { title: 'MTU', align: 'right', value: (vmk) => maybe(vmk.mtu, (mtu) => String(mtu)) },
          { title: 'Port group', value: (vmk) => vmk.portGroup },
          {
            title: 'Services',
            value: (vmk) =>
              maybe(vmk.services, (services) => (services.length === 0 ? 'none' : services.join(', '))),
          },
          { title: 'MAC', value: (vmk) => vmk.mac },
          { title: 'Stack', nice: true, value: (vmk) => vmk.stack },
        ],
      }),
    ]),
    section('vswitches', 'Standard switches', () => [
      nestedTable<Vswitch, Host>({
        entities: scope.members('host'),
        of: 'Host',
        path: 'vswitches',
        list: (host) => host.attributes.vswitches,
        full,
        none: 'No standard switches.',
        columns: [
          { title: 'Switch', value: (vswitch) => vswitch.name },
          {
            title: 'Uplinks',
            value: (vswitch) =>
              maybe(vswitch.uplinks, (uplinks) => (uplinks.length === 0 ? 'none' : uplinks.join(', '))),
          },
          { title: 'MTU', align: 'right', value: (vswitch) => maybe(vswitch.mtu, (mtu) => String(mtu)) },
          { title: 'Ports', align: 'right', value: (vswitch) => maybe(vswitch.ports, (n) => number(n)) },
          {
            title: 'Free ports',
            align: 'right',
            path: 'vswitchFreePorts',
            value: (vswitch, host) =>
              maybe(host.attributes.vswitchFreePorts?.[vswitch.name], (n) => number(n)),
          },
          ...policyColumns<Vswitch>(),
        ],
      }),
    ]),
    section('port-groups-standard', 'Port groups of standard switches', () => [
      nestedTable<StandardPortGroup, Host>({
        entities: scope.members('host'),
        of: 'Host',
        path: 'portGroups',
        list: (host) => host.attributes.portGroups,
        full,
        none: 'No port groups on standard switches.',
        columns: [
          { title: 'Port group', value: (group) => group.name },
          { title: 'Switch', value: (group) => group.switch },
          { title: 'VLAN', value: (group) => maybe(group.vlan, vlanText) },
          ...policyColumns<StandardPortGroup>(),
        ],
      }),
    ]),
  ];
}

interface WithPolicy {
  readonly security?: PortSecurity | undefined;
  readonly teaming?: Teaming | undefined;
  readonly shaping?: boolean | undefined;
}

function policyColumns<I extends WithPolicy>(): readonly NestedColumn<I, Host>[] {
  return [
    { title: 'Security', value: ({ security }) => security && securityText(security) },
    { title: 'Teaming', value: ({ teaming }) => (teaming ? teamingPolicyText(teaming) : 'of its switch') },
    {
      title: 'Active / standby',
      value: ({ teaming }) => (teaming ? uplinkOrderText(teaming) : 'of its switch'),
    },
    {
      title: 'Shaping',
      nice: true,
      value: ({ shaping }) => (shaping === undefined ? 'of its switch' : yesNo(shaping)),
    },
  ];
}

import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityTable, fact, paragraph, when } from '../build.ts';
import { number } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { switchDiagrams } from './diagrams.ts';
import { nestedTable } from './nested-table.ts';
import { securityText, teamingPolicyText, uplinkOrderText, vlanText } from './text.ts';

type Network = EntityOf<'network'>;

/** Distributed switches with their members and port groups; port groups of standard switches stand here by name. */
export function switchSections(view: InventoryView, settings: GeneratorSettings): readonly SectionPlan[] {
  const full = settings.depth === 'full';
  return [
    {
      key: 'dv-switches',
      title: 'Distributed switches',
      level: 2,
      reads: [{ kind: 'dv-switch' }],
      render: () => {
        const switches = view.all('dv-switch');
        if (switches.length === 0) return [paragraph('No distributed switches.')];
        return [
          entityTable({
            entities: switches,
            home: true,
            columns: [
              { title: 'Switch', path: 'name' },
              { title: 'Datacenter', path: 'datacenter' },
              { title: 'Version', path: 'version' },
              { title: 'MTU', path: 'mtu', format: String, align: 'right' },
              { title: 'Uplinks', path: 'uplinks' },
              {
                title: 'Hosts',
                path: 'members',
                format: (members) => number(members.length),
                align: 'right',
              },
              { title: 'Ports', path: 'ports', align: 'right' },
              { title: 'Free ports', path: 'freePorts', align: 'right' },
              { title: 'Security', path: 'security', format: securityText },
              { title: 'LACP', path: 'lacpVersion' },
              {
                title: 'LAGs',
                path: 'lags',
                format: (lags) =>
                  lags.length === 0
                    ? 'none'
                    : lags
                        .map((lag) => `${lag.name}${lag.mode === undefined ? '' : ` (${lag.mode})`}`)
                        .join(', '),
              },
              {
                title: 'Discovery',
                value: (one) => [fact(one, 'discoveryProtocol'), ', ', fact(one, 'discoveryOperation')],
              },
              ...when(full, [
                { title: 'Network I/O control', path: 'networkIoControl' } as const,
                { title: 'Multicast', path: 'multicastFiltering' } as const,
                { title: 'UUID', path: 'uuid' } as const,
              ]),
            ],
          }),
        ];
      },
    },
    {
      key: 'dv-switch-diagrams',
      title: 'Distributed switches as diagrams',
      level: 3,
      reads: [{ kind: 'dv-switch' }, { kind: 'network' }, { kind: 'host' }],
      render: () => {
        const blocks = switchDiagrams(view);
        return blocks.length === 0 ? [paragraph('No distributed switches.')] : blocks;
      },
    },
    {
      key: 'dv-switch-members',
      title: 'Hosts of distributed switches',
      level: 3,
      reads: [{ kind: 'dv-switch' }],
      render: () => [
        nestedTable({
          entities: view.all('dv-switch'),
          of: 'Switch',
          path: 'members',
          list: (one) => one.attributes.members,
          full,
          none: 'No hosts.',
          columns: [
            { title: 'Host', value: (member) => member.host },
            {
              title: 'Adapters',
              value: (member) =>
                member.pnics?.length === 0
                  ? 'none'
                  : member.pnics
                      ?.map((pnic) =>
                        pnic.uplink === undefined ? pnic.name : `${pnic.name} = ${pnic.uplink}`,
                      )
                      .join(', '),
            },
          ],
        }),
      ],
    },
    {
      key: 'port-groups',
      title: 'Port groups',
      level: 3,
      reads: [{ kind: 'network' }],
      render: () => {
        const networks = view.all('network');
        return networks.length === 0 ? [paragraph('No port groups.')] : [portGroupTable(networks, full)];
      },
    },
  ];
}

function portGroupTable(networks: readonly Network[], full: boolean) {
  return entityTable({
    entities: networks,
    home: true,
    columns: [
      { title: 'Port group', path: 'name' },
      { title: 'Type', path: 'type' },
      {
        title: 'Switch',
        value: (network) =>
          network.attributes.type === 'standard' ? 'on each host' : fact(network, 'switch'),
      },
      { title: 'Datacenter', path: 'datacenter' },
      {
        title: 'VLAN',
        value: (network) =>
          network.attributes.vlanTrunk === undefined
            ? fact(network, 'vlan', vlanText)
            : fact(network, 'vlanTrunk', (ranges) => `trunk ${ranges.join(', ')}`),
      },
      { title: 'Teaming', path: 'teaming', format: teamingPolicyText },
      { title: 'Active / standby', path: 'teaming', format: uplinkOrderText },
      { title: 'Binding', path: 'binding' },
      { title: 'Security', path: 'security', format: securityText },
      { title: 'Ports', path: 'ports', align: 'right' },
      { title: 'VMs', path: 'vmCount' },
      ...when(full, [
        { title: 'Shaping in', path: 'shapingIn' } as const,
        { title: 'Shaping out', path: 'shapingOut' } as const,
      ]),
    ],
  });
}

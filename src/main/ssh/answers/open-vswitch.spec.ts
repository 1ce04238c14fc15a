import { expect, it } from 'vitest';
import { switchSaid } from './open-vswitch.ts';

const uuid = (id: string) => ['uuid', id];
const none = ['set', []];
const answered = (headings: string[], row: unknown[]) => ({
  is: 'answered' as const,
  value: { headings, data: [row] },
  masked: 0,
});

const said = (mode: unknown) =>
  switchSaid(
    answered(['name', 'ports', 'datapath_type'], ['br0', uuid('p'), '']),
    answered(
      ['_uuid', 'name', 'interfaces', 'tag', 'trunks', 'vlan_mode', 'bond_mode'],
      [uuid('p'), 'swp1', uuid('i'), 10, none, mode, none],
    ),
    answered(
      ['_uuid', 'name', 'type', 'admin_state', 'link_state', 'lacp_current', 'mac_in_use', 'mtu'],
      [uuid('i'), 'swp1', '', 'up', 'up', none, none, 1500],
    ),
  );

it('a port has one of the modes that there are, or none', () => {
  expect(said('native-untagged')).toMatchObject({
    is: 'answered',
    value: { ports: [{ name: 'swp1', setting: { mode: 'native-untagged', tag: 10, trunks: [] } }] },
  });
  expect(said(none)).toMatchObject({ value: { ports: [{ setting: { mode: undefined } }] } });
});

it('a mode that a host makes up is none: it would be written back in a command with more rights', () => {
  for (const mode of ['access; reboot', 'access tag=4 -- destroy Port swp2', '$(id)', 1])
    expect(said(mode)).toMatchObject({ is: 'failed', reason: expect.stringContaining('vlan_mode') });
});

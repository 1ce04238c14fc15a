import { describe, expect, test } from 'vitest';
import { builtInAdapter } from '../../../../test/support/built-in-profile.ts';
import { collectedProfile } from '../../../../test/support/collected-profile.ts';
import { answeringOtherwise, failing } from '../../../../test/support/documented-answers.ts';
import { documentedUnifi } from '../../../../test/support/documented/unifi.ts';

const id = 'unifi-network-mcp';
const collected = (...changes: Parameters<typeof answeringOtherwise>[1]) =>
  collectedProfile(id, answeringOtherwise(documentedUnifi, changes), 'unifi');

describe('UniFi Network through unifi-network-mcp, as it is documented', () => {
  test('is recognised once its tools are all there from the beginning', () => {
    expect(documentedUnifi.of).toContain('not recorded');
    const adapter = builtInAdapter(id);
    expect(adapter.matches(documentedUnifi.server)).toBe(true);
    const lazy = documentedUnifi.server.tools.filter(({ name }) => name === 'unifi_tool_index');
    expect(adapter.matches({ ...documentedUnifi.server, tools: lazy })).toBe(false);
  });

  test('vouches for no tool that gives keys and passwords away, or changes anything', () => {
    expect(builtInAdapter(id).readOnlyTools).toEqual([
      'unifi_list_devices',
      'unifi_get_port_stats',
      'unifi_get_lldp_neighbors',
    ]);
  });

  test('gives every device once, and the ports of those that have some', async () => {
    const { counts, rejects, scopes } = await collected();
    expect(rejects).toEqual([]);
    expect(counts()).toEqual({ switch: 2, router: 1, device: 1, interface: 5 });
    expect(scopes('interface')).toEqual([{ type: 'complete', kind: 'interface' }]);
  });

  test('says of a switch what it is, and of a port where it leads', async () => {
    const { named } = await collected();
    expect(named('switch', 'sw-1')).toMatchObject({
      nativeId: '02:00:00:00:00:02',
      partition: 'default',
      attributes: {
        role: 'switch',
        status: 'online',
        reachable: true,
        manufacturer: 'Ubiquiti',
        model: 'USW Pro 24 PoE',
        osVersion: '7.1.26.15869',
        serial: '020000000002',
        managementIp: '192.0.2.2',
        site: 'default',
        uptimeSeconds: 1_047_845,
        memoryPercent: 31.5,
      },
      keys: expect.arrayContaining(['mac:020000000002', 'serial:020000000002', 'host:sw-1', 'ip:192.0.2.2']),
    });
    expect(named('interface', 'uplink')).toMatchObject({
      nativeId: '02:00:00:00:00:02/1',
      attributes: {
        device: 'sw-1',
        type: 'SFP+',
        adminUp: true,
        operUp: true,
        speedMbps: 10_000,
        duplex: 'full',
        peer: 'gateway Port 9',
        peerSource: 'lldp',
        poeWatts: 6.42,
        opticType: 'UACC-DAC',
        outErrors: 1,
      },
      keys: ['port:sw-1/port 1', 'port:sw-1/uplink'],
      relations: [
        { type: 'connected-to', toKey: 'port:gateway/port 9' },
        { type: 'part-of', to: 'unifi:switch:02:00:00:00:00:02' },
      ],
    });
    expect(named('interface', 'WAN')).toMatchObject({
      keys: expect.arrayContaining(['port:gateway/port 9']),
      relations: [{ type: 'part-of', to: 'unifi:router:02:00:00:00:00:01' }],
    });
    expect(named('interface', 'Port 3').attributes).toMatchObject({ adminUp: false, operUp: false });
    expect(named('interface', 'Port 3').attributes).not.toHaveProperty('speedMbps');
  });

  test('says of a switch that is away only what it was set to', async () => {
    const { named, of } = await collected();
    expect(named('switch', 'sw-2').attributes).toMatchObject({ reachable: false });
    expect(named('switch', 'sw-2').attributes).not.toHaveProperty('uptimeSeconds');
    const away = of('interface').find(({ nativeId }) => nativeId === '02:00:00:00:00:03/1');
    expect(away?.attributes).toMatchObject({ adminUp: true });
    for (const name of ['operUp', 'speedMbps', 'poeWatts']) expect(away?.attributes).not.toHaveProperty(name);
  });

  test('takes a failure that is called an answer for one', async () => {
    const { scopes, entities } = await collected({
      tool: 'unifi_list_devices',
      answer: { success: false, error: 'Not connected to controller' },
    });
    expect(entities).toEqual([]);
    expect(scopes('switch')).toEqual([
      { type: 'failed', kind: 'switch', reason: expect.stringContaining('Not connected to controller') },
    ]);
  });

  test('takes fewer devices than are counted for a part of them', async () => {
    const { scopes } = await collected({
      tool: 'unifi_list_devices',
      answer: { success: true, site: 'default', total_count: 4, count: 0, devices: [] },
    });
    expect(scopes('switch')[0]).toMatchObject({
      type: 'failed',
      reason: expect.stringContaining('it counts 4'),
    });
  });

  test.each([
    ['by the protocol', failing('timed out')],
    ['in its answer', { success: false, error: "Switch '02:00:00:00:00:02' not found or has no port data." }],
  ])('takes the ports of one switch for gone by no failure of it, told %s', async (_, answer) => {
    const { scopes, of } = await collected({
      tool: 'unifi_get_port_stats',
      args: { device_mac: '02:00:00:00:00:02' },
      answer,
    });
    expect(of('interface')).toHaveLength(2);
    expect(scopes('interface')).toEqual([
      expect.objectContaining({ type: 'failed', partition: 'default/02:00:00:00:00:02' }),
      { type: 'complete', kind: 'interface' },
    ]);
  });

  test('does without neighbours, and rejects what has no address', async () => {
    const { named, rejects, counts } = await collected(
      { tool: 'unifi_get_lldp_neighbors', answer: failing('no') },
      {
        tool: 'unifi_list_devices',
        answer: {
          success: true,
          site: 'default',
          devices: [
            { name: 'nobody', type: 'usw', status: 'online', uptime: 'N/A' },
            {
              mac: '02:00:00:00:00:02',
              name: '<b>sw</b>',
              type: 'usw',
              status: 'online',
              uptime: 'a, b:c:d',
              ip: '',
            },
          ],
        },
      },
      { tool: 'unifi_get_port_stats', answer: { success: true, details: { port_table: [{ port_idx: 1 }] } } },
    );
    expect(counts()).toEqual({ switch: 1, interface: 1 });
    expect(named('switch', '<b>sw</b>').attributes).not.toHaveProperty('managementIp');
    expect(rejects.map(({ kind }) => kind)).toContain('switch');
    expect(named('interface', 'Port 1').unknown?.['peer']).toMatch(/neighbours/);
  });
});

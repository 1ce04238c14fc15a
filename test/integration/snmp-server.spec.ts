import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { startSnmpAgent, type TestAgentOptions } from '../support/snmp-agent.ts';
import { connectSnmp, snmpDevice } from '../support/snmp-client.ts';
import { ifIndexOf, lagIndex, managementIndex, switchObjects } from '../support/snmp-switch.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Our SNMP server over real UDP, against agents of this process that speak v2c and v3. */
const aSwitch = (name: string, more: Partial<TestAgentOptions> = {}, ports = 4) =>
  startSnmpAgent({
    objects: switchObjects({ name, ports, neighbours: { 1: { system: 'sw-2.example.net', port: 'Gi0/9' } } }),
    ...more,
  });

interface Item {
  readonly status: string;
  readonly problems?: readonly { readonly what: string; readonly reason: string }[];
  readonly notGiven?: readonly string[];
}

describe('what it reads of a switch', () => {
  test('interfaces with their speed, aggregation, addresses and counters of 64 bits', async () => {
    await using agent = await aSwitch('sw-1');
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port)]);
    const { 'sw-1': item } = await server.items<Item & { interfaces: { ifName: string }[] }>(
      'list_interfaces',
    );
    expect(item?.status).toBe('complete');
    expect(item?.interfaces.map(({ ifName }) => ifName)).toEqual([
      'mgmt0',
      'Gi0/1',
      'Gi0/2',
      'Gi0/3',
      'Gi0/4',
      'Po1',
    ]);
    expect(item?.interfaces[4]).toMatchObject({
      ifIndex: ifIndexOf(4),
      ifDescr: 'GigabitEthernet0/4',
      ifTypeName: 'ethernetCsmacd',
      ifHighSpeed: 1_000,
      ifAdminStatus: 'up',
      dot3StatsDuplexStatus: 'fullDuplex',
      aggregate: lagIndex,
      counters: { bits: 64, inOctets: 12_000_000_000, inErrors: 3 },
    });
    expect(item?.interfaces[0]).toMatchObject({
      ifIndex: managementIndex,
      addresses: [{ address: '127.0.0.1/24', type: 'unicast' }],
      neverShutDown: expect.stringContaining('managed over'),
    });
  });

  test('VLANs, PVIDs and addresses by VLAN, although its numbers of ports, databases and interfaces differ', async () => {
    await using agent = await aSwitch('sw-1');
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port)]);
    expect((await server.items('list_vlans'))['sw-1']).toMatchObject({
      vlans: [
        { vid: 10, name: 'servers', status: 'permanent', egress: [1001, 1003], untagged: [1001, 1003] },
        { vid: 20, name: 'storage', egress: [1001, 1002, 1004], untagged: [1002, 1004] },
      ],
      ports: [
        { bridgePort: 1, ifIndex: 1001, ifName: 'Gi0/1', pvid: 10 },
        { pvid: 20 },
        { pvid: 10 },
        { pvid: 20 },
      ],
    });
    expect((await server.items('list_forwarding_table'))['sw-1']).toMatchObject({
      entries: [
        { vid: 10, fdbId: 110, status: 'learned', ifIndex: 1002, ifName: 'Gi0/2' },
        { vid: 20, fdbId: 120, status: 'learned', ifIndex: 1002 },
      ],
    });
  });

  test('neighbours, parts, and what the host under it has', async () => {
    await using agent = await aSwitch('sw-1');
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port)]);
    expect((await server.items('list_lldp_neighbors'))['sw-1']).toMatchObject({
      lldp: {
        local: { sysName: 'sw-1', chassisId: '02:00:00:00:ff:ff', capabilities: ['bridge', 'router'] },
        neighbors: [
          {
            ifIndex: 1001,
            ifName: 'Gi0/1',
            sysName: 'sw-2.example.net',
            portId: 'Gi0/9',
            managementAddresses: ['192.0.2.7'],
          },
        ],
      },
    });
    expect((await server.items('list_entities'))['sw-1']).toMatchObject({
      entities: [
        { class: 'chassis', serialNum: 'SN-sw-1', modelName: 'EX-48', mfgName: 'Example Networks' },
        { class: 'powerSupply', containedIn: 1 },
        { class: 'fan' },
        { class: 'module', serialNum: 'MOD-1' },
      ],
    });
    expect((await server.items('get_host_resources'))['sw-1']).toMatchObject({
      host: {
        hrSystemDate: '2026-11-23T16:05:00.000Z',
        hrSystemProcesses: 88,
        processors: [{ loadPercent: 12 }, { loadPercent: 18 }],
        storage: [{ type: 'ram', sizeBytes: 2_048_000_000, usedBytes: 512_000_000 }],
      },
    });
  });

  test('the same over SNMPv3, signed and encrypted', async () => {
    const user = { name: 'docs', auth: 'auth-pass-1', privacy: 'priv-pass-1' };
    await using agent = await aSwitch('sw-1', { user });
    const auth = { protocol: 'sha256' as const, password: user.auth };
    await using server = await connectSnmp([
      snmpDevice('plain', agent.port),
      snmpDevice('private', agent.port, {
        credentials: {
          version: '3',
          user: 'docs',
          auth,
          privacy: { protocol: 'aes', password: user.privacy },
        },
      }),
    ]);
    const { plain, private: hidden } = await server.items<Item>('list_interfaces', { addresses: false });
    expect(plain).toMatchObject({ status: 'complete' });
    expect({ ...hidden, device: 'plain' }).toEqual(plain);
  });

  test('rates out of two readings; a device that keeps its counters has none', async () => {
    let reads = 0;
    await using agent = await aSwitch('sw-1', {
      following: (_, truly) => {
        // Each time the counters are looked at, more has gone through.
        if (truly === `1.3.6.1.2.1.31.1.1.1.6.${ifIndexOf(1)}`) {
          reads += 1;
          agent.put(truly, [
            'Counter64',
            Buffer.from((12_000_000_000n + BigInt(reads) * 1_000n).toString(16).padStart(16, '0'), 'hex'),
          ]);
          agent.put('1.3.6.1.2.1.1.3.0', ['TimeTicks', 8_640_000 + reads * 100]);
        }
        return truly;
      },
    });
    await using still = await aSwitch('sw-2');
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port), snmpDevice('sw-2', still.port)]);
    const items = await server.items<Item & { interfaces: { ifIndex: number; rates?: object }[] }>(
      'list_interfaces',
      { rateSeconds: 1 },
    );
    const moving = items['sw-1']?.interfaces.find(({ ifIndex }) => ifIndex === ifIndexOf(1));
    expect(moving?.rates).toMatchObject({ inBitsPerSecond: expect.any(Number), outBitsPerSecond: 0 });
    expect(items['sw-2']).toMatchObject({ status: 'partial', problems: [{ what: 'rates' }] });
    expect(items['sw-2']?.interfaces.every(({ rates }) => rates === undefined)).toBe(true);
  });
});

describe('many devices, each with a status of its own', () => {
  test('one that is silent, one that does not know the community and one that answers', async () => {
    await using agent = await aSwitch('sw-1');
    await using mute = await aSwitch('sw-2', { delayMs: () => Infinity });
    await using server = await connectSnmp([
      snmpDevice('sw-1', agent.port),
      snmpDevice('sw-2', mute.port),
      snmpDevice('sw-3', agent.port, { credentials: { version: '2c', community: 'top-secret-9' } }),
    ]);
    const items = await server.items<Item>('get_system');
    expect(Object.entries(items).map(([name, { status }]) => [name, status])).toEqual([
      ['sw-1', 'complete'],
      ['sw-2', 'failed'],
      ['sw-3', 'failed'],
    ]);
    expect(items['sw-2']?.problems?.[0]?.reason).toContain('did not answer');
    expect(JSON.stringify(items) + server.log.join()).not.toContain('top-secret-9');
  });

  test('a slow one is cut off at its limit, says what it gave, and holds nobody up', async () => {
    await using quick = await aSwitch('sw-1');
    await using slow = await aSwitch('sw-2', { delayMs: () => 120 }, 200);
    await using server = await connectSnmp(
      [snmpDevice('sw-2', slow.port, { timeoutMs: 1_000 }), snmpDevice('sw-1', quick.port)],
      { deviceLimitMs: 700 },
    );
    const heard: string[] = [];
    const { items } = (await server.data(
      'list_interfaces',
      {},
      {
        onprogress: ({ message }) => heard.push(String(message)),
      },
    )) as unknown as { items: (Item & { interfaces?: unknown[] })[] };
    expect(heard).toEqual(['sw-1', 'sw-2']);
    expect(items[0]).toMatchObject({ status: 'partial' });
    expect(items[0]?.problems?.[0]?.reason).toContain('longer than the 0.7 s');
    expect(items[1]).toMatchObject({ status: 'complete' });
  });

  test('one that drops long answers is asked for less', async () => {
    await using agent = await aSwitch('sw-1', { mostValues: 20 }, 24);
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port)]);
    const { 'sw-1': item } = await server.items<Item & { interfaces: unknown[] }>('list_interfaces');
    expect(item).toMatchObject({ status: 'complete' });
    expect(item?.interfaces).toHaveLength(26);
  });

  test('one whose table has no end is left, and what it gave is not called all', async () => {
    const back = `1.3.6.1.2.1.2.2.1.2.${ifIndexOf(1)}`;
    await using agent = await aSwitch('sw-1', {
      following: (oid, truly) => (oid === `1.3.6.1.2.1.2.2.1.2.${ifIndexOf(3)}` ? back : truly),
    });
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port)]);
    const { 'sw-1': item } = await server.items<Item>('list_interfaces');
    expect(item).toMatchObject({ status: 'partial', problems: [{ what: 'ifTable' }] });
  });

  test('fifty with 48 ports each are read at once', async () => {
    await using agents = new AsyncDisposableStack();
    const devices = await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        const agent = agents.use(await aSwitch(`sw-${at}`, { delayMs: () => 5 }, 48));
        return snmpDevice(`sw-${at}`, agent.port, { timeoutMs: 10_000 });
      }),
    );
    await using server = await connectSnmp(devices, { concurrency: 50 });
    const { items, total } = (await server.data('list_interfaces', { limit: 200 })) as unknown as {
      items: (Item & { interfaces: unknown[] })[];
      total: number;
    };
    expect(total).toBe(50);
    expect(items.every(({ status, interfaces }) => status === 'complete' && interfaces.length === 50)).toBe(
      true,
    );
  }, 60_000);

  test('page by page, in the order of the file; only those that are named; a wrong name names the right ones', async () => {
    await using agent = await aSwitch('sw-1');
    const devices = ['b', 'a', 'c'].map((name) => snmpDevice(name, agent.port));
    await using server = await connectSnmp(devices);
    const first = await server.data('get_system', { limit: 2 });
    expect(first).toMatchObject({
      items: [{ device: 'b' }, { device: 'a' }],
      total: 3,
      nextCursor: 'after:a',
    });
    expect(await server.data('get_system', { limit: 2, cursor: first['nextCursor'] })).toMatchObject({
      items: [{ device: 'c' }],
    });
    expect(Object.keys(await server.items('get_system', { devices: ['c'] }))).toEqual(['c']);
    expect(await server.refusal('get_system', { devices: ['d'] })).toContain('There are: b, a, c');
    expect(await server.refusal('get_system', { cursor: 'x' })).toContain('expected the nextCursor');
  });

  test('a call that is taken back ends at once', async () => {
    let isMute = true;
    await using mute = await aSwitch('sw-1', { delayMs: () => (isMute ? Infinity : 0) });
    await using server = await connectSnmp([snmpDevice('sw-1', mute.port, { timeoutMs: 20_000 })]);
    const cancel = new AbortController();
    const asked = server.data('get_system', {}, { signal: cancel.signal });
    await expect.poll(() => mute.asked.length).toBe(1);
    cancel.abort(new Error('nobody waits'));
    await expect(asked).rejects.toThrow('nobody waits');
    // Its place is free again.
    isMute = false;
    expect((await server.items<Item>('get_system'))['sw-1']).toMatchObject({ status: 'complete' });
  });
});

describe('walk', () => {
  test('gives what there is, piece by piece, and an instance itself', async () => {
    await using agent = await aSwitch('sw-1');
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port)]);
    const first = await server.data('walk', { device: 'sw-1', oid: '.1.3.6.1.2.1.1', limit: 3 });
    expect(first).toMatchObject({ rows: [{ type: 'STRING' }, { type: 'OID' }, { type: 'TimeTicks' }] });
    const rest = await server.data('walk', { device: 'sw-1', oid: '1.3.6.1.2.1.1', after: first['nextOid'] });
    expect(rest).toMatchObject({ rows: [{}, { value: 'sw-1' }, {}, { type: 'INTEGER', value: '2' }] });
    expect(rest['nextOid']).toBeUndefined();
    expect(await server.data('walk', { device: 'sw-1', oid: '1.3.6.1.2.1.1.5.0' })).toMatchObject({
      rows: [{ oid: '1.3.6.1.2.1.1.5.0', value: 'sw-1' }],
    });
  });

  test('withholds what agents keep secrets in', async () => {
    await using agent = await startSnmpAgent({
      objects: {
        '1.3.6.1.2.1.1.3.0': ['TimeTicks', 1],
        '1.3.6.1.2.1.25.4.2.1.5.1': ['OctetString', '--password=hunter2'],
        '1.3.6.1.2.1.47.1.2.1.1.5.1': ['OctetString', 'hunter2@10'],
        // Its index is the community itself: "hunter2".
        '1.3.6.1.6.3.18.1.1.1.2.7.104.117.110.116.101.114.50': ['OctetString', 'hunter2'],
        '1.3.6.1.6.3.18.1.1.1.3.7.104.117.110.116.101.114.50': ['OctetString', 'hunter2'],
        '1.3.6.1.6.3.19.1.0': ['OctetString', 'harmless'],
      },
    });
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port)]);
    const answer = await server.data('walk', { device: 'sw-1', oid: '1.3.6.1' });
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|104\.117\.110/);
    expect(answer).toMatchObject({
      rows: [
        {},
        { oid: '1.3.6.1.2.1.25.4.2.1.5', type: 'withheld' },
        { oid: '1.3.6.1.2.1.47.1.2.1.1.5', type: 'withheld' },
        { oid: '1.3.6.1.6.3.18', type: 'withheld' },
        { value: 'harmless' },
      ],
    });
    const piece = await server.data('walk', { device: 'sw-1', oid: '1.3.6.1', limit: 4 });
    expect(JSON.stringify(piece)).not.toContain('104.117.110');
    expect(
      await server.data('walk', { device: 'sw-1', oid: '1.3.6.1', after: piece['nextOid'] }),
    ).toMatchObject({ rows: [{ value: 'harmless' }] });
    const column = '1.3.6.1.6.3.18.1.1.1.3';
    for (const oid of [column, `${column}.7.104.117.110.116.101.114.50`])
      expect(await server.data('walk', { device: 'sw-1', oid })).toMatchObject({
        rows: [{ type: 'withheld', value: '' }],
      });
  });
});

describe('setting ifAdminStatus', () => {
  const adminStatus = `1.3.6.1.2.1.2.2.1.7.${ifIndexOf(2)}`;
  const operStatus = `1.3.6.1.2.1.2.2.1.8.${ifIndexOf(2)}`;
  const write = { version: '2c' as const, community: 'private' };
  const down = { device: 'sw-1', interface: 'Gi0/2', status: 'down', waitSeconds: 1 };

  test('is not offered, and not done, unless the server was started for it', async () => {
    await using agent = await aSwitch('sw-1', { writeCommunity: 'private' });
    await using server = await connectSnmp([snmpDevice('sw-1', agent.port, { writeCredentials: write })]);
    const { tools } = await server.client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain('set_interface_admin_status');
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
    expect(await server.refusal('set_interface_admin_status', down)).toContain('--allow-writes');
    expect(agent.value(adminStatus)).toBe(1);
  });

  test('says before and after, and is believed only when the device shows it', async () => {
    await using agent = await aSwitch('sw-1', {
      writeCommunity: 'private',
      obeys: (_, value) => {
        agent.put(operStatus, ['Integer', value]);
        return true;
      },
    });
    await using lying = await aSwitch('sw-2', { writeCommunity: 'private', obeys: () => false });
    await using server = await connectSnmp(
      [
        snmpDevice('sw-1', agent.port, { writeCredentials: write }),
        snmpDevice('sw-2', lying.port, { writeCredentials: write }),
        snmpDevice('sw-3', agent.port, { writeCredentials: { version: '2c', community: 'public' } }),
      ],
      { allowWrites: true },
    );
    expect(await server.data('set_interface_admin_status', down)).toEqual({
      device: 'sw-1',
      interface: 'Gi0/2',
      ifIndex: ifIndexOf(2),
      before: { ifAdminStatus: 'up', ifOperStatus: 'up', ifLastChange: 2_002 },
      after: { ifAdminStatus: 'down', ifOperStatus: 'down', ifLastChange: 2_002 },
      changed: true,
      verified: true,
    });
    // A second time there is nothing to do.
    const sets = () => agent.asked.filter((one) => one.startsWith('set')).length;
    const before = sets();
    expect(await server.data('set_interface_admin_status', down)).toMatchObject({
      changed: false,
      verified: true,
    });
    expect(sets()).toBe(before);
    expect(await server.data('set_interface_admin_status', { ...down, device: 'sw-2' })).toMatchObject({
      changed: true,
      verified: false,
      note: expect.stringContaining('it shows ifAdminStatus up'),
    });
    expect(
      await server.refusal('set_interface_admin_status', { ...down, device: 'sw-3', status: 'up' }),
    ).toContain('refused to set Gi0/2 up');
  });

  test('never of the interface that it is managed over, nor where that is not known', async () => {
    await using agent = await aSwitch('sw-1', { writeCommunity: 'private' });
    await using elsewhere = await startSnmpAgent({
      objects: switchObjects({ name: 'sw-2', ports: 4, address: '192.0.2.1' }),
      writeCommunity: 'private',
    });
    await using server = await connectSnmp(
      [
        snmpDevice('sw-1', agent.port, { writeCredentials: write }),
        snmpDevice('sw-2', elsewhere.port, { writeCredentials: write }),
      ],
      { allowWrites: true },
    );
    for (const [args, says] of [
      [{ ...down, interface: 'mgmt0' }, 'managed over'],
      [{ ...down, device: 'sw-2' }, 'managementInterface'],
      [{ ...down, interface: 'Gi0/7' }, 'no interface "Gi0/7"'],
    ] as const)
      expect(await server.refusal('set_interface_admin_status', args)).toContain(says);
    expect([...agent.asked, ...elsewhere.asked].some((one) => one.startsWith('set'))).toBe(false);
  });
});

test('as a program: it starts over a file of devices, and one that does not fit ends it with the reason', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'devices.yaml');
  writeFileSync(
    file,
    'credentials: { read: { version: 2c, communityEnv: A } }\ndevices: [{ name: a, address: 192.0.2.1, credentials: read }]\n',
  );
  const start = (...args: string[]) => runCli(['mcp-server', 'snmp', ...args], { env: { A: '' } });
  const [nothing, secretless, absent] = await Promise.all([
    start(),
    start('--devices', file),
    start('--devices', join(folder.path, 'none.yaml')),
  ]);
  expect(nothing).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('--devices: expected'),
  });
  expect(secretless).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('variable A') });
  expect(absent).toMatchObject({ code: 2, stderr: expect.stringContaining('could not be read') });
  expect(await runCli(['mcp-server', 'snmp', '--devices', file], { env: { A: 'x' } })).toMatchObject({
    code: 0,
  });
});

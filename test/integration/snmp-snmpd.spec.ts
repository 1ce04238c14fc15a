import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  missingForSnmpd,
  secrets,
  startSnmpdNetwork,
  withoutSnmpd,
  type SnmpdNetwork,
} from '../support/snmpd.ts';
import { spawnSession, type TestSession } from '../support/mcp-session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/**
 * Our SNMP server against net-snmp, lldpd and Linux bridges: every answer is held against what snmpwalk says of the
 * same device, over v2c, v3 authPriv and v3 authNoPriv.
 */
describe.skipIf(missingForSnmpd() !== undefined)(`real devices over SNMP${withoutSnmpd}`, () => {
  const began = new AsyncDisposableStack();
  let network: SnmpdNetwork;
  let session: TestSession;

  beforeAll(async () => {
    network = began.use(await startSnmpdNetwork(began.use(temporaryFolder()).path));
    const [program, ...before] = network.reach;
    session = await spawnSession(
      program,
      [
        ...before,
        process.execPath,
        resolve('bin/datacenter-docs.mjs'),
        'mcp-server',
        'snmp',
        '--devices',
        network.file,
        '--allow-writes',
      ],
      { env: secrets },
    );
    began.defer(() => session.close());
  }, 90_000);
  afterAll(() => began.disposeAsync());

  type Item = Readonly<Record<string, unknown>> & { readonly device: string; readonly status: string };
  const items = async (tool: string, args: Record<string, unknown> = {}): Promise<Item[]> => {
    const answer = await session.callTool(tool, args);
    if (answer.isError) throw new Error(answer.text);
    return (answer.data as { items: Item[] }).items;
  };
  const each = async (tool: string, look: (item: Item) => Promise<void>) => {
    const all = await items(tool);
    expect(all.map(({ device, status }) => [device, status])).toEqual([
      ['leaf-1', 'complete'],
      ['leaf-2', 'complete'],
      ['edge-1', 'complete'],
    ]);
    for (const item of all) await look(item);
  };
  /** snmpwalk's value of one object, as plain text. */
  const plain = (value: string | undefined) =>
    value === undefined ? undefined : value.replace(/^"([^]*)"$/, '$1').trim() || undefined;
  /** A column by the index behind it. */
  const column = async (device: string, oid: string): Promise<Map<string, string | undefined>> =>
    new Map(
      [...(await network.walk(device, oid))].map(([at, value]) => [at.slice(oid.length + 1), plain(value)]),
    );
  const hex = (value: string | undefined) => value?.trim().toLowerCase().replaceAll(' ', ':') || undefined;
  const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));

  test('the system group', async () => {
    await each('get_system', async ({ device, system }) => {
      const told = await column(device, '1.3.6.1.2.1.1');
      const only = async (oid: string) => [...(await network.walk(device, oid)).values()][0];
      expect(system).toMatchObject({
        sysName: device,
        sysDescr: told.get('1.0'),
        sysObjectID: told.get('2.0')?.replace(/^\./, ''),
        sysContact: told.get('4.0'),
        sysLocation: told.get('6.0'),
        ifNumber: number(await only('1.3.6.1.2.1.2.1')),
        ipForwarding: (await only('1.3.6.1.2.1.4.1')) === '1',
      });
    });
  });

  test('interfaces: all of them, every column', async () => {
    const admin = ['', 'up', 'down', 'testing'];
    const oper = ['', 'up', 'down', 'testing', 'unknown', 'dormant', 'notPresent', 'lowerLayerDown'];
    await each('list_interfaces', async ({ device, interfaces }) => {
      const entry = (number: number) => column(device, `1.3.6.1.2.1.2.2.1.${number}`);
      const extra = (number: number) => column(device, `1.3.6.1.2.1.31.1.1.1.${number}`);
      const [descr, type, mtu, mac, adminStatus, operStatus, name, speed, inOctets] = await Promise.all([
        entry(2),
        entry(3),
        entry(4),
        entry(6),
        entry(7),
        entry(8),
        extra(1),
        extra(15),
        extra(6),
      ]);
      const addresses = await column(device, '1.3.6.1.2.1.4.34.1.3.1.4');
      const list = interfaces as {
        ifIndex: number;
        counters: { inOctets: number };
        addresses: { address: string }[];
      }[];
      const truth = [...descr.keys()].map((index) => ({
        ifIndex: Number(index),
        ifDescr: descr.get(index),
        ifName: name.get(index),
        ifType: number(type.get(index)),
        ifMtu: number(mtu.get(index)),
        ifHighSpeed: number(speed.get(index)),
        ifPhysAddress: hex(mac.get(index)),
        ifAdminStatus: admin[Number(adminStatus.get(index))],
        ifOperStatus: oper[Number(operStatus.get(index))],
      }));
      expect(list.map(({ ifIndex }) => ifIndex)).toEqual(truth.map(({ ifIndex }) => ifIndex));
      expect(list).toMatchObject(truth.map((one) => JSON.parse(JSON.stringify(one)) as typeof one));
      for (const { ifIndex, counters, addresses: own } of list) {
        // It was asked first, and counts on.
        expect(counters.inOctets).toBeLessThanOrEqual(Number(inOctets.get(String(ifIndex))));
        expect(
          own.map(({ address }) => address.replace(/\/\d+$/, '')).filter((one) => one.includes('.')),
        ).toEqual(
          [...addresses].filter(([, index]) => Number(index) === ifIndex).map(([address]) => address),
        );
      }
    });
  });

  test('addresses come with the prefix that the kernel has', async () => {
    await each('list_interfaces', async ({ device, interfaces }) => {
      const real = network.devices.find(({ name }) => name === device);
      const links = JSON.parse((await real?.run('ip', '-j', 'addr')) ?? '[]') as {
        ifname: string;
        addr_info: { local: string; prefixlen: number }[];
      }[];
      const told = (interfaces as { ifName: string; addresses: { address: string }[] }[]).map(
        ({ ifName, addresses }) => [ifName, addresses.map(({ address }) => address).toSorted()],
      );
      expect(told).toEqual(
        links.map(({ ifname, addr_info }) => [
          ifname,
          addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`).toSorted(),
        ]),
      );
    });
  });

  test('LLDP neighbours, on the ports that they hang on', async () => {
    await each('list_lldp_neighbors', async ({ device, lldp }) => {
      const base = '1.0.8802.1.1.2.1.4.1.1';
      const [chassis, port, desc, name] = await Promise.all(
        [5, 7, 8, 9].map((number) => column(device, `${base}.${number}`)),
      );
      const ports = await column(device, '1.0.8802.1.1.2.1.3.7.1.4');
      const { neighbors, local } = lldp as { neighbors: unknown[]; local: unknown };
      expect(neighbors).toMatchObject(
        [...(name ?? [])].map(([index, sysName]) => ({
          localPortNum: Number(index.split('.')[1]),
          ifName: ports.get(index.split('.')[1] ?? ''),
          chassisId: hex(chassis?.get(index)),
          portId: hex(port?.get(index)),
          portDesc: desc?.get(index),
          sysName,
        })),
      );
      expect(neighbors.length).toBeGreaterThan(0);
      expect(local).toMatchObject({ sysName: device });
    });
  });

  test('the forwarding tables and ports of bridges, also of an agent that gives them by halves', async () => {
    // Bridges learn and forget as one looks: what is told twice in a row by both has to be the same.
    const apart = async (device: string) => {
      const [item] = await items('list_forwarding_table', { devices: [device] });
      const told = ((item?.['entries'] ?? []) as { mac: string }[]).map(({ mac }) => mac);
      const macs = [...(await column(device, '1.3.6.1.2.1.17.4.3.1.1')).values()].map(
        (mac) => hex(mac) ?? '',
      );
      return [...new Set([...told, ...macs])].filter((mac) => told.includes(mac) !== macs.includes(mac));
    };
    for (const { device, entries, notGiven } of await items('list_forwarding_table')) {
      await expect.poll(() => apart(device), { timeout: 10_000 }).toEqual([]);
      // A router has no bridge, and says nothing of one.
      expect(((entries ?? []) as unknown[]).length > 0).toBe(device !== 'edge-1');
      expect(((notGiven ?? []) as string[]).includes('BRIDGE-MIB')).toBe(device === 'edge-1');
    }
    await each('list_vlans', async ({ device, ports }) => {
      const truth = await column(device, '1.3.6.1.2.1.17.1.4.1.2');
      expect(
        (ports as { bridgePort: number; ifIndex: number }[]).map((one) => [
          `${one.bridgePort}`,
          `${one.ifIndex}`,
        ]),
      ).toEqual([...truth]);
    });
  });

  test('what it does not have is named, not made up', async () => {
    await each('list_entities', ({ entities, notGiven }) => {
      expect(entities).toEqual([]);
      expect(notGiven).toEqual(['ENTITY-MIB']);
      return Promise.resolve();
    });
  });

  test('host resources', async () => {
    await each('get_host_resources', async ({ device, host }) => {
      const column_ = (number: number) => column(device, `1.3.6.1.2.1.25.2.3.1.${number}`);
      const [descr, unit, size] = await Promise.all([column_(3), column_(4), column_(5)]);
      const told = host as {
        storage: { hrStorageIndex: number }[];
        processors: { hrDeviceIndex: number }[];
        memoryBytes: number;
        hrSystemProcesses: number;
      };
      expect(told.storage).toMatchObject(
        [...descr].map(([index, text]) => ({
          hrStorageIndex: Number(index),
          descr: text,
          // What lies in memory grows and shrinks as one looks.
          ...(/memory|swap/i.test(text ?? '')
            ? {}
            : { sizeBytes: Number(unit.get(index)) * Number(size.get(index)) }),
        })),
      );
      expect(told.processors.map(({ hrDeviceIndex }) => `${hrDeviceIndex}`)).toEqual([
        ...(await column(device, '1.3.6.1.2.1.25.3.3.1.2')).keys(),
      ]);
      const memory = [...(await network.walk(device, '1.3.6.1.2.1.25.2.2')).values()][0]?.replace(
        / KBytes/,
        '',
      );
      expect(told.memoryBytes).toBe(Number(memory) * 1024);
      expect(told.hrSystemProcesses).toBeGreaterThan(10);
    });
  });

  test('a walk gives every object that snmpwalk gives, piece by piece', async () => {
    for (const { name } of network.devices) {
      const truth = [...(await network.walk(name, '1.3.6.1.2.1.2')).keys()];
      const rows: { oid: string }[] = [];
      for (let after: string | undefined; ;) {
        const { data } = await session.callTool('walk', {
          device: name,
          oid: '1.3.6.1.2.1.2',
          limit: 40,
          ...(after !== undefined && { after }),
        });
        const page = data as { rows: { oid: string }[]; nextOid?: string };
        rows.push(...page.rows);
        after = page.nextOid;
        if (after === undefined) break;
      }
      expect(rows.map(({ oid }) => oid)).toEqual(truth);
    }
  });

  test('shutting a port down takes its link down, and is seen from both ends', async () => {
    const link = async (device: string, port: string) => {
      const real = network.devices.find(({ name }) => name === device);
      const [one] = JSON.parse((await real?.run('ip', '-j', 'link', 'show', port)) ?? '[]') as {
        flags: string[];
        operstate: string;
      }[];
      return { up: one?.flags.includes('UP'), state: one?.operstate };
    };
    const set = async (args: Record<string, unknown>) =>
      session.callTool('set_interface_admin_status', { device: 'leaf-1', interface: 'eth2', ...args });
    expect((await set({ status: 'down' })).data).toMatchObject({
      before: { ifAdminStatus: 'up', ifOperStatus: 'up' },
      after: { ifAdminStatus: 'down', ifOperStatus: 'down' },
      changed: true,
      verified: true,
    });
    expect(await link('leaf-1', 'eth2')).toEqual({ up: false, state: 'DOWN' });
    expect((await set({ status: 'up' })).data).toMatchObject({
      after: { ifAdminStatus: 'up', ifOperStatus: 'up' },
      changed: true,
      verified: true,
    });
    expect(await link('leaf-1', 'eth2')).toEqual({ up: true, state: 'UP' });
    // As a user of v3 with authentication and privacy.
    expect((await set({ device: 'leaf-2', status: 'down' })).data).toMatchObject({ verified: true });
    expect(await link('leaf-2', 'eth2')).toMatchObject({ up: false });
    expect((await set({ device: 'leaf-2', status: 'up' })).data).toMatchObject({ verified: true });
  }, 60_000);

  test.each([
    ['leaf-1', 'mgmt0', /managed over/],
    ['leaf-2', 'mgmt0', /managed over/],
    ['leaf-1', 'lo', /loopback/],
    ['edge-1', 'eth1', /only reads it/],
    ['leaf-1', 'eth7', /no interface "eth7"/],
  ])('%s %s is not shut down', async (device, name, because) => {
    const before = await network.devices.find((one) => one.name === device)?.run('ip', '-br', 'link');
    const answer = await session.callTool('set_interface_admin_status', {
      device,
      interface: name,
      status: 'down',
    });
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(because) });
    expect(await network.devices.find((one) => one.name === device)?.run('ip', '-br', 'link')).toBe(before);
  });
});

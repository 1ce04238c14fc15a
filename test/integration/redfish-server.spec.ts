import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { connectRedfish, redfishDevice } from '../support/redfish-client.ts';
import { bmcPassword, send, startRedfishEndpoint } from '../support/redfish-endpoint.ts';
import { arrayTree, serverTree, type RedfishTree } from '../support/redfish-tree.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Our Redfish server over real TLS, against services that give trees written after the schemas. */
interface Item {
  readonly status: string;
  readonly problems?: readonly { readonly what: string; readonly reason: string }[];
  readonly notGiven?: readonly string[];
}

const oldTree = () => serverTree({ name: 'srv-1', serial: 'SN1', generation: 'thermal' });
const newTree = () => serverTree({ name: 'srv-2', serial: 'SN2', generation: 'subsystems' });
const system = '/redfish/v1/Systems/1';

async function one(tree: RedfishTree, tool: string, options = {}) {
  await using endpoint = await startRedfishEndpoint(tree, options);
  await using server = await connectRedfish([redfishDevice('srv', endpoint)]);
  const { srv } = await server.items<Item>(tool);
  return { item: srv, calls: endpoint.calls };
}
const reasons = (item: Item | undefined) => item?.problems?.map(({ reason }) => reason).join(' ') ?? '';

describe('what it reads', () => {
  test('a server: what it is, its parts, and how it may be reset', async () => {
    const { item } = await one(oldTree(), 'list_systems');
    expect(item).toMatchObject({
      status: 'complete',
      systems: [
        {
          path: system,
          model: 'EX 2200',
          serialNumber: 'SN1',
          assetTag: 'A-SN1',
          biosVersion: '2.4.1',
          powerState: 'On',
          status: { health: 'OK' },
          memorySummary: { totalSystemMemoryGiB: 256 },
          processors: [{ totalCores: 16 }, { totalCores: 16 }],
          // The second slot is empty.
          memory: [{ deviceLocator: 'A1', capacityMiB: 131_072 }],
          resetTypes: expect.arrayContaining(['ForceRestart']),
        },
      ],
    });
  });

  test('sensors of older services and of newer ones alike', async () => {
    const [{ item: older }, { item: newer }] = await Promise.all([
      one(oldTree(), 'list_sensors'),
      one(newTree(), 'list_sensors'),
    ]);
    expect(older).toMatchObject({
      sensors: [
        {
          temperatures: [{ name: 'Inlet', reading: 22, thresholds: { upperCritical: 47, upperCaution: 42 } }],
          fans: [{ name: 'Fan 1', reading: 5_400, units: 'RPM' }, { name: 'Fan 2' }],
          powerSupplies: [{ serialNumber: 'P1-SN1' }, { serialNumber: 'P2-SN1' }],
          voltages: [{ reading: 0.85, units: 'V', thresholds: { lowerCritical: 0.6 } }],
          power: { consumedWatts: 312, capacityWatts: 1_600 },
        },
      ],
    });
    expect(newer).toMatchObject({
      status: 'complete',
      sensors: [
        {
          temperatures: [{ name: 'Inlet', reading: 23.5, units: 'Cel', thresholds: { upperCritical: 47 } }],
          fans: [{ name: 'Fan 1', reading: 5_200, units: 'RPM' }, { name: 'Fan 2' }],
          powerSupplies: [{ name: 'PSU 1' }, { name: 'PSU 2' }],
          voltages: [{ name: 'Vcore' }],
          power: { consumedWatts: 298, capacityWatts: 1_600 },
          redundancy: [{ mode: 'NPlusM' }],
        },
      ],
    });
  });

  test('storage of a server, and an array that has no system', async () => {
    const [{ item: server }, { item: array }] = await Promise.all([
      one(oldTree(), 'list_storage'),
      one(arrayTree({ name: 'array-1', serial: 'SA1' }), 'list_storage'),
    ]);
    expect(server).toMatchObject({
      storage: [
        {
          kind: 'Storage',
          system,
          controllers: [{ serialNumber: 'C-SN1', cacheStatus: { health: 'OK' } }],
          drives: [
            { serialNumber: 'SN1-D1', revision: 'F1', mediaType: 'SSD', failurePredicted: false, bay: 1 },
            {},
            {},
          ],
          volumes: [{ name: 'system', raidType: 'RAID5', capacityBytes: 1_920_000_000_000 }],
        },
      ],
    });
    expect(array).toMatchObject({
      status: 'complete',
      storage: [
        {
          controllers: [{ name: 'Controller A' }, { name: 'Controller B' }],
          drives: [{}, {}, {}, { hotspareType: 'Global' }],
          pools: [
            {
              name: 'P1',
              consumedBytes: 2_000_000_000_000,
              drives: [{}, {}, {}].map(() => expect.any(String)),
            },
          ],
          volumes: [{ name: 'V1', uniqueIds: [{ format: 'NAA', name: '600a098000000001' }] }],
        },
      ],
    });
  });

  test('place, adapters, log and firmware', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    await using server = await connectRedfish([redfishDevice('srv', endpoint)]);
    const of = async (tool: string, args = {}) => (await server.items(tool, args))['srv'];
    expect(await of('list_chassis')).toMatchObject({
      chassis: [{ serialNumber: 'SN1', heightMm: 88.9, location: { rack: 'R7', rackOffset: 12 } }],
    });
    expect(await of('list_network_adapters')).toMatchObject({
      adapters: [{ serialNumber: 'N-SN1', ports: [{ linkStatus: 'LinkUp', currentSpeedGbps: 25 }] }],
      interfaces: [
        { id: 'NIC1', ofKind: 'system', linkStatus: 'LinkUp', speedMbps: 25_000 },
        { id: 'NIC2', linkStatus: 'LinkDown' },
        { id: 'eth0', ofKind: 'manager', addresses: ['192.0.2.77/24'] },
      ],
    });
    expect(await of('list_log_entries', { mostEntries: 1 })).toMatchObject({
      logs: [
        { total: 3, lookedThrough: 3, entries: [{ created: '2026-11-23T18:00:00Z', severity: 'Critical' }] },
      ],
    });
    expect(await of('get_firmware_inventory')).toMatchObject({
      firmware: [
        { name: 'BIOS', version: '2.4.1' },
        { name: 'BMC', version: '6.10.30' },
      ],
    });
    expect(await of('get_service')).toMatchObject({
      service: {
        redfishVersion: '1.17.0',
        authentication: 'session',
        managers: [{ firmwareVersion: '6.10.30' }],
      },
    });
  });

  test('the same with fewer questions where the service gives members in one answer', async () => {
    const [plain, expanding] = await Promise.all([
      one(oldTree(), 'list_systems'),
      one(oldTree(), 'list_systems', { expands: true }),
    ]);
    expect(expanding.item).toEqual(plain.item);
    expect(expanding.calls.length).toBeLessThan(plain.calls.length);
  });
});

describe('whom it trusts, and what it says to whom', () => {
  test('a certificate that nobody vouches for gets nothing; the fingerprint to compare is named', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    await using server = await connectRedfish([
      redfishDevice('srv', endpoint, { trust: { kind: 'system' } }),
    ]);
    const { srv } = await server.items<Item>('get_service');
    expect(srv?.status).toBe('failed');
    expect(reasons(srv)).toContain(endpoint.fingerprint);
    expect(endpoint.calls).toEqual([]);
  });

  test('exactly the fingerprint of the file', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    const trusting = (sha256: string) =>
      redfishDevice('srv', endpoint, { trust: { kind: 'fingerprint', sha256 } });
    await using wrong = await connectRedfish([trusting('0'.repeat(64))]);
    expect(reasons((await wrong.items<Item>('get_service'))['srv'])).toContain('expected the certificate');
    expect(endpoint.calls).toEqual([]);
    const digits = endpoint.fingerprint.replaceAll(':', '').toLowerCase();
    await using right = await connectRedfish([trusting(digits)]);
    expect((await right.items<Item>('get_service'))['srv']?.status).toBe('complete');
  });

  test('one session for all calls, ended with the program, begun again when it was forgotten', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    const server = await connectRedfish([redfishDevice('srv', endpoint)]);
    await Promise.all(['list_systems', 'list_chassis'].map((tool) => server.data(tool)));
    endpoint.sessions.clear();
    expect((await server.items<Item>('list_storage'))['srv']?.status).toBe('complete');
    expect(endpoint.calls.filter((call) => call.startsWith('POST'))).toHaveLength(2);
    await server[Symbol.asyncDispose]();
    expect(endpoint.sessions.size).toBe(0);
  });

  test('basic authentication where there are no sessions', async () => {
    const { item } = await one(oldTree(), 'get_service', { withoutSessions: true });
    expect(item).toMatchObject({ status: 'complete', service: { authentication: 'basic' } });
  });

  test('a password that was refused is not tried again, and stands in no answer', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    const credentials = { user: 'docs', password: 'hunter2-wrong' };
    await using server = await connectRedfish([redfishDevice('srv', endpoint, { credentials })]);
    for (const tool of ['list_systems', 'list_chassis']) {
      const { srv } = await server.items<Item>(tool);
      expect(srv?.status).toBe('failed');
      expect(JSON.stringify(srv)).toContain('refused the user name or the password');
      expect(JSON.stringify(srv)).not.toContain('hunter2');
    }
    expect(endpoint.calls.filter((call) => call.startsWith('POST'))).toHaveLength(1);
  });

  test('nothing goes to another host, by a redirect or by a link', async () => {
    const tree = oldTree();
    await using elsewhere = await startRedfishEndpoint(oldTree());
    await using endpoint = await startRedfishEndpoint(tree);
    endpoint.on('/redfish/v1/Chassis', (_, response) => {
      response.statusCode = 307;
      response.setHeader('location', `https://${elsewhere.address}/redfish/v1/Chassis`);
      response.end();
      return true;
    });
    Object.assign(tree.get(system) ?? {}, {
      Storage: { '@odata.id': `https://${elsewhere.address}/redfish/v1/Systems/1/Storage` },
    });
    await using server = await connectRedfish([redfishDevice('srv', endpoint)]);
    for (const tool of ['list_chassis', 'list_storage']) {
      const { srv } = await server.items<Item>(tool);
      expect(srv?.status).toBe('partial');
      expect(reasons(srv)).toContain('another address');
    }
    expect(elsewhere.calls).toEqual([]);
  });
});

describe('services that do not behave', () => {
  const withChassis = (members: Record<string, unknown>) => {
    const tree = oldTree();
    Object.assign(tree.get('/redfish/v1/Chassis') ?? {}, members);
    return tree;
  };

  test('pages are followed to their end', async () => {
    const tree = withChassis({
      'Members@odata.nextLink': '/redfish/v1/Chassis/page2',
      'Members@odata.count': 2,
    });
    tree.set('/redfish/v1/Chassis/page2', { Members: [{ '@odata.id': '/redfish/v1/Chassis/2' }] });
    tree.set('/redfish/v1/Chassis/2', { '@odata.id': '/redfish/v1/Chassis/2', Id: '2', ChassisType: 'Sled' });
    const { item } = await one(tree, 'list_chassis');
    expect(item).toMatchObject({ status: 'complete', chassis: [{ id: '1' }, { id: '2' }] });
  });

  test.each([
    ['pages in a circle', { 'Members@odata.nextLink': '/redfish/v1/Chassis' }, 'circle'],
    ['fewer members than it counts', { 'Members@odata.count': 9 }, 'counts 9 and gave 1'],
    ['a member that is not there', { Members: [{ '@odata.id': '/redfish/v1/Chassis/9' }] }, '404'],
    ['no members at all', { Members: null }, 'expected a collection'],
  ])('%s: what it gave stands, and what is missing is told', async (_, members, says) => {
    const { item } = await one(withChassis(members), 'list_chassis');
    expect(item?.status).toBe('partial');
    expect(reasons(item)).toContain(says);
  });

  test('members of another type than the schema has are not there, and harm nothing', async () => {
    const tree = oldTree();
    Object.assign(tree.get(system) ?? {}, {
      SerialNumber: 7,
      Processors: 'none',
      Status: [],
      Memory: { '@odata.id': 3 },
    });
    const { item } = await one(tree, 'list_systems');
    expect(item).toMatchObject({ status: 'complete', notGiven: ['Memory', 'Processors'] });
    expect(JSON.stringify(item)).not.toContain('serialNumber');
  });

  test('an answer without end, and one that is no JSON', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    endpoint.on('/redfish/v1/Chassis', (_, response) => {
      const more = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
      return true;
    });
    endpoint.on('/redfish/v1/Systems', (_, response) => {
      response.end('<html>Log in</html>');
      return true;
    });
    await using server = await connectRedfish([redfishDevice('srv', endpoint)]);
    expect(reasons((await server.items<Item>('list_chassis'))['srv'])).toMatch(
      /larger than 8 MiB|within 1 s/,
    );
    expect(reasons((await server.items<Item>('list_systems'))['srv'])).toContain(
      'expected a Redfish resource',
    );
  });

  test('one that says it expands and cannot is asked member by member', async () => {
    const tree = oldTree();
    Object.assign(tree.get('/redfish/v1/') ?? {}, {
      ProtocolFeaturesSupported: { ExpandQuery: { NoLinks: true } },
    });
    await using endpoint = await startRedfishEndpoint(tree);
    endpoint.on('/redfish/v1/Systems', (request, response) => {
      const asked = request.url?.includes('$expand') === true || request.url?.includes('%24expand') === true;
      if (asked) send(response, 501, {});
      return asked;
    });
    await using server = await connectRedfish([redfishDevice('srv', endpoint)]);
    expect((await server.items('list_systems'))['srv']).toMatchObject({
      status: 'complete',
      systems: [{ id: '1' }],
    });
  });

  test('a slow, a silent and a closed one cost the others nothing', async () => {
    await using good = await startRedfishEndpoint(oldTree());
    await using silent = await startRedfishEndpoint(oldTree());
    silent.on('/redfish/v1/', () => true);
    await using slow = await startRedfishEndpoint(newTree(), { delayMs: 150 });
    const closed = await startRedfishEndpoint(oldTree());
    await closed[Symbol.asyncDispose]();
    await using server = await connectRedfish(
      [
        redfishDevice('silent', silent),
        redfishDevice('closed', closed),
        redfishDevice('slow', slow, { connections: 1 }),
        redfishDevice('good', good),
      ],
      { deviceLimitMs: 700 },
    );
    const found = await server.items<Item>('list_sensors');
    expect(found).toMatchObject({
      silent: { status: 'failed' },
      closed: { status: 'failed' },
      slow: { status: 'partial' },
      good: { status: 'complete' },
    });
    expect(reasons(found['slow'])).toContain('longer than the 0.7 s');
    expect(slow.load.most).toBe(1);
  });
});

describe('what it changes', () => {
  test('nothing, unless it was started to', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    await using server = await connectRedfish([redfishDevice('srv', endpoint)]);
    const { tools } = await server.client.listTools();
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(await server.refusal('reset_system', { device: 'srv', type: 'ForceOff' })).toContain(
      '--allow-writes',
    );
    expect(endpoint.calls).toEqual([]);
  });

  test('a reset is believed when the system shows it', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    await using server = await connectRedfish([redfishDevice('srv', endpoint)], { allowWrites: true });
    const reset = (type: string) => server.data('reset_system', { device: 'srv', type, waitSeconds: 1 });
    expect(await reset('On')).toMatchObject({ changed: false, verified: true });
    expect(await reset('ForceRestart')).toMatchObject({ changed: true, verified: true });
    expect(await reset('ForceOff')).toMatchObject({
      before: { powerState: 'On' },
      after: { powerState: 'Off' },
      verified: true,
    });
    expect(await server.refusal('reset_system', { device: 'srv', type: 'Nmi' })).toContain(
      'does not offer "Nmi"',
    );
    expect(await server.refusal('reset_system', { device: 'srv', type: 'PowerCycle' })).toContain('is off');
  });

  test('a success that is none is not believed; a lost answer is told as one', async () => {
    await using endpoint = await startRedfishEndpoint(oldTree());
    const action = `${system}/Actions/ComputerSystem.Reset`;
    endpoint.on(action, (_, response) => {
      send(response, 200, {});
      return true;
    });
    await using server = await connectRedfish([redfishDevice('srv', endpoint)], { allowWrites: true });
    const reset = (type: string) => server.data('reset_system', { device: 'srv', type, waitSeconds: 0 });
    expect(await reset('ForceOff')).toMatchObject({
      verified: false,
      note: expect.stringContaining('the power is On'),
    });
    expect(await reset('ForceRestart')).toMatchObject({
      verified: false,
      note: expect.stringContaining('not known'),
    });
    endpoint.on(action, (_, response) => {
      response.destroy();
      return true;
    });
    expect(await reset('ForceOff')).toMatchObject({
      verified: false,
      note: expect.stringContaining('may have been done'),
    });
  });

  test('the light of either generation, and no device without credentials for it', async () => {
    for (const tree of [oldTree(), newTree()]) {
      await using endpoint = await startRedfishEndpoint(tree);
      const { writeCredentials: _, ...readOnly } = redfishDevice('read', endpoint);
      await using server = await connectRedfish([redfishDevice('srv', endpoint), readOnly], {
        allowWrites: true,
      });
      expect(await server.data('set_indicator_led', { device: 'srv', on: true })).toMatchObject({
        before: false,
        after: true,
        verified: true,
      });
      expect(await server.refusal('set_indicator_led', { device: 'read', on: true })).toContain(
        'writeCredentials',
      );
    }
  });
});

test('started as a program: what does not fit is told on stderr, without a secret', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'bmcs.yaml');
  writeFileSync(
    file,
    'credentials: { docs: { userEnv: BMC_USER, passwordEnv: BMC_PASSWORD } }\ndevices: [{ name: a, address: "http://a", credentials: docs }]\n',
  );
  const ran = await runCli(['mcp-server', 'redfish', '--devices', file], {
    env: { BMC_USER: 'docs', BMC_PASSWORD: bmcPassword },
  });
  expect(ran).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('expected an https address'),
  });
  expect(ran.stderr).not.toContain(bmcPassword);
});

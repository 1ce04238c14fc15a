import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replay, type Recording } from '../../../../../test/support/recorded-session.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { kinds, type EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { CollectEvent } from '../../collector.ts';
import { redfishHardwareAdapter } from './adapter.ts';

/** Two servers and an array, as our server gave them of resources written after the schemas. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/hardware.json'), 'utf8'),
) as Recording;

type Item = Record<string, unknown> & { device: string };

/** The same answers, with one of a device's made different. */
function changed(tool: string, device: string, change: (item: Item) => Item): Recording {
  const copy = structuredClone(recorded) as unknown as {
    calls: { tool: string; result: { data: { items: Item[] } } }[];
  };
  for (const call of copy.calls)
    if (call.tool === tool)
      call.result.data.items = call.result.data.items.map((item) =>
        item.device === device ? change(item) : item,
      );
  return copy as unknown as Recording;
}

const silent = (item: Item): Item => ({
  device: item.device,
  status: 'failed',
  problems: [{ what: 'device', reason: 'did not answer' }],
});

async function collect(recording: Recording = recorded) {
  const signal = new AbortController().signal;
  const context = { signal, call: { signal }, startedAt: '2026-11-23T19:00:00.000Z' };
  const session = replay(recording, 'bmc');
  const loose = {
    ...session,
    // Also where fewer devices are asked since one of them is silent.
    callTool: async (tool: string, args: Readonly<Record<string, unknown>>) => {
      const answer = await session.callTool(
        tool,
        recording.calls.find((call) => call.tool === tool)?.args ?? args,
      );
      const names = args['devices'] as string[] | undefined;
      const { items } = answer.data as { items: Item[] };
      return names === undefined
        ? answer
        : { ...answer, data: { items: items.filter(({ device }) => names.includes(device)) } };
    },
  };
  const events: CollectEvent[] = [];
  for await (const event of redfishHardwareAdapter.collect(loose, context)) events.push(event);
  const records = (kind: EntityKind): ObservedRecord[] =>
    events.flatMap((event) => (event.type === 'records' && event.kind === kind ? event.records : []));
  return {
    events,
    records,
    device: (nativeId: string) => records('device').find((one) => one.nativeId === nativeId),
    judged: (kind: EntityKind) =>
      events.flatMap((event) =>
        (event.type === 'complete' || event.type === 'failed') && event.kind === kind
          ? [`${event.type} ${event.partition ?? 'all'}`]
          : [],
      ),
  };
}

test('only our own server is known by it, and nothing that changes something is vouched for', () => {
  const { readOnlyTools } = redfishHardwareAdapter;
  expect(redfishHardwareAdapter.matches(recorded.server)).toBe(true);
  expect(redfishHardwareAdapter.matches({ ...recorded.server, name: 'another' })).toBe(false);
  for (const name of readOnlyTools)
    expect(recorded.server.tools.find((tool) => tool.name === name)?.annotations).toMatchObject({
      readOnlyHint: true,
    });
  expect(readOnlyTools).not.toContain('reset_system');
  expect(readOnlyTools).not.toContain('set_indicator_led');
});

describe('what it collects', () => {
  test('servers where they stand, known by the serial number and UUID that their hypervisor tells too', async () => {
    const { device, judged } = await collect();
    expect(device('srv-1/1')).toMatchObject({
      name: 'srv-1',
      partition: 'srv-1',
      attributes: {
        role: 'server',
        status: 'Enabled, OK',
        model: 'EX 2200',
        serial: 'SN1',
        assetTag: 'A-SN1',
        managementIp: '192.0.2.11',
        site: 'lab',
        rack: 'R7',
        position: 12,
        heightU: 2,
        description: '2 Example X8, 256 GiB memory',
        powerSupplies: [
          { name: 'PSU 1', state: 'ok' },
          { name: 'PSU 2', state: 'ok' },
        ],
        fans: [
          { name: 'Fan 1', state: 'ok' },
          { name: 'Fan 2', state: 'ok' },
        ],
        powerWatts: 312,
        temperatureCelsius: 22,
      },
      keys: expect.arrayContaining(['serial:sn1', 'host:srv-1']),
    });
    expect(device('srv-1/1')?.keys?.some((key) => key.startsWith('uuid:'))).toBe(true);
    expect(device('srv-2/1')?.attributes).toMatchObject({ powerWatts: 298, temperatureCelsius: 23.5 });
    expect(judged('device')).toEqual(['complete all']);
    expect(judged('interface')).toEqual(['complete all']);
  });

  test('an array without a system is the device of its enclosure', async () => {
    expect((await collect()).device('array-1')).toMatchObject({
      name: 'array-1',
      attributes: { role: 'storage', model: 'SX 24', serial: 'SA1' },
    });
  });

  test('interfaces of server and BMC, without a word on whether they should be up', async () => {
    const { records } = await collect();
    const ofServer = records('interface').filter(({ partition }) => partition === 'srv-1');
    expect(ofServer).toMatchObject([
      { name: 'NIC1', attributes: { speedMbps: 25_000, operUp: true, mtu: 9_000 } },
      { name: 'NIC2', attributes: { operUp: false } },
      {
        name: 'BMC eth0',
        attributes: { managementOnly: true, addresses: ['192.0.2.77/24'] },
        keys: expect.arrayContaining(['ip:192.0.2.77']),
      },
    ]);
    for (const { attributes, unknown, keys = [] } of ofServer) {
      expect(attributes).not.toHaveProperty('adminUp');
      expect(unknown).toHaveProperty('adminUp');
      expect(keys.some((key) => key.startsWith('mac:'))).toBe(true);
    }
  });

  test('every record fits its kind', async () => {
    const { events } = await collect();
    const unfit = events.flatMap((event) =>
      event.type === 'records'
        ? event.records.flatMap(({ attributes, name }) => {
            const { error } = kinds[event.kind].attributes.safeParse(attributes);
            return error ? [`${event.kind} ${name}: ${error.message}`] : [];
          })
        : [],
    );
    expect(unfit).toEqual([]);
  });

  test('a power supply that failed', async () => {
    const { device } = await collect(
      changed('list_sensors', 'srv-1', (item) => {
        const [sensors] = item['sensors'] as { powerSupplies: { status: object }[] }[];
        Object.assign(sensors?.powerSupplies[1] ?? {}, { status: { state: 'Enabled', health: 'Critical' } });
        return item;
      }),
    );
    expect(device('srv-1/1')?.attributes['powerSupplies']).toContainEqual({
      name: 'PSU 2',
      state: 'critical',
    });
  });
});

describe('what could not be seen is never taken for gone', () => {
  test('a silent BMC: nothing of it is judged, whatever it manages', async () => {
    const { device, judged } = await collect(changed('list_systems', 'srv-1', silent));
    expect(device('srv-1/1')).toBeUndefined();
    for (const kind of ['device', 'interface'] as const)
      expect(judged(kind)).toEqual(['failed srv-1', 'complete srv-2', 'complete array-1']);
  });

  test('half of its systems', async () => {
    const { judged } = await collect(
      changed('list_systems', 'srv-2', (item) => ({
        ...item,
        status: 'partial',
        problems: [{ what: 'Systems', reason: 'it counts 2 and gave 1' }],
      })),
    );
    expect(judged('device')).toEqual(['complete srv-1', 'failed srv-2', 'complete array-1']);
  });

  test('sensors that were not given leave power supplies and fans unknown, with the reason', async () => {
    const { device, judged } = await collect(changed('list_sensors', 'srv-1', silent));
    expect(device('srv-1/1')).toMatchObject({
      unknown: { fans: expect.stringContaining('did not answer'), powerSupplies: expect.any(String) },
    });
    expect(device('srv-1/1')?.attributes).not.toHaveProperty('fans');
    expect(judged('device')).toEqual(['complete all']);
  });

  test('sensors that were given by halves are none: half of its fans would look like all of them', async () => {
    const { device } = await collect(
      changed('list_sensors', 'srv-1', (item) => ({
        ...item,
        status: 'partial',
        problems: [{ what: 'Fans', reason: 'it counts 8 and gave 4' }],
      })),
    );
    expect(device('srv-1/1')?.attributes).not.toHaveProperty('fans');
    expect(device('srv-1/1')?.unknown?.['fans']).toContain('it counts 8 and gave 4');
  });

  test('devices that the list is short of', async () => {
    const copy = structuredClone(recorded) as unknown as {
      calls: { tool: string; result: { data: { total: number } } }[];
    };
    for (const call of copy.calls) if (call.tool === 'list_devices') call.result.data.total += 1;
    const { judged, records } = await collect(copy as unknown as Recording);
    expect(records('device').length).toBeGreaterThan(0);
    expect([judged('device'), judged('interface')]).toEqual([['failed all'], ['failed all']]);
  });

  test('an answer that does not fit', async () => {
    const { judged } = await collect(
      changed('list_network_adapters', 'srv-1', (item) => ({ ...item, interfaces: 'none' })),
    );
    expect(judged('interface')).toEqual(['failed srv-1', 'complete srv-2', 'complete array-1']);
  });
});

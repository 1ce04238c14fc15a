import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replay, type Recording } from '../../../../../test/support/recorded-session.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { kinds, type EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { CollectEvent } from '../../collector.ts';
import { redfishStorageAdapter } from './adapter.ts';

/** Two servers with RAID and a Swordfish array, as our server gave them of resources written after the schemas. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/storage.json'), 'utf8'),
) as Recording;

type Item = Record<string, unknown> & { device: string };
interface Drive {
  status?: object;
  failurePredicted?: boolean;
}

/** The same answers, with the storage of one device made different. */
function changed(device: string, change: (item: Item) => void): Recording {
  const copy = structuredClone(recorded);
  for (const { tool, result } of copy.calls)
    if (tool === 'list_storage')
      for (const item of (result.data as { items: Item[] }).items) if (item.device === device) change(item);
  return copy;
}

async function collect(recording: Recording = recorded) {
  const signal = new AbortController().signal;
  const context = { signal, call: { signal }, startedAt: '2026-11-23T19:00:00.000Z' };
  const events: CollectEvent[] = [];
  for await (const event of redfishStorageAdapter.collect(replay(recording, 'bmc'), context))
    events.push(event);
  const records = (kind: EntityKind): ObservedRecord[] =>
    events.flatMap((event) => (event.type === 'records' && event.kind === kind ? event.records : []));
  return {
    events,
    records,
    of: (kind: EntityKind, device: string) => records(kind).filter(({ partition }) => partition === device),
    judged: (kind: EntityKind) =>
      events.flatMap((event) =>
        (event.type === 'complete' || event.type === 'failed') && event.kind === kind
          ? [`${event.type} ${event.partition ?? 'all'}`]
          : [],
      ),
  };
}

test('a server with a RAID controller: controller, drives, the group that the volume lies on, and the volume', async () => {
  const { of } = await collect();
  expect(of('array', 'srv-1')).toMatchObject([
    {
      name: 'srv-1',
      attributes: { serial: 'SN1', state: 'ok', haConfigured: false },
      unknown: { spareDiskCount: expect.any(String) },
    },
  ]);
  expect(of('controller', 'srv-1')).toMatchObject([
    {
      attributes: {
        model: 'R440',
        serial: 'C-SN1',
        firmware: '51.1',
        haEnabled: false,
        components: [{ type: 'nvram-battery', state: 'ok' }],
      },
    },
  ]);
  expect(of('disk', 'srv-1')).toHaveLength(3);
  expect(of('disk', 'srv-1')[0]).toMatchObject({
    name: 'srv-1 Drive 1',
    attributes: {
      serial: 'SN1-D1',
      firmware: 'F1',
      type: 'ssd',
      bay: 1,
      role: 'data',
      state: 'ok',
      wearPercent: 7,
    },
    keys: ['serial:sn1-d1'],
  });
  expect(of('pool', 'srv-1')).toMatchObject([
    { attributes: { raidType: 'RAID5', raidState: 'normal', diskCount: 3 } },
  ]);
  // Taken by its volume whole: that is no pool that is nearly full.
  expect(of('pool', 'srv-1')[0]?.attributes).not.toHaveProperty('usedBytes');
  expect(of('volume', 'srv-1')).toMatchObject([
    { attributes: { pool: 'drives of system', state: 'ok', sizeBytes: 1_920_000_000_000 } },
  ]);
});

test('a Swordfish array: pools, spares, and the state of its enclosure', async () => {
  const { of } = await collect();
  expect(of('array', 'array-1')).toMatchObject([
    { attributes: { model: 'SX 24', haConfigured: true, spareDiskCount: 1 } },
  ]);
  expect(of('pool', 'array-1')).toMatchObject([
    {
      attributes: {
        sizeBytes: 7_000_000_000_000,
        usedBytes: 2_000_000_000_000,
        freeBytes: 5_000_000_000_000,
        raidState: 'normal',
        diskCount: 3,
      },
    },
  ]);
  expect(of('volume', 'array-1')).toMatchObject([
    { attributes: { pool: 'P1', thin: false }, keys: ['naa:600a098000000001'] },
  ]);
  expect(of('disk', 'array-1').map(({ attributes }) => attributes['role'])).toEqual([
    'data',
    'data',
    'data',
    'spare',
  ]);
  expect(of('shelf', 'array-1')).toMatchObject([
    {
      attributes: {
        serial: 'SA1',
        temperatureCelsius: 22,
        components: expect.arrayContaining([{ type: 'psu', name: 'PSU 2', state: 'ok' }]),
      },
    },
  ]);
});

test('every record fits its kind, and every kind is judged', async () => {
  const { events, judged } = await collect();
  const unfit = events.flatMap((event) =>
    event.type === 'records'
      ? event.records.flatMap(({ attributes, name }) => {
          const { error } = kinds[event.kind].attributes.safeParse(attributes);
          return error ? [`${event.kind} ${name}: ${error.message}`] : [];
        })
      : [],
  );
  expect(unfit).toEqual([]);
  for (const kind of ['array', 'controller', 'shelf', 'disk', 'pool', 'volume'] as const)
    expect(judged(kind)).toEqual(['complete all']);
});

test('a drive that failed, one that will, and a RAID without it', async () => {
  const { of } = await collect(
    changed('srv-1', (item) => {
      const [storage] = item['storage'] as { drives: Drive[]; volumes: Drive[] }[];
      Object.assign(storage?.drives[0] ?? {}, { status: { state: 'Enabled', health: 'Critical' } });
      Object.assign(storage?.drives[1] ?? {}, { failurePredicted: true });
      Object.assign(storage?.volumes[0] ?? {}, { status: { state: 'Enabled', health: 'Warning' } });
    }),
  );
  expect(of('disk', 'srv-1').map(({ attributes }) => attributes)).toMatchObject([
    { state: 'failed', role: 'failed' },
    { state: 'degraded', vendorState: expect.stringContaining('failure predicted') },
    { state: 'ok' },
  ]);
  expect(of('pool', 'srv-1')).toMatchObject([{ attributes: { raidState: 'degraded' } }]);
});

test('storage by halves is not judged; the others are', async () => {
  const { judged, of } = await collect(
    changed('srv-2', (item) => {
      Object.assign(item, { status: 'partial', problems: [{ what: 'Drives', reason: 'HTTP 404' }] });
    }),
  );
  for (const kind of ['array', 'disk', 'volume'] as const)
    expect(judged(kind)).toEqual(['complete srv-1', 'failed srv-2', 'complete array-1']);
  expect(of('disk', 'srv-2')).toEqual([]);
});

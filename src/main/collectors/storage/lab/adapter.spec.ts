import { beforeAll, describe, expect, test } from 'vitest';
import { labSizes } from '../../../../lab/blueprint.ts';
import { malform } from '../../../../lab/damage.ts';
import { createLabRandom } from '../../../../lab/random.ts';
import { createWorld, type LabWorld } from '../../../../lab/world.ts';
import { propertyRuns } from '../../../../../test/support/property.ts';
import { entityId } from '../../../../shared/model/ids.ts';
import { kindDefinition, type EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { validateRecord } from '../../../inventory/record.ts';
import type { McpSession, ToolResult } from '../../../mcp/session.ts';
import type { CollectEvent } from '../../collector.ts';
import { storageCollector } from '../collector.ts';
import { labStorageAdapter } from './adapter.ts';

type Answer = Record<string, unknown>;
/** What a test does to one tool's answer; to throw or to return an error is part of it. */
type Tamper = (answer: Answer, args: Record<string, unknown>) => Answer | ToolResult;

function sessionTo(world: LabWorld, tamper: Readonly<Record<string, Tamper>> = {}): McpSession {
  return {
    source: 'array-a',
    server: {
      name: 'datacenter-docs-lab',
      version: '1',
      tools: world.tools.map(({ name }) => ({ name, inputSchema: {} })),
    },
    callTool: (name, args) => {
      const tool = world.tools.find((candidate) => candidate.name === name);
      if (!tool) return Promise.reject(new Error(`no tool ${name}`));
      const answer = JSON.parse(JSON.stringify(tool.run(tool.input.parse(args)))) as Answer;
      const result = tamper[name]?.(answer, args) ?? answer;
      if ('isError' in result) return Promise.resolve(result as ToolResult);
      return Promise.resolve({ isError: false, text: '', data: result, form: 'structured' });
    },
    readResource: () => Promise.reject(new Error('not used')),
  };
}

interface Collected {
  readonly records: ReadonlyMap<EntityKind, readonly ObservedRecord[]>;
  readonly events: readonly CollectEvent[];
  of(kind: EntityKind, name: string): ObservedRecord;
}

async function collect(session: McpSession): Promise<Collected> {
  const events: CollectEvent[] = [];
  const records = new Map<EntityKind, ObservedRecord[]>();
  const { signal } = new AbortController();
  for await (const event of labStorageAdapter.collect(session, {
    signal,
    call: { signal },
    startedAt: '2026-01-15T08:00:00.000Z',
  })) {
    events.push(event);
    if (event.type === 'records')
      records.set(event.kind, [...(records.get(event.kind) ?? []), ...event.records]);
  }
  return {
    records,
    events,
    of: (kind, name) => {
      const found = records.get(kind)?.find((record) => record.name === name);
      if (!found) throw new Error(`no ${kind} ${name}`);
      return found;
    },
  };
}

const newWorld = () => createWorld({ seed: 'lab', size: labSizes.small, frozen: true, domains: ['storage'] });

describe('collecting from the lab', () => {
  let world: LabWorld;
  let all: Collected;
  beforeAll(async () => {
    world = await newWorld();
    all = await collect(sessionTo(world));
  });

  test('recognises the lab by its tools, and calls none that could change anything', () => {
    const session = sessionTo(world);
    expect(labStorageAdapter.matches(session.server)).toBe(true);
    expect(labStorageAdapter.matches({ name: 'x', version: '1', tools: [] })).toBe(false);
    const readOnly = new Set(world.tools.filter((tool) => tool.readOnly).map(({ name }) => name));
    expect(labStorageAdapter.readOnlyTools.filter((name) => !readOnly.has(name))).toEqual([]);
  });

  test('finds something of every kind, and every record fits its kind', () => {
    expect([...all.records.keys()].toSorted()).toEqual([...storageCollector.kinds].toSorted());
    const rejected = [...all.records].flatMap(([kind, records]) =>
      records.flatMap((record) => {
        const validation = validateRecord(kind, record);
        return validation.ok ? [] : [validation.reject];
      }),
    );
    expect(rejected).toEqual([]);
    expect(all.events.filter(({ type }) => type === 'reject' || type === 'failed')).toEqual([]);
  });

  test('completes every kind as a whole', () => {
    const complete = all.events.flatMap((event) => (event.type === 'complete' ? [event] : []));
    expect(complete.map(({ kind }) => kind).toSorted()).toEqual([...storageCollector.kinds].toSorted());
    expect(complete.every(({ partition }) => partition === undefined)).toBe(true);
  });

  test('leaves no attribute out without saying why', () => {
    const silent = new Set<string>();
    // What only other systems have, and what is not set where it is not set.
    const expected = new Set([
      ...['osdNearFullPercent', 'osdBackfillFullPercent', 'osdFullPercent', 'healthChecks'].map(
        (one) => `array.${one}`,
      ),
      'pool.quotaBytes',
      'pool.sharesRoom',
      ...['osd', 'usedBytes', 'rpm', 'pool'].map((one) => `disk.${one}`),
      ...['mtu', 'mac', 'wwn', 'fabric'].map((one) => `storage-port.${one}`),
      'storage-snapshot.comment',
      'share.encrypted',
    ]);
    for (const [kind, records] of all.records)
      for (const { attributes, unknown = {} } of records)
        for (const name of Object.keys(kindDefinition(kind).attributes.shape))
          if (!(name in attributes) && !(name in unknown) && !expected.has(`${kind}.${name}`))
            silent.add(`${kind}.${name}`);
    expect([...silent]).toEqual([]);
  });

  test('knows the blueprint’s LUNs by the identifier that hosts see, and their hosts by WWN', () => {
    const [cluster] = world.blueprint.clusters;
    const datastore = cluster?.datastores[0];
    const lun = all.of('lun', `/vol/${datastore?.volume}/lun0`);
    expect(lun.attributes).toMatchObject({ naa: datastore?.naa, sizeBytes: datastore?.capacityBytes });
    expect(lun.keys).toEqual([`naa:${datastore?.naa.slice(4)}`]);
    const wwn = cluster?.hosts[0]?.hbas[0]?.wwn;
    expect(lun.relations).toContainEqual({ type: 'mapped-to', toKey: `wwn:${wwn}` });
    const igroup = all.of('initiator-host', `ig_${cluster?.name}`);
    expect(lun.relations).toContainEqual({
      type: 'mapped-to',
      to: entityId('array-a', 'initiator-host', igroup.nativeId),
    });
  });

  test('relates parts up to their array, and only to what was collected', () => {
    const ids = new Set<string>(
      [...all.records].flatMap(([kind, records]) =>
        records.map(({ nativeId }) => entityId('array-a', kind, nativeId)),
      ),
    );
    const dangling = [...all.records.values()]
      .flat()
      .flatMap(({ relations = [] }) => relations)
      .filter((relation) => 'to' in relation && !ids.has(relation.to));
    expect(dangling).toEqual([]);
    const volume = all.records.get('volume')?.[0];
    expect(volume?.relations?.map(({ type }) => type)).toEqual(['part-of', 'stored-on']);
    const replication = all.records.get('replication')?.[0];
    expect(replication?.relations?.map(({ type }) => type)).toEqual([
      'part-of',
      'replicates-to',
      'backed-by',
    ]);
  });

  test('turns vendor units into ours', () => {
    const array = all.records.get('array')?.[0]?.attributes ?? {};
    expect(array['latencyMs']).toBeLessThan(10);
    const replication = all.records.get('replication')?.[0]?.attributes ?? {};
    expect(replication['lagSeconds']).toBeLessThan(900);
    expect(all.records.get('volume')?.[0]?.attributes['createdAt']).toMatch(/^\d{4}-.*\.000Z$/);
    expect(all.records.get('storage-port')?.[0]?.attributes).toMatchObject({
      speedMbps: 32_000,
      wwn: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
  });

  test('gives the same records again while nothing changes', async () => {
    expect((await collect(sessionTo(world))).records).toEqual(all.records);
  });
});

describe('scenarios', () => {
  test.each([
    ['failed-disk', 'disk', { state: 'failed', role: 'failed' }],
    ['failed-disk', 'pool', { raidState: 'reconstructing' }],
    ['path-failure', 'storage-port', { linkUp: false }],
    ['replication-lag', 'replication', { healthy: false, lagSeconds: 14_400 }],
    ['controller-takeover', 'controller', { takeoverState: 'taken-over', takeoverPossible: false }],
    ['shelf-power', 'shelf', { state: 'failed' }],
  ] as const)('%s shows on a %s, and is gone when it is over', async (scenario, kind, attributes) => {
    const world = await newWorld();
    const before = await collect(sessionTo(world));
    world.setScenario(scenario, true);
    const during = await collect(sessionTo(world));
    expect(during.records.get(kind)?.map((record) => record.attributes)).toContainEqual(
      expect.objectContaining(attributes),
    );
    world.setScenario(scenario, false);
    expect((await collect(sessionTo(world))).records).toEqual(before.records);
  });

  test('full-volume fills the volume of the first datastore beyond 95 %', async () => {
    const world = await newWorld();
    world.setScenario('full-volume', true);
    const name = world.blueprint.clusters[0]?.datastores[0]?.volume ?? '';
    const { usedBytes, sizeBytes } = (await collect(sessionTo(world))).of('volume', name).attributes;
    expect(Number(usedBytes) / Number(sizeBytes)).toBeGreaterThanOrEqual(0.95);
  });
});

describe('when a server does not do as it should', () => {
  const first = (answer: Answer) => (answer['records'] as Answer[])[0] ?? {};

  test('a record that does not fit is rejected with its path, and the rest is kept', async () => {
    const world = await newWorld();
    const { events, records } = await collect(
      sessionTo(world, {
        storage_list_volumes: (answer, args) => {
          if (args['cluster'] === world.blueprint.arrays[0]?.name) first(answer)['space'] = { size: 'N/A' };
          return answer;
        },
      }),
    );
    const rejects = events.flatMap((event) => (event.type === 'reject' ? [event.reject] : []));
    expect(rejects).toMatchObject([
      {
        kind: 'volume',
        nativeId: expect.any(String) as string,
        path: 'storage_list_volumes.records.space.size',
        reason: expect.stringContaining('expected number') as string,
      },
    ]);
    const whole = await collect(sessionTo(world));
    expect(records.get('volume')).toHaveLength((whole.records.get('volume')?.length ?? 0) - 1);
    // Exports are made of volumes: those of this array are not judged.
    expect(events.filter(({ type }) => type === 'failed')).toMatchObject([
      { kind: 'share', partition: world.blueprint.arrays[0]?.name },
    ]);
  });

  test('a list that fails fails its kinds on that array alone', async () => {
    const world = await newWorld();
    const bad = world.blueprint.arrays[1]?.name;
    const { events } = await collect(
      sessionTo(world, {
        storage_list_igroups: (answer, args) =>
          args['cluster'] === bad
            ? { isError: true, text: 'the array is busy', data: undefined, form: 'text' }
            : answer,
      }),
    );
    const failed = events.flatMap((event) => (event.type === 'failed' ? [event] : []));
    expect(failed.map(({ kind, partition }) => [kind, partition])).toEqual([
      ['initiator-host', bad],
      ['lun', bad],
    ]);
    expect(failed[0]?.reason).toContain('the array is busy');
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'unavailable', what: `igroups of ${bad}` }),
    );
  });

  test('relations do not depend on lists that may fail', async () => {
    const world = await newWorld();
    const failing: Tamper = () => ({ isError: true, text: 'no', data: undefined, form: 'text' });
    const whole = await collect(sessionTo(world));
    const part = await collect(
      sessionTo(world, { storage_list_nodes: failing, storage_list_aggregates: failing }),
    );
    const relations = (collected: Collected, kind: EntityKind) =>
      collected.records.get(kind)?.map((record) => record.relations);
    for (const kind of ['disk', 'volume', 'storage-port'] as const)
      expect(relations(part, kind)).toEqual(relations(whole, kind));
  });

  test.each([
    ['names the same page for ever', { next: { cursor: 'again' } }],
    ['gives a cursor that is none', { next: { cursor: 7 } }],
    ['forgets to say whether there is more', null],
  ])(
    'a list that %s fails, and is never taken for whole',
    async (_what, links) => {
      const world = await newWorld();
      const { events, records } = await collect(
        sessionTo(world, {
          storage_list_disks: (answer) => ({ ...answer, _links: links }),
        }),
      );
      expect(records.get('disk')).toBeUndefined();
      expect(events.filter((event) => event.type === 'failed' && event.kind === 'disk')).toHaveLength(3);
    },
    20_000,
  );

  test('with no list of arrays nothing is judged', async () => {
    const world = await newWorld();
    const { events } = await collect(
      sessionTo(world, { storage_list_clusters: () => ({ records: 'none' }) }),
    );
    expect(events.every(({ type }) => type === 'failed')).toBe(true);
    expect(events).toHaveLength(storageCollector.kinds.length);
  });

  test('an array whose record is rejected takes no other’s parts with it', async () => {
    const world = await newWorld();
    const { events } = await collect(
      sessionTo(world, {
        storage_list_clusters: (answer) => {
          delete first(answer)['name'];
          return answer;
        },
      }),
    );
    const volumes = events.flatMap((event) =>
      event.type === 'complete' && event.kind === 'volume' ? [event.partition] : [],
    );
    expect(volumes).toEqual(world.blueprint.arrays.slice(1).map(({ name }) => name));
  });

  test('answers with values of wrong types cost those records, never the run, and never a whole list’s truth', async () => {
    const world = await newWorld();
    const whole = await collect(sessionTo(world));
    for (let seed = 0; seed < propertyRuns(15, 300); seed++) {
      const random = createLabRandom(String(seed), 'malform');
      const tools = Object.fromEntries(
        labStorageAdapter.readOnlyTools.map((name) => [name, (answer: Answer) => malform(answer, random)]),
      );
      const { events, records } = await collect(sessionTo(world, tools));
      const unfit = [...records].flatMap(([kind, list]) =>
        list
          .filter((record) => !validateRecord(kind, record).ok)
          .map(({ name }) => `seed ${seed}: ${kind} ${name}`),
      );
      expect(unfit).toEqual([]);
      // What is missing was rejected or stands in a scope that failed.
      const excused = new Set(
        events.flatMap((event) =>
          event.type === 'failed' ? [event.kind] : event.type === 'reject' ? [event.reject.kind] : [],
        ),
      );
      const short = [...whole.records].filter(
        ([kind, list]) => (records.get(kind)?.length ?? 0) < list.length && !excused.has(kind),
      );
      // Parts of an array whose own record was rejected were never asked for: their kinds are judged by array.
      const judgedWhole = new Set(
        events.flatMap((event) =>
          event.type === 'complete' && event.partition === undefined ? [event.kind] : [],
        ),
      );
      expect(short.map(([kind]) => kind).filter((kind) => judgedWhole.has(kind))).toEqual([]);
    }
  });

  test('pages of one record give what one page gives', async () => {
    const world = await newWorld();
    const paged = sessionTo(world);
    const small: McpSession = {
      ...paged,
      callTool: (name, args, options) => paged.callTool(name, { ...args, max_records: 7 }, options),
    };
    expect((await collect(small)).records).toEqual((await collect(paged)).records);
  });
});

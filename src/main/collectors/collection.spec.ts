import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../../test/support/fake-clock.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import type { ObservedRecord } from '../../shared/model/entity.ts';
import { createInventory } from '../inventory/inventory.ts';
import type { McpSession } from '../mcp/session.ts';
import { DomainError } from '../platform/errors.ts';
import { silentLogger } from '../platform/logger.ts';
import { createCollection, type CollectProgress } from './collection.ts';
import type { Adapter, CollectEvent, CollectorDefinition } from './collector.ts';

const vm = (name: string, attributes: Record<string, unknown> = {}): ObservedRecord => ({
  nativeId: name,
  name,
  attributes: { vcpus: 2, ...attributes },
});
const records = (...list: ObservedRecord[]): CollectEvent => ({ type: 'records', kind: 'vm', records: list });
const complete: CollectEvent = { type: 'complete', kind: 'vm' };

type Script = (signal: AbortSignal) => AsyncIterable<CollectEvent>;

async function* saying(...events: CollectEvent[]): AsyncIterable<CollectEvent> {
  for (const event of events) yield event;
}

function setUp(script: Script = () => saying(complete)) {
  const clock = createFakeClock();
  let ids = 0;
  const random = { id: () => `r${ids++}`, unit: () => 0.5 };
  const inventory = createInventory({ store: createMemoryStore(), clock, random, logger: silentLogger });
  const world = { script, unreachable: undefined as Error | undefined, disconnected: 0 };
  const adapter: Adapter = {
    id: 'test',
    title: 'the test adapter',
    matches: (server) => server.tools.some((tool) => tool.name === 'list_vms'),
    readOnlyTools: ['list_vms'],
    collect: (_session, { signal }) => world.script(signal),
  };
  const other: Adapter = { ...adapter, id: 'other', matches: () => false, readOnlyTools: ['get_pods'] };
  const collectors: CollectorDefinition[] = [
    { domain: 'vmware', title: 'VMware', kinds: ['vm'], adapters: [adapter] },
    { domain: 'kubernetes', title: 'Kubernetes', kinds: ['pod'], adapters: [other] },
  ];
  const asked: (readonly string[] | undefined)[] = [];
  const collection = createCollection({
    inventory,
    collectors,
    logger: silentLogger,
    settings: { callTimeoutMs: 1_000 },
    simulated: () => true,
    disconnect: async () => {
      world.disconnected++;
    },
    sessions: async (source, options) => {
      if (world.unreachable) throw world.unreachable;
      asked.push(options.readOnlyTools);
      return {
        source,
        server: { name: 'fake', version: '1', tools: [{ name: 'list_vms', inputSchema: {} }] },
        callTool: () => Promise.reject(new Error('not called')),
        readResource: () => Promise.reject(new Error('not called')),
      } satisfies McpSession;
    },
  });
  return { clock, inventory, collection, world, asked };
}

describe('a collection', () => {
  it('runs the domains that an adapter recognises, and disconnects', async () => {
    const { collection, inventory, world, asked } = setUp(() => saying(records(vm('a')), complete));
    const progress: CollectProgress[] = [];
    const runs = await collection.collect({ source: 'vc', onProgress: (event) => progress.push(event) });
    expect(runs).toMatchObject([
      { domain: 'vmware', adapter: 'test', outcome: 'succeeded', simulated: true, counts: { added: 1 } },
    ]);
    expect((await inventory.view()).all('vm')).toMatchObject([{ id: 'vc:vm:a', simulated: true }]);
    expect(progress.map((event) => event.phase)).toEqual(['connect', 'collect', 'collect', 'store', 'done']);
    expect(progress.at(-1)).toMatchObject({ done: 1, message: 'succeeded' });
    expect(asked).toEqual([[], ['list_vms']]);
    expect(world.disconnected).toBe(1);
  });

  it('says what it expected and found when a domain is asked for that the server does not serve', async () => {
    const { collection } = setUp();
    await expect(collection.collect({ source: 'vc', domain: 'kubernetes' })).rejects.toThrow(
      /Expected the tools of the test adapter \(get_pods\); found list_vms/,
    );
  });

  it('drops a record that does not fit, with path and reason, and keeps the run', async () => {
    const { collection } = setUp(() => saying(records(vm('a', { vcpus: -1 }), vm('b')), complete));
    const [run] = await collection.collect({ source: 'vc' });
    expect(run).toMatchObject({
      outcome: 'succeeded',
      counts: { added: 1, rejected: 1 },
      rejects: [{ kind: 'vm', nativeId: 'a', path: 'attributes.vcpus' }],
    });
  });

  it('is partial when a scope failed', async () => {
    const { collection } = setUp(() =>
      saying(records(vm('a')), complete, { type: 'failed', kind: 'host', reason: 'no privilege' }),
    );
    const [run] = await collection.collect({ source: 'vc' });
    expect(run?.outcome).toBe('partial');
    expect(run?.scopes).toContainEqual({ kind: 'host', outcome: 'failed', seen: 0, reason: 'no privilege' });
  });

  it('keeps yesterday when the connection is lost half-way', async () => {
    const { collection, inventory, world, clock } = setUp(() => saying(records(vm('a'), vm('b')), complete));
    await collection.collect({ source: 'vc' });
    await clock.advance(60_000);
    world.script = async function* () {
      yield records(vm('a', { vcpus: 4 }));
      throw new DomainError('disconnected', 'the server went away');
    };
    const [run] = await collection.collect({ source: 'vc' });
    expect(run).toMatchObject({
      outcome: 'failed',
      error: { code: 'disconnected' },
      scopes: [{ kind: 'vm', outcome: 'failed' }],
    });
    expect((await inventory.view()).all('vm').map((entity) => entity.attributes.vcpus)).toEqual([4, 2]);
  });

  it('says of a source that cannot be reached that its data stays old', async () => {
    const { collection, inventory, world, clock } = setUp(() => saying(records(vm('a')), complete));
    world.unreachable = new DomainError('timeout', 'no answer');
    await expect(collection.collect({ source: 'vc' })).rejects.toThrow('no answer');
    world.unreachable = undefined;
    await collection.collect({ source: 'vc' });
    await clock.advance(60_000);
    world.unreachable = new DomainError('timeout', 'no answer');
    expect(await collection.collect({ source: 'vc' })).toMatchObject([
      { domain: 'vmware', outcome: 'failed', error: { code: 'timeout' } },
    ]);
    expect((await inventory.view()).all('vm')).toHaveLength(1);
    expect(await inventory.freshness()).toMatchObject([
      { source: 'vc', lastOutcome: 'failed', lastCompleteAt: '2026-11-23T12:00:00.000Z', ageSeconds: 60 },
    ]);
  });

  it('can be cancelled while the adapter hangs', async () => {
    const { collection, inventory } = setUp(async function* () {
      yield records(vm('a'));
      await new Promise(() => {});
    });
    const abort = new AbortController();
    const collecting = collection.collect({ source: 'vc', signal: abort.signal });
    await settle();
    abort.abort(new Error('enough'));
    expect(await collecting).toMatchObject([{ outcome: 'cancelled' }]);
    expect((await inventory.view()).all('vm')).toHaveLength(1);
    expect(await inventory.freshness()).toMatchObject([{ running: false, lastOutcome: 'cancelled' }]);
  });

  it('is joined when it is already under way, and goes on while anybody waits for it', async () => {
    let started = 0;
    let release: (() => void) | undefined;
    const { collection, world } = setUp(async function* () {
      started++;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      yield complete;
    });
    const abort = new AbortController();
    const first = collection.collect({ source: 'vc', signal: abort.signal });
    await settle();
    const second = collection.collect({ source: 'vc' });
    await settle();
    abort.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    release?.();
    expect(await second).toMatchObject([{ outcome: 'succeeded' }]);
    expect(started).toBe(1);
    expect(world.disconnected).toBe(1);
  });
});

import { describe, expect, test } from 'vitest';
import { collectVmware, createVmwareLab, labSession } from '../../../../../test/support/vmware-lab.ts';
import { McpError } from '../../../mcp/mcp-error.ts';
import type { ToolResult } from '../../../mcp/session.ts';
import type { CollectEvent } from '../../collector.ts';
import { labVmwareAdapter } from './adapter.ts';

const answer = (data: unknown): ToolResult => ({ isError: false, text: '', data, form: 'structured' });
const refusal = (text: string): ToolResult => ({ isError: true, text, data: undefined, form: 'text' });
const only = <T extends CollectEvent['type']>(events: readonly CollectEvent[], type: T) =>
  events.filter((event): event is Extract<CollectEvent, { type: T }> => event.type === type);
const scopes = (events: readonly CollectEvent[]) => ({
  complete: only(events, 'complete').map(({ kind, partition }) =>
    partition ? `${kind} ${partition}` : kind,
  ),
  failed: only(events, 'failed').map(({ kind, partition }) => (partition ? `${kind} ${partition}` : kind)),
});

test('knows the lab by its tools, and no other server', () => {
  const server = labSession(createVmwareLab()).server;
  expect(labVmwareAdapter.matches(server)).toBe(true);
  expect(labVmwareAdapter.matches({ ...server, tools: server.tools.slice(0, 1) })).toBe(false);
});

test('vouches only for tools that read', () => {
  const lab = createVmwareLab();
  for (const name of labVmwareAdapter.readOnlyTools)
    expect(lab.domain.tools.find((tool) => tool.name === name)?.readOnly).toBe(true);
});

test('a whole run completes every kind and says how far it is', async () => {
  const { events } = await collectVmware(labSession(createVmwareLab()));
  expect(scopes(events).failed).toEqual([]);
  expect(scopes(events).complete.toSorted()).toEqual([
    'alarm',
    'cluster',
    'datacenter',
    'datastore',
    'datastore-cluster',
    'dv-switch',
    'host',
    'network',
    'resource-pool',
    'vcenter',
    'vm',
  ]);
  expect(only(events, 'progress').at(-1)).toMatchObject({ done: 40, total: 40 });
});

test('members that nobody reads reach no record', async () => {
  const withMore = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withMore);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([name, member]) => [name, withMore(member)]);
    return { ...Object.fromEntries(members), more: 'text', evenMore: { more: 1 } };
  };
  const plain = labSession(createVmwareLab());
  const session: typeof plain = {
    ...plain,
    async callTool(tool, args, call) {
      const result = await plain.callTool(tool, args, call);
      return { ...result, data: withMore(result.data) };
    },
  };
  expect((await collectVmware(session)).events).toEqual((await collectVmware(plain)).events);
});

describe('when something goes wrong', () => {
  test('a cluster that does not fit loses none of its VMs, and they stay in it', async () => {
    const whole = await collectVmware(labSession(createVmwareLab()));
    const lab = createVmwareLab();
    const plain = labSession(lab);
    const session: typeof plain = {
      ...plain,
      async callTool(tool, args, call) {
        const result = await plain.callTool(tool, args, call);
        if (tool === 'vmware_list_clusters') {
          const { items } = result.data as { items: { name: string; summary: object }[] };
          for (const item of items)
            if (item.name === 'prod-a') item.summary = { ...item.summary, totalMemory: -1 };
        }
        return result;
      },
    };
    const { events, records } = await collectVmware(session);
    expect(only(events, 'reject')).toMatchObject([{ reject: { kind: 'cluster', name: 'prod-a' } }]);
    expect(
      records
        .get('vm')
        ?.map(({ name, partition }) => [name, partition])
        .toSorted(),
    ).toEqual(
      whole.records
        .get('vm')
        ?.map(({ name, partition }) => [name, partition])
        .toSorted(),
    );
    expect(scopes(events).complete).toContain('vm');
  });

  test('without the list of hosts VMs are not asked for cluster by cluster: some may be in none', async () => {
    const asked: unknown[] = [];
    const session = labSession(createVmwareLab(), (tool, args) => {
      if (tool === 'vmware_list_vms') asked.push(args['cluster']);
      return tool === 'vmware_list_hosts' ? refusal('permission denied') : undefined;
    });
    const { records } = await collectVmware(session);
    expect(new Set(asked)).toEqual(new Set([undefined]));
    expect(records.get('vm')).toHaveLength(80);
  });

  test('a cluster that cannot be listed fails alone; the others are judged', async () => {
    const session = labSession(createVmwareLab(), (tool, args) =>
      tool === 'vmware_list_vms' && args['cluster'] === 'prod-a' ? refusal('permission denied') : undefined,
    );
    const { events, records } = await collectVmware(session);
    expect(scopes(events).failed).toEqual(['vm prod-a']);
    expect(scopes(events).complete).toContain('vm prod-b');
    expect(scopes(events).complete).not.toContain('vm');
    expect(records.get('vm')).toHaveLength(40);
    const cluster = records.get('cluster')?.[0];
    expect(cluster?.unknown?.['rules']).toContain('permission denied');
  });

  test('without hosts, VMs keep the host that was known, and datastores are not judged', async () => {
    const session = labSession(createVmwareLab(), (tool) =>
      tool === 'vmware_list_hosts' ? refusal('out of memory') : undefined,
    );
    const { events, records } = await collectVmware(session);
    expect(scopes(events).failed).toEqual(['datastore', 'host']);
    expect(records.get('vm')?.[0]?.unknown?.['host']).toContain('out of memory');
    expect(records.has('datastore')).toBe(false);
  });

  test('without clusters nothing that belongs to one is judged', async () => {
    const session = labSession(createVmwareLab(), (tool) =>
      tool === 'vmware_list_clusters' ? answer({ wrong: true }) : undefined,
    );
    const { events, records } = await collectVmware(session);
    expect(scopes(events).failed).toEqual(expect.arrayContaining(['cluster', 'host', 'vm', 'datastore']));
    expect(scopes(events).complete).toEqual(
      expect.arrayContaining(['vcenter', 'network', 'dv-switch', 'alarm']),
    );
    expect(records.has('vm')).toBe(false);
  });

  test('a record that does not fit is reported with its path and reason, the others stand', async () => {
    const lab = createVmwareLab();
    const session = labSession(lab, (tool, args) => {
      if (tool !== 'vmware_list_vms' || args['cluster'] !== 'prod-a') return undefined;
      const page = structuredClone(lab.call(tool, args)) as { items: { runtime: { powerState: string } }[] };
      const [first] = page.items;
      if (first) first.runtime.powerState = 'asleep';
      return answer(page);
    });
    const { events, records } = await collectVmware(session);
    expect(only(events, 'reject')).toMatchObject([{ reject: { kind: 'vm', path: 'runtime.powerState' } }]);
    expect(only(events, 'reject')[0]?.reject.nativeId).toMatch(/^vm-/);
    expect(records.get('vm')).toHaveLength(79);
    expect(scopes(events).complete).toContain('vm');
  });

  test('a record without an id is reported by its place in the list', async () => {
    const lab = createVmwareLab();
    const session = labSession(lab, (tool, args) => {
      if (tool !== 'vmware_list_hosts') return undefined;
      const page = structuredClone(lab.call(tool, args)) as { items: unknown[] };
      page.items[0] = null;
      return answer(page);
    });
    const { events } = await collectVmware(session);
    expect(only(events, 'reject')).toMatchObject([{ reject: { kind: 'host', path: 'items.0' } }]);
    expect(only(events, 'reject')[0]?.reject).not.toHaveProperty('nativeId');
  });

  test('a cursor that comes twice ends the listing with an error', async () => {
    const lab = createVmwareLab();
    const session = labSession(lab, (tool, args) =>
      tool === 'vmware_list_vms' && args['cluster'] === 'prod-a'
        ? answer({ ...structuredClone(lab.call(tool, { cluster: 'prod-a', limit: 2 })), nextCursor: 'o1' })
        : undefined,
    );
    const { events } = await collectVmware(session);
    expect(only(events, 'failed')[0]?.reason).toContain('came twice');
  });

  test('prose instead of data is an error that quotes it', async () => {
    const session = labSession(createVmwareLab(), (tool) =>
      tool === 'vmware_about'
        ? { isError: false, text: 'I am a teapot', data: undefined, form: 'text' }
        : undefined,
    );
    const { events } = await collectVmware(session);
    expect(only(events, 'failed')).toMatchObject([{ kind: 'vcenter' }]);
    expect(only(events, 'failed')[0]?.reason).toContain('I am a teapot');
  });

  test('a server that no longer answers is not asked again for every list', async () => {
    const session = labSession(createVmwareLab());
    let calls = 0;
    const silent = {
      ...session,
      callTool: () => {
        calls += 1;
        return Promise.reject(new McpError('vcenter-a', 'timeout', 'no answer in 30 s'));
      },
    };
    const { events, records } = await collectVmware(silent);
    expect(calls).toBe(2);
    expect(records.size).toBe(0);
    expect(scopes(events).complete).toEqual([]);
    expect(only(events, 'failed').at(-1)?.reason).toContain('stopped answering');
  });

  test('a cancelled run concludes nothing and throws', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stopped by the operator'));
    const context = { signal: controller.signal, call: {}, startedAt: '2026-11-23T11:30:00.000Z' };
    const run = labVmwareAdapter.collect(labSession(createVmwareLab()), context)[Symbol.asyncIterator]();
    await run.next();
    await expect(run.next()).rejects.toThrow('stopped by the operator');
  });

  test('a bug of ours is not taken for a fault of the server', async () => {
    const session = labSession(createVmwareLab(), () => {
      throw new TypeError('undefined is not a function');
    });
    await expect(collectVmware(session)).rejects.toThrow(TypeError);
  });
});

test('a host that does not respond keeps what it is, and says that nothing current is known', async () => {
  const lab = createVmwareLab();
  lab.domain.scenarios['host-down']?.enable();
  const { events, records } = await collectVmware(labSession(lab));
  const host = records.get('host')?.find((one) => one.attributes['connectionState'] !== 'connected');
  expect(host?.attributes).toMatchObject({ connectionState: 'not responding', cores: 64 });
  expect(host?.unknown).toMatchObject({ cpuUsageMhz: 'the host is not responding' });
  expect(only(events, 'unavailable').map(({ what }) => what)).toContain(`current data of host ${host?.name}`);
});

import { describe, expect, test } from 'vitest';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import {
  recordedAnswers as recorded,
  recordedVcenter as session,
} from '../../../../../test/support/recorded-vcenter.ts';
import { validateRecord } from '../../../inventory/record.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { CollectEvent } from '../../collector.ts';
import { labVmwareAdapter } from '../lab/adapter.ts';
import { vsphereAdapter } from './adapter.ts';

async function collect(from: McpSession) {
  const events: CollectEvent[] = [];
  const records = new Map<EntityKind, ObservedRecord[]>();
  const context = { signal: new AbortController().signal, call: {}, startedAt: '2026-11-23T12:00:00.000Z' };
  for await (const event of vsphereAdapter.collect(from, context)) {
    events.push(event);
    if (event.type === 'records')
      records.set(event.kind, [...(records.get(event.kind) ?? []), ...event.records]);
  }
  return { events, records };
}

const only = <T extends CollectEvent['type']>(events: readonly CollectEvent[], type: T) =>
  events.filter((event): event is Extract<CollectEvent, { type: T }> => event.type === type);

/** The recorded answer of a list with each item changed. */
const changed = (tool: string, change: (item: Record<string, unknown>) => void) => {
  const answer = structuredClone(recorded.answers[tool]) as unknown as { items: Record<string, unknown>[] };
  for (const item of answer.items) change(item);
  return { [tool]: answer as unknown as Record<string, unknown> };
};

test('knows our server by its name and tools; neither adapter takes the other’s', () => {
  const { server } = session();
  expect(vsphereAdapter.matches(server)).toBe(true);
  expect(vsphereAdapter.matches({ ...server, name: 'another' })).toBe(false);
  expect(vsphereAdapter.matches({ ...server, tools: server.tools.slice(1) })).toBe(false);
  expect(labVmwareAdapter.matches(server)).toBe(false);
});

test('vouches for every tool that reads, and for no other', () => {
  expect([...vsphereAdapter.readOnlyTools].toSorted()).toEqual([...recorded.tools].toSorted());
});

describe('a recorded vCenter', () => {
  test('every record fits its kind, and every kind that the server gave is judged', async () => {
    const { events, records } = await collect(session());
    expect(only(events, 'reject')).toEqual([]);
    for (const [kind, list] of records)
      for (const record of list) expect(validateRecord(kind, record)).toMatchObject({ ok: true });
    expect(only(events, 'failed')).toMatchObject([
      { kind: 'alarm', reason: expect.stringContaining('does not implement: GetAlarm') },
    ]);
    expect(Object.fromEntries([...records].map(([kind, list]) => [kind, list.length]))).toEqual({
      vcenter: 1,
      datacenter: 1,
      'dv-switch': 1,
      network: 3,
      datastore: 1,
      'datastore-cluster': 1,
      host: 3,
      'resource-pool': 4,
      vm: 6,
      cluster: 1,
    });
  });

  test('VMs with their place, disks, adapters and snapshots', async () => {
    const { records } = await collect(session());
    const vm = records.get('vm')?.find(({ name }) => name === 'DC0_C0_RP0_VM0');
    expect(vm).toMatchObject({
      partition: 'DC0_C0',
      attributes: {
        cluster: 'DC0_C0',
        folder: '/DC0/vm',
        powerState: 'on',
        haRestartPriority: 'clusterDefault',
        disks: [{ datastore: 'LocalDS_0', capacityBytes: 1_048_576, controller: 'PVSCSI' }],
        nics: [{ portGroup: 'DC0_DVPG0', adapter: 'e1000' }],
        snapshots: [{ name: 'before the upgrade' }, { name: 'after it' }],
      },
    });
    expect(records.get('vm')?.find(({ name }) => name === 'DC0_C0_RP0_VM1')?.attributes).toMatchObject({
      powerState: 'off',
    });
  });

  test('a VM of a host in no cluster stands under that host', async () => {
    const { records } = await collect(session());
    expect(records.get('vm')?.find(({ name }) => name === 'DC0_H0_VM0')?.partition).toBe('DC0_H0');
  });

  test('hosts are asked for in full, and VMs with what is measured', async () => {
    const from = session();
    await collect(from);
    for (const tool of ['list_hosts', 'list_vms'])
      expect(from.asked.find(({ name }) => name === tool)?.args).toMatchObject({
        detail: 'full',
        performance: true,
      });
  });

  test('says what it never gives', async () => {
    const { events } = await collect(session());
    expect(only(events, 'unavailable').map(({ what }) => what)).toEqual(
      expect.arrayContaining(['patch baselines of hosts', 'orphaned files on datastores']),
    );
  });
});

test('a vCenter that cannot be reached is one reason for everything', async () => {
  const unreachable = 'vc.example.net could not be reached (ECONNREFUSED).';
  const { events } = await collect({
    ...session(),
    callTool: () => Promise.resolve({ isError: true, text: unreachable, data: undefined, form: 'text' }),
  });
  const failed = only(events, 'failed');
  expect(failed.length).toBeGreaterThan(7);
  expect([...new Set(failed.map(({ reason }) => reason))]).toEqual([`the server refused: ${unreachable}`]);
});

test('what an account may not see is said once for each part, with the number of objects', async () => {
  const { events } = await collect(
    session(
      changed('list_hosts', (host) => {
        host['withheld'] = [{ path: 'config.storageDevice', reason: 'NoPermission' }];
      }),
    ),
  );
  expect(only(events, 'unavailable')).toContainEqual({
    type: 'unavailable',
    what: 'config.storageDevice of 3 hosts',
    reason: 'NoPermission',
  });
});

test('two clusters of one name in two datacenters keep what is theirs apart', async () => {
  const items = (tool: string) =>
    structuredClone(recorded.answers[tool]) as unknown as { items: Record<string, unknown>[] };
  const clusters = items('list_clusters');
  const datacenters = items('list_datacenters');
  clusters.items.push({ ...clusters.items[0], obj: 'domain-c900', datacenter: 'datacenter-900' });
  datacenters.items.push({ ...datacenters.items[0], obj: 'datacenter-900', name: 'DC1' });
  const hosts = items('list_hosts');
  for (const host of hosts.items) if (host['name'] === 'DC0_C0_H1') host['cluster'] = 'domain-c900';
  const from = session({
    list_clusters: clusters as unknown as Record<string, unknown>,
    list_datacenters: datacenters as unknown as Record<string, unknown>,
    // Every host is in a cluster, so that VMs are asked for cluster by cluster.
    list_hosts: { ...hosts, items: hosts.items.filter((host) => host['cluster'] !== undefined) },
  });
  const { records } = await collect(from);
  expect(records.get('cluster')?.map(({ name, partition }) => [name, partition])).toEqual([
    ['DC0_C0', 'DC0 / DC0_C0'],
    ['DC0_C0', 'DC1 / DC0_C0'],
  ]);
  expect(records.get('host')?.find(({ name }) => name === 'DC0_C0_H1')).toMatchObject({
    partition: 'DC1 / DC0_C0',
    attributes: { cluster: 'DC0_C0' },
  });
  const asked = from.asked.flatMap(({ name, args }) => (name === 'list_vms' ? [args['cluster']] : []));
  expect(asked).toHaveLength(2);
  expect(new Set(asked)).toEqual(new Set(clusters.items.map(({ obj }) => obj)));
});

test('an ESXi host by itself has no vCenter and no alarms, and nothing failed', async () => {
  const from = session({
    about: { about: { apiType: 'HostAgent', fullName: 'VMware ESXi 7.0.3' }, hostName: 'esx-01' },
    list_clusters: { items: [], total: 0 },
  });
  const { events, records } = await collect(from);
  expect(only(events, 'failed')).toEqual([]);
  expect(records.has('vcenter')).toBe(false);
  expect(from.asked.some(({ name }) => name === 'list_alarms')).toBe(false);
  expect(only(events, 'unavailable').map(({ what }) => what)).toContain('vCenter and its alarms');
});

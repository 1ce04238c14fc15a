import { describe, expect, test } from 'vitest';
import { collectEntities } from '../../../test/support/network-estate.ts';
import { compiledProfile } from '../../../test/support/read-profile.ts';
import { scriptedSession } from '../../../test/support/scripted-session.ts';
import { McpError } from '../mcp/mcp-error.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { profileAdapter } from './profile-adapter.ts';

/** Nodes, the VMs of each, and datastores as a detail: like a hypervisor without a vCenter. */
const profile = (more: { readonly entity?: string; readonly step?: string } = {}) => `
profile: 1
id: nodes
title: Nodes
domain: vmware
matches: { tools: [nodes, vms, stores] }
tools: { nodes: read, vms: read, stores: read }
collect:
  - { step: nodes, tool: nodes }
  - { step: stores, tool: stores, detail: true }
  - step: vms
    tool: vms
    forEach: nodes
    where: state = "up"
    arguments: { node: =name, wanted: ['=name', '==plain', 5] }
    partition: name
    atOnce: 3
    ${more.step ?? ''}
  - { step: disks, forEach: vms, items: '$list(disks)' }
entities:
  - { kind: host, from: nodes, nativeId: name, name: name }
  - kind: vm
    from: vms
    nativeId: id
    name: name
    attributes: { host: $parent.name, folder: '$find("stores", "id", store).path' }
    ${more.entity ?? ''}
  - kind: datastore
    from: disks
    nativeId: $parent.id & "/" & id
    name: $parents[1].name & " " & id
`;
const nodes = ['a', 'b', 'c'].map((name) => ({ name, state: 'up' }));
const vmsOf = (node: string) =>
  [1, 2].map((n) => ({ id: `${node}${n}`, name: `vm ${node}${n}`, store: 's', disks: [{ id: 'd' }] }));

type Tools = Parameters<typeof scriptedSession>[0];
async function collect(
  tools: Partial<Tools> = {},
  more = {},
  clock: Pick<Clock, 'monotonicMs' | 'sleep'> = systemClock,
) {
  const session = scriptedSession({
    nodes: () => nodes,
    stores: () => [{ id: 's', path: '/store' }],
    vms: ({ node }) => vmsOf(String(node)),
    ...(tools as Tools),
  });
  const adapter = profileAdapter(compiledProfile(profile(more)), {
    clock,
    revision: 'test',
    isKnown: () => false,
  });
  const collected = await collectEntities(adapter, session);
  const scopes = collected.events.filter(({ type }) => type === 'complete' || type === 'failed');
  return { ...collected, scopes, calls: session.calls };
}

describe('what came of a server in part', () => {
  test('is all of it when all of it came', async () => {
    const { entities, scopes, calls, rejects } = await collect();
    expect(rejects).toEqual([]);
    expect(entities.filter(({ kind }) => kind === 'vm')).toHaveLength(6);
    expect(entities.find(({ nativeId }) => nativeId === 'b2')).toMatchObject({
      partition: 'b',
      attributes: { host: 'b', folder: '/store' },
    });
    expect(entities.find(({ nativeId }) => nativeId === 'b2/d')?.name).toBe('b d');
    expect(scopes).toEqual(['host', 'vm', 'datastore'].map((kind) => ({ type: 'complete', kind })));
    expect(calls.find(({ args }) => args['node'] === 'a')?.args).toEqual({
      node: 'a',
      wanted: ['a', '=plain', 5],
    });
  });

  test('costs the part that failed, and nothing of the others', async () => {
    const { entities, scopes } = await collect({
      vms: ({ node }) => (node === 'b' ? { failed: 'node b is locked' } : vmsOf(String(node))),
    });
    expect(
      entities
        .filter(({ kind }) => kind === 'vm')
        .map(({ nativeId }) => nativeId)
        .toSorted(),
    ).toEqual(['a1', 'a2', 'c1', 'c2']);
    const failed = { type: 'failed', partition: 'b', reason: 'vms: it said: node b is locked' };
    expect(scopes).toEqual([
      { type: 'complete', kind: 'host' },
      { ...failed, kind: 'vm' },
      { type: 'complete', kind: 'vm' },
      { ...failed, kind: 'datastore' },
      { type: 'complete', kind: 'datastore' },
    ]);
  });

  test('says nothing of any where the parts of records are others than those of the calls', async () => {
    const { scopes } = await collect(
      { vms: ({ node }) => (node === 'b' ? { failed: 'locked' } : vmsOf(String(node))) },
      { entity: 'partition: store' },
    );
    expect(scopes).toContainEqual({ type: 'failed', kind: 'vm', reason: 'b: vms: it said: locked' });
  });

  test('leaves out what a condition leaves out, without asking for it', async () => {
    const { calls, scopes } = await collect({
      nodes: () => nodes.map((node) => ({ ...node, state: node.name === 'c' ? 'down' : 'up' })),
    });
    expect(calls.filter(({ tool }) => tool === 'vms').map(({ args }) => args['node'])).toEqual(['a', 'b']);
    expect(scopes).toContainEqual({ type: 'complete', kind: 'vm' });
  });

  test('is less detail where a detail failed, and says so at each attribute', async () => {
    const { entities, scopes, events } = await collect({ stores: () => ({ failed: 'forbidden' }) });
    expect(entities.find(({ nativeId }) => nativeId === 'a1')).toMatchObject({
      attributes: { host: 'a' },
      unknown: { folder: 'stores: stores: it said: forbidden' },
    });
    expect(scopes.every(({ type }) => type === 'complete')).toBe(true);
    expect(events).toContainEqual({
      type: 'unavailable',
      what: 'stores',
      reason: 'stores: it said: forbidden',
    });
  });

  test('is nothing that counts as gone when the list before failed', async () => {
    const { entities, scopes } = await collect({ nodes: () => ({ failed: 'no' }) });
    expect(entities).toEqual([]);
    expect(scopes.map(({ type }) => type)).toEqual(['failed', 'failed', 'failed']);
  });

  test('ends with a server that is gone: it is not asked again', async () => {
    const { scopes, calls } = await collect({
      vms: () => {
        throw new McpError('acme', 'disconnected', 'the process ended');
      },
    });
    expect(calls.filter(({ tool }) => tool === 'vms').length).toBeLessThanOrEqual(3);
    expect(scopes.filter(({ type }) => type === 'failed')).toHaveLength(2);
  });

  test('never counts as gone where the server lists only some', async () => {
    const { scopes, events } = await collect({}, { entity: 'lists: some' });
    expect(scopes).toContainEqual({ type: 'complete', kind: 'vm', partition: 'what is listed' });
    expect(scopes).not.toContainEqual({ type: 'complete', kind: 'vm' });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'unavailable', what: 'VMs that are not listed' }),
    );
  });

  test('is asked no faster than the profile says', async () => {
    const waited: number[] = [];
    const clock = {
      monotonicMs: () => 0,
      sleep: (ms: number) => {
        waited.push(ms);
        return Promise.resolve();
      },
    };
    await collect({}, { step: 'pauseMs: 40' }, clock);
    expect(waited).toEqual([40, 80]);
  });
});

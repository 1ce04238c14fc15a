import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { observedRecordSchema, type ObservedRecord } from '../../../../shared/model/entity.ts';
import { kindDefinition, type EntityKind } from '../../../../shared/model/kinds/registry.ts';
import { replay, type Recording } from '../../../../../test/support/recorded-session.ts';
import { refuseSshRead } from '../../../ssh/ssh-server.ts';
import { collectors } from '../../registry.ts';
import type { CollectEvent } from '../../collector.ts';
import { sshNetworkAdapter } from './adapter.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/hosts.json'), 'utf8'),
) as Recording;

async function collected(recording: Recording): Promise<CollectEvent[]> {
  const { signal } = new AbortController();
  const events: CollectEvent[] = [];
  const context = { signal, call: { signal }, startedAt: '2026-11-23T19:00:00.000Z' };
  for await (const event of sshNetworkAdapter.collect(replay(recording, 'hosts'), context))
    events.push(event);
  return events;
}

const recordsOf = (events: readonly CollectEvent[], kind: EntityKind): ObservedRecord[] =>
  events.flatMap((event) => (event.type === 'records' && event.kind === kind ? [...event.records] : []));

describe('hosts over ssh-mcp, as they were recorded', () => {
  let events: CollectEvent[];
  beforeAll(async () => {
    events = await collected(recorded);
  });
  const named = (kind: EntityKind, name: string, partition?: string): ObservedRecord => {
    const found = recordsOf(events, kind).filter(
      (record) => record.name === name && (partition === undefined || record.partition === partition),
    );
    expect(found).toHaveLength(1);
    return found[0] ?? { nativeId: '', name: '', attributes: {} };
  };

  it('are recognised by this adapter of the domain and by no other', () => {
    const network = collectors.find(({ domain }) => domain === 'network');
    const matching = network?.adapters.filter((adapter) => adapter.matches(recorded.server));
    expect(matching?.map(({ id }) => id)).toEqual(['ssh-network']);
  });

  it('are asked nothing that its guard would not let pass', () => {
    for (const { tool, args } of recorded.calls) expect(refuseSshRead(tool, args)).toBeUndefined();
  });

  it('give records that fit their kinds, each once', () => {
    for (const event of events) {
      if (event.type !== 'records') continue;
      for (const record of event.records) {
        expect(observedRecordSchema.safeParse(record).error).toBeUndefined();
        expect(kindDefinition(event.kind).attributes.safeParse(record.attributes).error).toBeUndefined();
      }
      const ids = event.records.map(({ nativeId }) => nativeId);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('are devices whose role follows from what runs on them', () => {
    const roles = recordsOf(events, 'device').map(({ name, attributes }) => [name, attributes['role']]);
    expect(roles).toEqual([
      ['edge1', 'router'],
      ['edge2', 'router'],
      ['sw1', 'switch'],
      ['sw2', 'switch'],
      ['kvm1', 'server'],
      ['app1', undefined],
    ]);
    expect(named('device', 'app1').unknown?.['role']).toMatch(/POLICY_DENIED/);
    expect(named('device', 'edge1').attributes).toMatchObject({
      os: 'Debian GNU/Linux',
      osVersion: '12 (bookworm), kernel 6.1.0-amd64 x86_64',
      localAsn: 64_511,
      reachable: true,
    });
    expect(named('device', 'kvm1').attributes['staticRoutes']).toContainEqual({
      prefix: '203.0.113.0/24',
      nextHop: '198.18.10.1',
      interface: 'br0',
    });
  });

  it('are one where a second profile leads to the same address', () => {
    expect(recordsOf(events, 'device').map(({ name }) => name)).not.toContain('sw1-changes');
  });

  it('have ports of Open vSwitch with their VLANs', () => {
    expect(named('interface', 'p1', 'sw1').attributes).toMatchObject({
      bridge: 'br0',
      mode: 'access',
      nativeVlan: 10,
      adminUp: true,
      operUp: true,
    });
    expect(named('interface', 'p2', 'sw1').attributes).toMatchObject({
      mode: 'trunk',
      nativeVlan: 10,
      taggedVlans: [20, 30],
    });
    expect(named('interface', 'p2', 'sw1').relations?.filter(({ type }) => type === 'carries')).toHaveLength(
      3,
    );
  });

  it('have the bond of a switch beside its members, which carry nothing of their own', () => {
    expect(named('interface', 'bond0', 'sw1').attributes).toMatchObject({
      type: 'LAG',
      isLag: true,
      lagMembers: ['p5', 'p6'],
      lagActiveMembers: ['p5', 'p6'],
      mode: 'trunk',
      taggedVlans: [10, 20, 30],
    });
    const member = named('interface', 'p5', 'sw1');
    expect(member.attributes).toMatchObject({ lag: 'bond0' });
    expect(member.attributes).not.toHaveProperty('mode');
    expect(member.relations).toContainEqual({
      type: 'member-of',
      to: expect.stringContaining('sw1/bond0'),
    });
  });

  it('know their neighbours by what LLDP says, under a key that the neighbour publishes', () => {
    const near = named('interface', 'eth2', 'edge1');
    expect(near.attributes).toMatchObject({ peer: 'sw1 p1', peerSource: 'lldp' });
    const keys = (near.relations ?? []).flatMap((relation) => ('toKey' in relation ? [relation.toKey] : []));
    expect(named('interface', 'p1', 'sw1').keys).toEqual(expect.arrayContaining(keys));
    expect(keys).not.toEqual([]);
  });

  it('have bridges of the kernel with their ports, and both ends of a pair within a host', () => {
    expect(named('interface', 'vnet0', 'kvm1').attributes).toMatchObject({
      type: 'virtual Ethernet',
      bridge: 'br0',
      description: 'web server',
    });
    expect(named('interface', 'vnet0', 'kvm1').relations).toContainEqual({
      type: 'connected-to',
      to: expect.stringContaining('kvm1/guest0'),
    });
  });

  it('have addresses and the networks that these are in, without what every host has', () => {
    expect(recordsOf(events, 'prefix').map(({ name }) => name)).toEqual([
      '198.18.0.0/24',
      '198.18.12.0/30',
      '198.18.10.0/24',
      '2001:db8:12::/64',
    ]);
    const addresses = recordsOf(events, 'ip-address').map(({ name }) => name);
    expect(addresses).toContain('198.18.12.1/30');
    expect(addresses.filter((address) => /^(?:127\.|::1|fe80:)/.test(address))).toEqual([]);
  });

  it('have BGP sessions whose two sides name each other', () => {
    const [one, other] = [named('bgp-peer', 'edge1 → edge2'), named('bgp-peer', 'edge2 → edge1')];
    expect(one.attributes).toMatchObject({
      state: 'established',
      type: 'external',
      localAsn: 64_511,
      remoteAsn: 64_512,
      localAddress: '198.18.12.1',
      peerAddress: '198.18.12.2',
      policyIn: 'EVERYTHING',
      prefixesReceived: 1,
    });
    expect(one.relations).toContainEqual({
      type: 'peers-with',
      to: expect.stringContaining(other.nativeId),
    });
    expect(named('bgp-peer', 'edge1 → 198.18.10.254').attributes).toMatchObject({
      adminUp: false,
      state: 'idle',
    });
  });

  it('cost only themselves where they are silent or may not be read', () => {
    const scopes = events.filter((event) => event.type === 'complete' || event.type === 'failed');
    const of = (partition: string) =>
      Object.fromEntries(
        scopes.flatMap((scope) => (scope.partition === partition ? [[scope.kind, scope.type]] : [])),
      );
    expect(of('edge1')).toEqual({
      device: 'complete',
      interface: 'complete',
      'ip-address': 'complete',
      'bgp-peer': 'complete',
    });
    expect(of('gone1')).toEqual({
      device: 'failed',
      interface: 'failed',
      'ip-address': 'failed',
      'bgp-peer': 'failed',
    });
    expect(of('app1')).toMatchObject({ device: 'complete', interface: 'failed' });
    // Nothing is whole that belongs to no host alone.
    expect(
      scopes.filter(({ partition }) => partition === undefined).map(({ kind, type }) => [kind, type]),
    ).toEqual([
      ['prefix', 'failed'],
      ['vlan', 'failed'],
      ['vrf', 'failed'],
    ]);
  });

  it('say what could not be seen, a reason for several things once', () => {
    const unavailable = events.flatMap((event) =>
      event.type === 'unavailable' ? [`${event.what}: ${event.reason}`] : [],
    );
    expect(unavailable.filter((line) => line.includes('app1'))).toHaveLength(1);
    expect(unavailable.find((line) => line.startsWith('host gone1'))).toMatch(/SSH connection error/);
  });
});

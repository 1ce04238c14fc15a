import { describe, expect, test } from 'vitest';
import type { ServerDescription } from '../mcp/session.ts';
import type { Adapter, CollectorDefinition } from './collector.ts';
import { collectors as allCollectors } from './registry.ts';
import { refusalOfRead, vouchedTools, whoSpeaksFor } from './vouching.ts';

const server: ServerDescription = { name: 'any', version: '1', tools: [{ name: 'run', inputSchema: {} }] };

function adapter(parts: Partial<Adapter>): Adapter {
  return {
    id: 'one',
    title: 'One',
    matches: () => true,
    readOnlyTools: ['run'],
    async *collect() {},
    ...parts,
  };
}

const collectors = (...adapters: readonly Adapter[]): CollectorDefinition[] =>
  adapters.map((one) => ({ domain: 'network', title: 'Any', kinds: [], adapters: [one] }));

const onlyCommand =
  (command: string): Required<Adapter>['guard'] =>
  (tool, args) =>
    tool === 'run' && args['command'] !== command ? `only "${command}" is run` : undefined;

describe('what adapters vouch for', () => {
  test('is every tool of those that know the server, once', () => {
    const known = collectors(
      adapter({ readOnlyTools: ['run', 'list'] }),
      adapter({ readOnlyTools: ['run'] }),
      adapter({ readOnlyTools: ['other'], matches: () => false }),
    );
    expect(vouchedTools(known, server)).toEqual(['run', 'list']);
  });
});

describe('a read', () => {
  test('is sent as it is where nobody guards', () => {
    expect(refusalOfRead(collectors(adapter({})), server, 'run', {})).toBeUndefined();
    expect(refusalOfRead([], server, 'run', {})).toBeUndefined();
  });

  test('is refused with the reason of the adapter that guards it', () => {
    const known = collectors(adapter({ guard: onlyCommand('ip link') }));
    expect(refusalOfRead(known, server, 'run', { command: 'ip link' })).toBeUndefined();
    expect(refusalOfRead(known, server, 'run', { command: 'reboot' })).toBe('only "ip link" is run');
  });

  test('may be what either of two adapters of one server lets pass', () => {
    const known = collectors(
      adapter({ guard: onlyCommand('ip link') }),
      adapter({ guard: onlyCommand('zpool list') }),
    );
    expect(refusalOfRead(known, server, 'run', { command: 'zpool list' })).toBeUndefined();
    expect(refusalOfRead(known, server, 'run', { command: 'reboot' })).toBe(
      'only "ip link" is run; only "zpool list" is run',
    );
  });

  test('that only the site allows passes, unless an adapter knows better', () => {
    const known = collectors(
      adapter({ readOnlyTools: [] }),
      adapter({
        readOnlyTools: ['other'],
        guard: (tool) => (tool === 'show_config' ? 'it shows credentials' : undefined),
      }),
    );
    expect(refusalOfRead(known, server, 'run', {})).toBeUndefined();
    expect(refusalOfRead(known, server, 'show_config', {})).toBe('it shows credentials');
  });

  test('is guarded also where a profile vouches for the tool', () => {
    const known = collectors(
      adapter({ guard: onlyCommand('ip link') }),
      adapter({ id: 'site', revision: 'site@1', readOnlyTools: ['run', 'show'] }),
    );
    expect(refusalOfRead(known, server, 'run', { command: 'reboot' })).toBe('only "ip link" is run');
    expect(refusalOfRead(known, server, 'show', {})).toBeUndefined();
  });

  test('is guarded also where the server offers too little to be collected from', () => {
    const known = collectors(
      adapter({ matches: () => false, guards: () => true, guard: onlyCommand('ip link') }),
    );
    expect(vouchedTools(known, server)).toEqual([]);
    expect(refusalOfRead(known, server, 'run', { command: 'reboot' })).toBe('only "ip link" is run');
    expect(refusalOfRead(known, server, 'run', { command: 'ip link' })).toBeUndefined();
    expect(whoSpeaksFor(known, server, 'run')).toEqual({ vouchedBy: [], guardedBy: ['One'] });
  });

  test.each([
    ['kubernetes-mcp-server', 'resources_get', { apiVersion: 'v1', kind: 'Secret', name: 'a' }],
    ['kubernetes-mcp-server', 'configuration_view', {}],
    ['kubernetes', 'kubectl_get', { resourceType: 'secrets', output: 'yaml' }],
    ['SSH MCP Server', 'read-command', { command: 'cat /etc/shadow' }],
  ])('of %s with only the tool %s is guarded as ever', (name, tool, args) => {
    const little: ServerDescription = { name, version: '1', tools: [{ name: tool, inputSchema: {} }] };
    expect(vouchedTools(allCollectors, little)).toEqual([]);
    expect(refusalOfRead(allCollectors, little, tool, args)).toBeDefined();
  });

  test('is not judged by adapters for other servers', () => {
    const known = collectors(adapter({ matches: () => false, guard: () => 'no' }));
    expect(refusalOfRead(known, server, 'run', {})).toBeUndefined();
  });
});

describe('who speaks for a tool', () => {
  const guard = onlyCommand('uptime');

  test('is told by title: who vouches for it, and who judges what it is called with', () => {
    const known = collectors(
      adapter({ title: 'Hosts', guard }),
      adapter({ title: 'Disks' }),
      adapter({ title: 'Other tools', readOnlyTools: ['list'], guard }),
      adapter({ title: 'Other servers', matches: () => false, guard }),
    );
    expect(whoSpeaksFor(known, server, 'run')).toEqual({
      vouchedBy: ['Hosts', 'Disks'],
      guardedBy: ['Hosts'],
    });
  });

  test('a profile of the site vouches, and the guards of the application stay', () => {
    const known = collectors(
      adapter({ title: 'Hosts', readOnlyTools: [], guard }),
      adapter({ title: 'Of the site', revision: 'site@1' }),
    );
    expect(whoSpeaksFor(known, server, 'run')).toEqual({
      vouchedBy: ['Of the site'],
      guardedBy: ['Hosts'],
    });
  });
});

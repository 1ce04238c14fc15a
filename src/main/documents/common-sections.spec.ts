import { describe, expect, test } from 'vitest';
import type { Block } from '../../shared/model/block.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Instant, RunId } from '../../shared/model/ids.ts';
import { buildEntity, buildRun, buildView, testId } from '../../../test/support/build-view.ts';
import {
  changesSection,
  glossarySection,
  kindCounts,
  scopeSection,
  sourcesSection,
} from './common-sections.ts';
import { blockText } from './plain-text.ts';

const text = (blocks: readonly Block[]) => blocks.map(blockText).join('\n');

function change(parts: Partial<Change>): Change {
  return {
    id: Math.random().toString(36),
    entityId: testId('vm', 'vm-1'),
    kind: 'vm',
    source: 'vcenter-a',
    entityName: 'vm-1',
    runId: 'run-1' as RunId,
    at: '2026-11-22T10:00:00.000Z' as Instant,
    type: 'field',
    class: 'configuration',
    path: 'attributes.memoryBytes',
    from: 2 ** 32,
    to: 2 ** 33,
    schemaVersion: 1,
    ...parts,
  };
}

describe('changes', () => {
  const vms = ['vm-1', 'vm-2'].map((name) => buildEntity('vm', name, { partition: 'prod-a' }));
  const render = (changes: readonly Change[], options = {}) =>
    changesSection(buildView(vms, { changes }), { kinds: ['vm'], days: 7, ...options }).render();

  test('equal changes of several objects are one row', () => {
    const blocks = render([change({}), change({ entityId: testId('vm', 'vm-2') })]);
    const table = blocks.find((block) => block.t === 'table');
    expect(table?.rows).toHaveLength(1);
    expect(text(blocks)).toContain('vm-1, vm-2 | memory | 4 GiB | 8 GiB | vcenter-a');
  });

  test('moves by the platform are counted, not listed', () => {
    const blocks = render([
      change({ class: 'placement', path: 'attributes.host', from: 'a', to: 'b' }),
      change({ class: 'placement', path: 'attributes.host', from: 'b', to: 'a' }),
    ]);
    expect(text(blocks)).toContain('host: 2 changes on 1 VM');
  });

  test('older ones and those of other partitions are not shown', () => {
    expect(text(render([change({ at: '2026-11-01T00:00:00.000Z' as Instant })]))).toContain(
      'Nothing but measured values changed since 2026-11-16 12:00 UTC.',
    );
    expect(text(render([change({})], { partition: 'prod-b' }))).toContain('Nothing but measured');
  });

  test('what was added is named, a first collection only counted', () => {
    const old = buildEntity('vm', 'vm-0');
    const fresh = buildEntity('vm', 'vm-9', { firstSeenAt: '2026-11-23T00:00:00.000Z' });
    expect(text(changesSection(buildView([old, fresh]), { kinds: ['vm'], days: 7 }).render())).toContain(
      '1 VM: vm-9',
    );
    const all = Array.from({ length: 8 }, (_, i) =>
      buildEntity('vm', `n${i}`, { firstSeenAt: '2026-11-23T00:00:00.000Z' }),
    );
    expect(text(changesSection(buildView(all), { kinds: ['vm'], days: 7 }).render())).toContain(
      'Seen for the first time, all that there are: 8 VMs',
    );
  });
});

test('counts of kinds leave names with capitals of their own alone', () => {
  const view = buildView([
    buildEntity('vcenter', 'a'),
    buildEntity('vm', 'b'),
    buildEntity('datacenter', 'c'),
  ]);
  expect(kindCounts(view, ['vcenter', 'vm', 'datacenter']).map(([title]) => title)).toEqual([
    'vCenters',
    'VMs',
    'Datacenters',
  ]);
});

test('scope names each source with what it holds', () => {
  const view = buildView([
    buildEntity('vm', 'a'),
    buildEntity('vm', 'b'),
    buildEntity('vm', 'c', { source: 'vcenter-b' }),
  ]);
  expect(text(scopeSection(view, { about: ['All VMs.'], kinds: ['vm'] }).render())).toBe(
    'All VMs.\nRead from: vcenter-a (2 objects), vcenter-b (1 object)',
  );
});

describe('sources', () => {
  test('say what failed, what was rejected and what cannot be given', () => {
    const run = buildRun({
      outcome: 'partial',
      scopes: [{ kind: 'vm', partition: 'prod-b', outcome: 'failed', seen: 0, reason: 'timeout' }],
      counts: { ...buildRun().counts, seen: 12, rejected: 1 },
      rejects: [{ kind: 'vm', name: 'vm-7', path: 'attributes.vcpus', reason: 'expected number' }],
      unavailable: [{ what: 'guest partitions', reason: 'Tools not running' }],
    });
    const all = text(
      sourcesSection(buildView([], { runs: [{ last: run }] }), { domains: ['vmware'] }).render(),
    );
    expect(all).toContain('2026-11-23 11:30 UTC | 30 min | partial | 12 | 1 | 1');
    expect(all).toContain('there has been no complete read yet');
    expect(all).toContain('vcenter-a: VMs of prod-b: timeout');
    expect(all).toContain('vm-7 | attributes.vcpus | expected number');
    expect(all).toContain('guest partitions | Tools not running');
  });

  test('of other domains are not this document’s', () => {
    const view = buildView([], { runs: [{ last: buildRun() }] });
    expect(text(sourcesSection(view, { domains: ['storage'] }).render())).toBe(
      'Nothing has been collected yet.',
    );
  });
});

test('the glossary is in alphabetical order, own meanings first', () => {
  const [block] = glossarySection([
    ['DRS', 'Distributed Resource Scheduler'],
    ['N−1', 'one host less'],
  ]).render();
  const lines = text(block === undefined ? [] : [block]).split('\n');
  const at = (term: string) => lines.findIndex((line) => line.startsWith(`${term} | `));
  expect(at('DRS')).toBeGreaterThan(0);
  expect(at('DRS')).toBeLessThan(at('N−1'));
  expect(lines[at('N−1')]).toBe('N−1 | one host less');
});

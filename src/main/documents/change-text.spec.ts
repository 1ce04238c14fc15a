import { describe, expect, test } from 'vitest';
import type { Change } from '../../shared/model/change.ts';
import type { EntityId, Instant, RunId } from '../../shared/model/ids.ts';
import { changeSides, changeSummary, pathTitle } from './change-text.ts';

const change = (parts: Partial<Change>): Change => ({
  id: 'c',
  entityId: 'vc:vm:1' as EntityId,
  kind: 'vm',
  source: 'vc',
  entityName: 'vm-1',
  runId: 'run-1' as RunId,
  at: '2026-11-23T12:00:00.000Z' as Instant,
  type: 'field',
  class: 'configuration',
  path: 'attributes.memoryBytes',
  schemaVersion: 1,
  ...parts,
});

test.each([
  ['attributes.memoryBytes', 'memory'],
  ['attributes.cpuLimitMhz', 'cpu limit'],
  ['relations.runs-on', 'runs on'],
  ['labels.team', 'label team'],
  ['name', 'name'],
])('the path %s is called %s', (path, title) => {
  expect(pathTitle(path)).toBe(title);
});

describe('both sides of a change', () => {
  test('are written by the attribute’s unit; what was absent is none', () => {
    expect(changeSides('attributes.memoryBytes', 2 ** 32, 2 ** 33)).toEqual(['4 GiB', '8 GiB']);
    expect(changeSides('attributes.notes', undefined, 'new')).toEqual(['none', 'new']);
  });

  test('of lists show what went and what came', () => {
    expect(changeSides('attributes.dnsServers', ['a', 'b'], ['b', 'c', 'd'])).toEqual(['a', 'c, d']);
  });

  test('of lists of parts show what changed in a part of the same name', () => {
    const disk = (capacityBytes: number) => ({ label: 'Hard disk 1', capacityBytes, thin: true });
    expect(
      changeSides('attributes.disks', [disk(2 ** 30)], [disk(2 ** 31), { label: 'Hard disk 2' }]),
    ).toEqual(['Hard disk 1: capacity 1 GiB', 'Hard disk 1: capacity 2 GiB, Hard disk 2']);
  });

  test('are shortened, saying so', () => {
    expect(changeSides('attributes.notes', 'x'.repeat(500), 'y')[0]).toHaveLength(120);
  });
});

describe('the reason of a version', () => {
  test('names the three most common changes and how many objects they are on', () => {
    expect(
      changeSummary(
        [
          change({}),
          change({ entityId: 'vc:vm:2' as EntityId }),
          change({ path: 'attributes.host' }),
          change({ type: 'disappeared', path: '', entityId: 'vc:vm:3' as EntityId }),
          change({ path: 'attributes.nics' }),
        ],
        new Map([['host', 3]]),
      ),
    ).toBe('3 hosts added; memory changed on 2 VMs; 1 VM disappeared; 2 more kinds of change');
  });

  test('counts an object once however often it changed', () => {
    expect(changeSummary([change({}), change({})])).toBe('memory changed on 1 VM');
    expect(changeSummary([])).toBe('');
  });
});

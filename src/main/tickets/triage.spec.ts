import { describe, expect, it } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { judgeCategory, judgePriority, type TriageInput } from './triage.ts';

const input = (parts: Partial<TriageInput>): TriageInput => ({
  title: '',
  text: '',
  labels: {},
  entities: [],
  isCritical: () => false,
  dependents: () => 0,
  ...parts,
});
const entity = (kind: 'vm' | 'host' | 'datastore' | 'workload' | 'switch' | 'volume'): Entity =>
  buildEntity(kind, 'x-1') as Entity;

describe('priority', () => {
  it.each([
    ['critical', 'p1'],
    ['page', 'p1'],
    ['error', 'p2'],
    ['warning', 'p3'],
    ['info', 'p4'],
    ['none', 'p4'],
    ['P2', 'p2'],
  ])('is %s as the system says, %s, whatever its words', (severity, priority) => {
    expect(judgePriority(input({ title: 'total outage', labels: { severity } })).value).toBe(priority);
  });

  it.each([
    ['total outage of the shop', 'p1'],
    ['Totalausfall im Rechenzentrum', 'p1'],
    ['web-01 hangs, nobody can log in', 'p2'],
    ['web-01 ist nicht erreichbar', 'p2'],
    ['checkout answers 503 since the release', 'p2'],
    ['the certificate expires next week', 'p3'],
    ['snapshots are too old', 'p3'],
    ['please create a new VM', 'p4'],
    ['Bitte einen neuen Server anlegen', 'p4'],
    ['hm', 'p3'],
  ])('of "%s" is %s', (title, priority) => {
    expect(judgePriority(input({ title })).value).toBe(priority);
  });

  it('is raised by what hangs on the thing, and says so', () => {
    const grave = input({ title: 'x-1 is full', entities: [entity('datastore')], dependents: () => 72 });
    expect(judgePriority(grave)).toEqual({
      value: 'p1',
      why: 'its words tell of something that does not work, and 72 others depend on x-1',
    });
    // A request stays a request.
    expect(judgePriority({ ...grave, title: 'please tell me about x-1' }).value).toBe('p4');
  });

  it('is never low while the inventory itself finds something critical', () => {
    const found = judgePriority(
      input({ title: 'question about x-1', entities: [entity('vm')], isCritical: () => true }),
    );
    expect(found).toEqual({ value: 'p2', why: 'x-1 has a critical finding' });
  });
});

describe('category', () => {
  it.each([
    ['vm', 'compute'],
    ['host', 'compute'],
    ['datastore', 'storage'],
    ['volume', 'storage'],
    ['workload', 'kubernetes'],
    ['switch', 'network'],
  ] as const)('of a %s is %s', (kind, category) => {
    expect(judgeCategory(input({ title: 'pod pod pod', entities: [entity(kind)] })).value).toBe(category);
  });

  it.each([
    [{ labels: { persistentvolumeclaim: 'data' } }, 'kubernetes'],
    [{ labels: { interface: 'Gi1/0/1' } }, 'network'],
    [{ title: 'the checkout page is slow' }, 'application'],
    [{ title: 'packet loss on the uplink' }, 'network'],
    [{ title: 'hm' }, 'other'],
  ])('of %j is %s where nothing is known', (parts, category) => {
    expect(judgeCategory(input(parts)).value).toBe(category);
  });
});

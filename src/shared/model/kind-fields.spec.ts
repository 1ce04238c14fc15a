import { expect, test } from 'vitest';
import { fieldTitle, kindFields } from './kind-fields.ts';
import { entityKinds, kindDefinition } from './kinds/registry.ts';

test.each([
  ['memoryBytes', 'Memory'],
  ['cpuReadyPercent', 'CPU ready'],
  ['vcpus', 'vCPUs'],
  ['createdAt', 'Created'],
  ['nicIps', 'NIC IPs'],
  ['disks.capacityBytes', 'Capacity'],
])('%s is titled %s', (path, title) => {
  expect(fieldTitle(path)).toBe(title);
});

test('every attribute of every kind is a field, and what tables show comes first', () => {
  for (const kind of entityKinds) {
    const { attributes, columns = [] } = kindDefinition(kind);
    const fields = kindFields(kind);
    expect(fields.map(({ path }) => path).toSorted()).toEqual(Object.keys(attributes.shape).toSorted());
    expect(fields.filter(({ shown }) => shown).map(({ path }) => path)).toEqual(columns);
  }
});

test('types are read off the schema', () => {
  const typeOf = (path: string) => kindFields('vm').find((field) => field.path === path);
  expect(typeOf('powerState')).toMatchObject({ type: 'choice', choices: ['on', 'off', 'suspended'] });
  expect(typeOf('memoryBytes')).toMatchObject({ type: 'number', align: 'right' });
  expect(typeOf('cpuLimitMhz')?.type).toBe('number');
  expect(typeOf('ips')?.type).toBe('list');
  expect(typeOf('createdAt')?.type).toBe('moment');
  expect(typeOf('disks')).toMatchObject({ type: 'table', align: 'right' });
  expect(typeOf('disks')?.fields?.map(({ path }) => path)).toContain('capacityBytes');
  expect(typeOf('usedBytes')?.volatile).toBe(true);
});

import { expect, it } from 'vitest';
import { unknownPath } from './filter-paths.ts';

it('fields, labels and related kinds lead somewhere', () => {
  const known = ['powerState', 'powerstate', 'name', 'label.team', 'attributes.vcpus', 'host', 'changedAt'];
  expect(known.filter((path) => unknownPath(path, ['vm']) !== undefined)).toEqual([]);
  expect(unknownPath('capacityBytes')).toBeUndefined();
});

it('what no entity of the kind has is told, with what may have been meant', () => {
  expect(unknownPath('memory', ['vm'])).toMatch(/^there is no field "memory" here: memory\w+/);
  expect(unknownPath('capacityBytes', ['vm'])).toBe('there is no field "capacityBytes" here');
  expect(unknownPath('pwerStat', ['vm'])).toBe('there is no field "pwerStat" here: powerState?');
  expect(unknownPath('nosuchfield')).toBe('there is no field "nosuchfield" here');
  expect(unknownPath('foo.bar')).toBe('there is no field "foo.bar" here');
});

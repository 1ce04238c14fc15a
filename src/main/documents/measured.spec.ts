import { expect, test } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import { computed, entityTable, fact, facts, paragraph } from './build.ts';
import { measuredMark, withoutMeasured } from './measured.ts';

const vm = (cpuUsageMhz: number | undefined) =>
  buildEntity('vm', 'vm-1', {
    attributes: { vcpus: 2, ...(cpuUsageMhz === undefined ? {} : { cpuUsageMhz }) },
  });

const blocks = (usage: number | undefined) => [
  paragraph(
    'uses ',
    fact(vm(usage), 'cpuUsageMhz', () => String(usage)),
    ' of ',
    fact(vm(usage), 'vcpus'),
  ),
  facts([['Used', computed(String(usage), 'all VMs', { volatile: true })]]),
  entityTable({
    entities: [vm(usage)],
    columns: [
      { title: 'VM', path: 'name' },
      { title: 'CPU', path: 'cpuUsageMhz' },
      { title: 'Load', value: () => String(usage), volatile: true },
    ],
  }),
];

test('two readings that differ in measured values alone are the same without them', () => {
  expect(JSON.stringify(withoutMeasured(blocks(1)))).toBe(JSON.stringify(withoutMeasured(blocks(2))));
  expect(JSON.stringify(withoutMeasured(blocks(1)))).toContain(measuredMark);
});

test('whether a measured cell has a value at all is measured too', () => {
  const table = (usage: number | undefined) => JSON.stringify(withoutMeasured(blocks(usage).slice(2)));
  expect(table(1)).toBe(table(undefined));
});

test('configuration stays', () => {
  expect(JSON.stringify(withoutMeasured(blocks(1)))).toContain('"text":"2"');
});

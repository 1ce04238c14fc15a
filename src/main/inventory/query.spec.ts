import { describe, expect, it } from 'vitest';
import { buildEntity, buildView, testId } from '../../../test/support/build-view.ts';
import { inventoryQuerySchema } from '../../shared/model/inventory-query.ts';
import { parseFilterTokens } from '../../shared/model/filter-tokens.ts';
import { queryView } from './query.ts';

const gib = 2 ** 30;
const view = buildView([
  buildEntity('cluster', 'prod-a'),
  buildEntity('datastore', 'ds1'),
  buildEntity('vm', 'web10', {
    partition: 'prod-a',
    attributes: {
      cluster: 'prod-a',
      powerState: 'on',
      memoryBytes: 8 * gib,
      disks: [
        { key: 1, label: 'Hard disk 1', capacityBytes: 10 * gib },
        { key: 2, label: 'Hard disk 2', capacityBytes: 500 * gib },
      ],
    },
    relations: [{ type: 'stored-on', to: testId('datastore', 'ds1') }],
    labels: { team: 'payments' },
  }),
  buildEntity('vm', 'web2', {
    partition: 'prod-a',
    attributes: { cluster: 'prod-a', powerState: 'off', memoryBytes: 16 * gib, notes: 'Payroll front end' },
  }),
  buildEntity('vm', 'db1', { partition: 'prod-b', source: 'vcenter-b', attributes: { powerState: 'on' } }),
]);

const ask = (text: string, more: object = {}) => {
  const { query, problems } = parseFilterTokens(text);
  expect(problems).toEqual([]);
  return queryView(view, inventoryQuerySchema.parse({ ...query, ...more }));
};
const names = (text: string) => ask(text).items.map((entity) => entity.name);

describe('a query', () => {
  it.each([
    ['kind:vm', ['db1', 'web2', 'web10']],
    ['kind:vm powerState:ON', ['db1', 'web10']],
    ['name:web*', ['web2', 'web10']],
    ['memoryBytes>8GiB', ['web2']],
    ['memoryBytes>=8GiB', ['web2', 'web10']],
    ['disks.capacityBytes>100GiB', ['web10']],
    ['label.team:payments', ['web10']],
    ['kind:vm label.team!=payments', ['db1', 'web2']],
    ['kind:vm memoryBytes!=*', ['db1']],
    ['datastore:ds1', ['web10']],
    ['payroll', ['web2']],
    ['web prod-a', ['web2', 'web10']],
    ['source:vcenter-b', ['db1']],
    ['partition:prod-b', ['db1']],
    ['kind:vm sort:-memoryBytes', ['web2', 'web10', 'db1']],
    ['kind:vm sort:memoryBytes', ['web10', 'web2', 'db1']],
    ['domain:network', []],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('pages, and counts all that match', () => {
    const page = ask('kind:vm', { offset: 1, limit: 1 });
    expect(page.items.map((entity) => entity.name)).toEqual(['web2']);
    expect(page.total).toBe(3);
    expect(page.facets).toEqual({
      kind: { vm: 3 },
      domain: { vmware: 3 },
      source: { 'vcenter-a': 2, 'vcenter-b': 1 },
      partition: { 'prod-a': 2, 'prod-b': 1 },
    });
  });
});

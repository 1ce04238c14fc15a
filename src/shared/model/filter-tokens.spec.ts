import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { formatFilterTokens, parseFilterTokens, parseQuantity } from './filter-tokens.ts';
import { filterOperators, inventoryQuerySchema, type InventoryQueryInput } from './inventory-query.ts';

// The long run tries thousands of cases.
vi.setConfig({ testTimeout: 900_000 });

describe('filter tokens', () => {
  it('mean what operators type', () => {
    expect(
      parseFilterTokens(
        'kind:vm,host cluster:prod-a powerState!=off name~"web server" usedBytes>10GiB label.team:* serial!=* sort:-memoryBytes,name gone:yes payroll',
      ),
    ).toEqual({
      query: {
        text: 'payroll',
        kinds: ['vm', 'host'],
        filters: [
          { path: 'cluster', op: 'eq', value: 'prod-a' },
          { path: 'powerState', op: 'ne', value: 'off' },
          { path: 'name', op: 'contains', value: 'web server' },
          { path: 'usedBytes', op: 'gt', value: '10GiB' },
          { path: 'label.team', op: 'exists', value: '' },
          { path: 'serial', op: 'missing', value: '' },
        ],
        sort: [
          { path: 'memoryBytes', direction: 'descending' },
          { path: 'name', direction: 'ascending' },
        ],
        includeDisappeared: true,
      },
      problems: [],
    });
  });

  it.each([
    ['kind:vmm', 'there is no kind "vmm"'],
    ['domain:cloud', 'expected one of vmware, kubernetes, network, storage, infrastructure'],
    ['name:', 'a value is missing after "name:"'],
    ['at:yesterday', 'expected an ISO date and time'],
    ['gone:maybe', 'expected gone:yes or gone:no'],
    ['kind>vm', '"kind" takes ":" only'],
  ])('say of %s what is wrong', (token, reason) => {
    expect(parseFilterTokens(`web ${token}`)).toEqual({
      query: { text: 'web' },
      problems: [{ token, reason }],
    });
  });

  it('leave addresses and times in words alone', () => {
    const words = '10.0.0.1 aa:50:56:aa:bb:cc fe80::1 https://web/1';
    expect(parseFilterTokens(words).query).toEqual({ text: words });
  });

  it('written from a query give that query again', () => {
    const value = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((text) => text.trim() !== '' && text !== '*');
    const path = fc.constantFrom('name', 'cluster', 'disks.capacityBytes', 'label.app/name', 'usedBytes');
    const filter = fc
      .record({ path, op: fc.constantFrom(...filterOperators), value })
      .map((one) => (one.op === 'exists' || one.op === 'missing' ? { ...one, value: '' } : one));
    const query: fc.Arbitrary<InventoryQueryInput> = fc.record(
      {
        kinds: fc.array(fc.constantFrom('vm' as const, 'pod' as const), { minLength: 1, maxLength: 2 }),
        sources: fc.array(fc.constantFrom('vc', 'k8s-a'), { minLength: 1, maxLength: 2 }),
        partitions: fc.array(value, { minLength: 1, maxLength: 2 }),
        filters: fc.array(filter, { minLength: 1, maxLength: 4 }),
        sort: fc.array(
          fc.record({ path, direction: fc.constantFrom('ascending' as const, 'descending' as const) }),
          { minLength: 1, maxLength: 2 },
        ),
        includeDisappeared: fc.constant(true),
        at: fc.constant('2026-11-23T12:00:00.000Z'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(query, (asked) => {
        const parsed = parseFilterTokens(formatFilterTokens(asked));
        expect(parsed.problems).toEqual([]);
        expect(inventoryQuerySchema.parse(parsed.query)).toEqual(inventoryQuerySchema.parse(asked));
      }),
      { numRuns: propertyRuns(300, 20_000) },
    );
  });

  it('never throw, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(inventoryQuerySchema.safeParse(parseFilterTokens(text).query).success).toBe(true);
      }),
      { numRuns: propertyRuns(300, 20_000) },
    );
  });
});

describe('a quantity', () => {
  it.each([
    ['10GiB', 10 * 2 ** 30],
    ['2.5k', 2_500],
    ['80%', 80],
    ['-3', -3],
    ['10 parsecs', undefined],
    ['', undefined],
  ])('%s', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });
});

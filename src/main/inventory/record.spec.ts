import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { observedRecordSchema } from '../../shared/model/entity.ts';
import { isObservedRecord } from './observed-record.ts';
import { validateRecord } from './record.ts';

// The long run tries thousands of cases.
vi.setConfig({ testTimeout: 900_000 });

const odd = fc.oneof(
  fc.constantFrom(undefined, null, 0, '', 'x', [], {}, ['a'], { a: 1 }, new Date(0), 'x'.repeat(301)),
  fc.anything({ maxDepth: 1 }),
);
const relation = fc.oneof(
  fc.record({
    type: fc.constant('runs-on'),
    to: fc.constantFrom('a:host:1', 'A:host:1', 'a:host:', 'a::1', 'a:host:\n'),
  }),
  fc.record({
    type: fc.constantFrom('runs-on', 'toString'),
    toKey: fc.constantFrom('uuid:1', 'u', 'x'.repeat(301)),
  }),
  fc.record({ type: fc.constant('runs-on'), to: fc.constant('a:host:1'), toKey: fc.constant('uuid:1') }),
  odd,
);
const record = fc.record(
  {
    nativeId: fc.oneof({ weight: 8, arbitrary: fc.constant('1') }, odd),
    name: fc.oneof({ weight: 8, arbitrary: fc.constant('n') }, odd),
    partition: fc.oneof(fc.constant('p'), odd),
    attributes: fc.oneof({ weight: 8, arbitrary: fc.constant({ vcpus: 2 }) }, odd),
    relations: fc.oneof(fc.array(relation, { maxLength: 2 }), odd),
    keys: fc.oneof(fc.array(fc.constantFrom('uuid:1', 'ab'), { maxLength: 2 }), odd),
    labels: fc.oneof(fc.constant({ a: 'b' }), odd),
    unknown: fc.oneof(fc.constant({ a: 'b' }), odd),
    extra: odd,
  },
  { requiredKeys: ['nativeId', 'name', 'attributes'] },
);

describe('an observed record', () => {
  it('is let through by the quick check only when the schema lets it through as it is', () => {
    fc.assert(
      fc.property(fc.oneof(record, odd), (input) => {
        const quick = isObservedRecord(input);
        const parsed = observedRecordSchema.safeParse(input);
        expect(!quick || parsed.success).toBe(true);
        const plain = JSON.stringify(input) as string | undefined;
        const data: unknown = plain === undefined ? undefined : JSON.parse(plain);
        // On what JSON can say the two agree to the letter.
        expect(isObservedRecord(data)).toBe(observedRecordSchema.safeParse(data).success);
      }),
      { numRuns: propertyRuns(2_000, 200_000) },
    );
  });

  it.each([
    [{ name: 'a', attributes: {} }, 'nativeId', /expected string, received undefined/],
    [{ nativeId: '1', name: 'a', attributes: { vcpus: -1 } }, 'attributes.vcpus', /got -1/],
    [{ nativeId: '1', name: 'a', attributes: { cpus: 1 } }, 'attributes', /Unrecognized key: "cpus"/],
    [
      { nativeId: '1', name: 'a', attributes: {}, relations: [{ type: 'runs-on', to: 'x' }] },
      'relations.0.to',
      /expected source:kind:nativeId/,
    ],
    [null, '', /received null/],
  ])('that does not fit is rejected with its path: %j', (input, path, reason) => {
    const validation = validateRecord('vm', input);
    expect(validation).toMatchObject({ ok: false, reject: { kind: 'vm', path } });
    expect(validation.ok ? '' : validation.reject.reason).toMatch(reason);
  });

  it('is brought into the form in which it is compared', () => {
    const validation = validateRecord('vm', {
      nativeId: '1',
      name: 'Web1',
      attributes: {
        dnsName: 'WEB1.Example.COM',
        ips: ['fe80::1', '10.0.0.10', '10.0.0.9', '169.254.1.1'],
        disks: [
          { key: 2001, label: 'Hard disk 2' },
          { key: 2000, label: 'Hard disk 1' },
        ],
        nics: [{ key: 4000, label: 'Network adapter 1', mac: '00-50-56-AA-BB-CC' }],
        snapshotBytes: { b: 1, a: 2 },
      },
      relations: [
        { type: 'stored-on', to: 'a:datastore:2' },
        { type: 'runs-on', to: 'a:host:1' },
        { type: 'stored-on', to: 'a:datastore:2' },
      ],
      keys: ['uuid:2', 'mac:1', 'uuid:2'],
      labels: { b: '1', a: '2' },
    });
    expect(validation).toEqual({
      ok: true,
      record: {
        nativeId: '1',
        name: 'Web1',
        partition: undefined,
        attributes: {
          dnsName: 'web1.example.com',
          ips: ['10.0.0.9', '10.0.0.10'],
          disks: [
            { key: 2000, label: 'Hard disk 1' },
            { key: 2001, label: 'Hard disk 2' },
          ],
          nics: [{ key: 4000, label: 'Network adapter 1', mac: '00:50:56:aa:bb:cc' }],
          snapshotBytes: { a: 2, b: 1 },
        },
        relations: [
          { type: 'runs-on', to: 'a:host:1' },
          { type: 'stored-on', to: 'a:datastore:2' },
        ],
        keys: ['mac:1', 'uuid:2'],
        labels: { a: '2', b: '1' },
        unknown: {},
      },
    });
    expect(validation.ok && JSON.stringify(validation.record.labels)).toBe('{"a":"2","b":"1"}');
  });
});

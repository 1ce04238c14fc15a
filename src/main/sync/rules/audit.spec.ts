import { assert, jsonValue, property, string } from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { sampleAudit } from '../../../../test/support/rule-samples.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { canonicalJson } from './canonical.ts';
import { sha256 } from './sha256.ts';

const judge = openRule('audit');
const { operator, approver, viewer, collector, server } = accounts;

test('records are written by who did it, and by the application', () => {
  expect(judge(sampleAudit(), null, operator, 'dd-audit-2026')).toBeUndefined();
  expect(judge(sampleAudit(), null, approver)).toMatch(
    /^owner: a record of the audit is in the name of "alice"/,
  );
  expect(judge(sampleAudit({ operator: 'vera' }), null, viewer)).toMatch(/^role: /);
  for (const own of ['application', 'scheduler', 'Datacenter Docs', 'nobody', 'whoever edited the file'])
    for (const account of [operator, collector])
      expect(judge(sampleAudit({ operator: own }), null, account)).toBeUndefined();
  expect(judge(sampleAudit(), null, operator, 'dd-audit-2027')).toMatch(/^shape: at: /);
});

describe('a record that was tampered with is refused, of everybody', () => {
  const record = sampleAudit();
  test.each([
    ['its subject', { subject: 'T-bbbbbbbb' }],
    ['its details', { details: { title: 'web-2 hangs' } }],
    ['its operator', { operator: 'bob' }],
    ['its place', { sequence: 2, previousHash: '0'.repeat(64) }],
    ['its time', { at: '2026-05-01T08:00:00.001Z' }],
    ['its hash', { hash: '0'.repeat(64) }],
    ['its id', { _id: '0'.repeat(64) }],
    ['its beginning', { previousHash: '0'.repeat(64) }],
  ])('%s', (_, change) => {
    for (const account of [operator, approver, server])
      expect(judge({ ...record, ...change }, null, account)).toMatch(/^(chain|shape|owner): /);
  });

  test('nothing is changed or removed, also not by the administrator of the server', () => {
    expect(judge(record, record, server)).toMatch(/^append-only: /);
    expect(judge({ _id: record['_id'], _deleted: true }, record, server)).toMatch(/^deleted: /);
  });
});

test('hash and text are those of the application', () => {
  for (const text of [
    '',
    'abc',
    'ü“𝄞',
    'x'.repeat(1_000),
    ...Array.from({ length: 130 }, (_, n) => 'y'.repeat(n)),
  ])
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  assert(
    property(jsonValue({ maxDepth: 4 }), string({ unit: 'binary' }), (details, subject) => {
      const record = sampleAudit({ details, subject: subject.slice(0, 1_000) });
      const { _id, hash, ...content } = record;
      expect(sha256(canonicalJson(content))).toBe(hash);
      expect(_id).toBe(hash);
      const said = judge(record, null, operator);
      expect(said?.includes('no fitting name')).toBe(hasProtoMember(details) ? true : undefined);
      expect(judge({ ...record, workstation: 'noc-2' }, null, operator)).toBeDefined();
    }),
    { numRuns: propertyRuns(200, 5_000) },
  );
});

const hasProtoMember = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([name, member]) => name === '__proto__' || hasProtoMember(member));

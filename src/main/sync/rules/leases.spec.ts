import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { sampleBeat, sampleLease } from '../../../../test/support/rule-samples.ts';

const judge = openRule('leases');
const { collecting, collector, operator, server } = accounts;
const released = sampleLease({ holder: undefined, session: undefined });

test('a lease is written by whoever collects, in their own name', () => {
  expect(judge(sampleLease(), null, collecting)).toBeUndefined();
  expect(judge(sampleLease({ operator: 'alice' }), null, operator)).toMatch(/^role: /);
  expect(judge(sampleLease(), null, collector)).toMatch(/^owner: /);
  expect(judge(sampleLease({ _id: 'task:prose' }), null, collecting)).toMatch(/^shape: _id/);
  expect(judge(sampleLease({ _id: 'other' }), null, collecting)).toMatch(/^shape: _id/);
  expect(judge({ ...sampleLease(), session: undefined }, null, collecting)).toMatch(
    /^shape: holder and session/,
  );
  expect(judge({ _id: 'task:documents', _deleted: true }, sampleLease(), collecting)).toMatch(/^deleted: /);
  expect(judge({ _id: 'task:documents', _deleted: true }, sampleLease(), server)).toBeUndefined();
});

test('its number only rises, and with every holder', () => {
  const next = (change: object) =>
    judge(
      sampleLease({ operator: 'node-1', holder: 'noc-2', session: 'session-2', ...change }),
      sampleLease(),
      collector,
    );
  expect(next({ fence: 4 })).toBeUndefined();
  expect(next({ fence: 3 })).toMatch(/^fenced: /);
  expect(next({ fence: 2 })).toMatch(/^fenced: /);
  expect(judge(sampleLease(), sampleLease(), collecting)).toBeUndefined();
  expect(judge(sampleLease(), released, collecting)).toMatch(/^fenced: /);
  expect(judge(sampleLease({ fence: 4 }), released, collecting)).toBeUndefined();
});

test('it is released by its holder', () => {
  expect(judge(released, sampleLease(), collecting)).toBeUndefined();
  expect(judge({ ...released, operator: 'node-1' }, sampleLease(), collector)).toMatch(/^owner: /);
});

test('a beat comes after the one before', () => {
  expect(judge(sampleBeat({ beat: 8 }), sampleBeat(), collecting)).toBeUndefined();
  expect(judge(sampleBeat(), sampleBeat(), collecting)).toMatch(/^fenced: /);
  expect(judge(sampleBeat({ beat: 8, operator: 'node-1' }), sampleBeat(), collector)).toBeUndefined();
  expect(judge(sampleBeat({ workstation: 'noc-2' }), null, collecting)).toMatch(/^shape: _id/);
});

import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { samplePresence } from '../../../../test/support/rule-samples.ts';

const judge = openRule('presence');
const { operator, approver, admin, viewer, stranger } = accounts;

test('each account says where it is itself', () => {
  expect(judge(samplePresence(), null, operator)).toBeUndefined();
  expect(judge(samplePresence(), null, approver)).toMatch(/^owner: /);
  expect(judge(samplePresence({ operator: 'vera' }), null, viewer)).toMatch(/^role: /);
  expect(judge(samplePresence({ operator: 'mallory' }), null, stranger)).toMatch(/^role: /);
  expect(judge(samplePresence({ workstation: 'noc-2' }), null, operator)).toMatch(/^shape: _id/);
});

test('a workstation that has got another account goes on', () => {
  expect(judge(samplePresence({ operator: 'bob' }), samplePresence(), approver)).toBeUndefined();
});

test('it is removed by its own account, or an admin', () => {
  const gone = { _id: 'noc-1', _deleted: true };
  expect(judge(gone, samplePresence(), operator)).toBeUndefined();
  expect(judge(gone, samplePresence(), admin)).toBeUndefined();
  expect(judge(gone, samplePresence(), approver)).toMatch(/^owner: /);
});

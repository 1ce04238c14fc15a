import { describe, expect, test } from 'vitest';
import { accounts, openRule } from '../../../test/support/rule-engines.ts';
import {
  approval,
  comment,
  created,
  sampleRemediation,
  sampleTicket,
  changedState,
} from '../../../test/support/rule-samples.ts';
import { collectionMerges } from './merge/registry.ts';
import { ownShare } from './own-share.ts';
import type { Replicated } from './replication/documents.ts';

/*
 * A server that was taken back by a backup, and stations that have all of what was said since: each brings its own
 * back, the rules take it, and in the end nothing is missing, whoever comes first.
 */

const here = ({ _id, ...fields }: Readonly<Record<string, unknown>>): Replicated => ({
  ...fields,
  id: String(_id),
  _deleted: false,
});
const there = (document: Replicated | undefined): unknown => {
  if (!document) return null;
  const { id, _deleted, ...fields } = document;
  void _deleted;
  return { ...fields, _id: id };
};
const people = [accounts.operator, accounts.approver, accounts.admin];

describe.each([
  ['as they come', people],
  ['the other way round', people.toReversed()],
])('%s', (_, order) => {
  test('the comments of all are there again', () => {
    const judge = openRule('tickets');
    const backup = here(sampleTicket());
    const whole = here(
      sampleTicket({
        state: 'in-progress',
        events: [
          created,
          comment('alice'),
          comment('bob'),
          comment('ada'),
          changedState('in-progress', { by: 'bob' }),
        ],
      }),
    );
    let standing: Replicated = backup;
    for (const account of order) expect(judge(there(whole), there(standing), account)).toMatch(/^owner: /);
    for (const account of order) {
      const share = ownShare('tickets', whole, standing, account.name);
      expect(judge(there(share), there(standing), account)).toBeUndefined();
      standing = share ?? standing;
    }
    const texts = (document: Replicated) =>
      (document['events'] as { id: string }[]).map(({ id }) => id).toSorted();
    expect(texts(standing)).toEqual(texts(whole));
    expect(standing['state']).toBe('in-progress');
  });

  test('so are their approvals', () => {
    const judge = openRule('remediations');
    const given = { action: 'vm.restart' };
    const backup = here(sampleRemediation(given));
    const whole = here(
      sampleRemediation({ ...given, approvals: [approval('bob'), approval('ada', { role: 'admin' })] }),
    );
    let standing: Replicated = backup;
    for (const account of order) {
      const share = ownShare('remediations', withState(whole), withState(standing), account.name);
      expect(judge(there(share), there(standing), account)).toBeUndefined();
      standing = share ?? standing;
    }
    expect(standing['approvals']).toHaveLength(2);
  });
});

/** What a decision and a plan are made of takes no part in who may say what. */
const withState = (document: Replicated): Replicated => ({
  ...document,
  decision: { approvals: 2, at: '2026-05-01T08:00:00.000Z', is: 'approval' },
});

test('nothing is said of what somebody else made', () => {
  expect(ownShare('tickets', here(sampleTicket()), undefined, 'bob')).toBeUndefined();
  expect(ownShare('entities', here(sampleTicket()), undefined, 'bob')).toBeUndefined();
  expect(collectionMerges.tickets).toBeDefined();
});

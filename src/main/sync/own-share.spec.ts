import { describe, expect, test } from 'vitest';
import { accounts, openRule } from '../../../test/support/rule-engines.ts';
import {
  approval,
  comment,
  created,
  entry,
  later,
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

type Members = Readonly<Record<string, unknown>>;
const claimOf = (operator: string, glass: boolean): Members => ({
  workstation: `of-${operator}`,
  at: later,
  nonce: `nonce-${operator}`,
  operator,
  ...(glass && { breakGlass: { by: operator, typed: 'web-1' } }),
});
const dryRun = (by: string) => entry(1, 'planned', { planHash: 'plan-1', by, dryRun: true });
const planned = (by: string) => entry(2, 'planned', { planHash: 'plan-1', by, dryRun: false });
const ended = (state: string) => entry(3, 'ended', { state, text: state });
/** As the station of that account has it that ran it. */
const ranBy = (account: string, change: Members = {}): Replicated =>
  withState(
    here(
      sampleRemediation({
        claimsLife: 'life-1',
        state: 'succeeded',
        claim: claimOf(account, account !== 'alice'),
        approvals: account === 'alice' ? [] : [approval(account)],
        plan: { hash: 'plan-1', of: account },
        journal: [planned(account), ended('succeeded')],
        meanwhile: [dryRun(account)],
        outcome: `it answers, says ${account}`,
        ...change,
      }),
    ),
  );
/** What all stations have that have met. */
const met = (one: Replicated, other: Replicated): Replicated => {
  const merge = collectionMerges.remediations as unknown as (a: Members, b: Members) => Members;
  const { _deleted, ...mine } = one;
  const { _deleted: gone, ...theirs } = other;
  void gone;
  return { ...merge(mine, theirs), id: one.id, _deleted };
};

type Person = (typeof accounts)['operator' | 'approver' | 'admin'];
const inOrders = (one: Person, other: Person): [string, readonly Person[]][] => [
  [`${one.name} first`, [one, other]],
  [`${other.name} first`, [other, one]],
];

describe('a remediation that two ran, of which the backup knows no claim', () => {
  const judge = openRule('remediations');
  const backups: [string, Replicated | undefined][] = [
    ['that had it', withState(here(sampleRemediation({ claimsLife: 'life-1' })))],
    ['that did not', undefined],
  ];
  /** Each says once what it may, and the rule takes all of it. */
  const said = (whole: Replicated, from: Replicated | undefined, order: readonly Person[]) => {
    let standing = from;
    for (const account of order) {
      const share = ownShare('remediations', whole, standing, account.name);
      expect(judge(there(share), there(standing), account)).toBeUndefined();
      standing = share;
    }
    if (!standing) throw new Error('nothing was said');
    return standing;
  };

  describe.each(backups)('of a backup %s', (_, backup) => {
    test.each(inOrders(accounts.approver, accounts.admin))('has both runs again, %s', (__, order) => {
      const whole = met(ranBy('bob'), ranBy('ada'));
      expect(whole['otherRuns']).toHaveLength(1);
      for (const account of order) expect(judge(there(whole), there(backup), account)).toMatch(/^owner: /);
      expect(said(whole, backup, order)).toEqual(whole);
    });

    test.each(inOrders(accounts.operator, accounts.approver))(
      'has the one that the server knew of and the one that it did not, %s',
      (__, order) => {
        const whole = met(ranBy('alice'), ranBy('bob', { state: 'failed' }));
        expect(said(whole, backup, order)).toEqual(whole);
      },
    );

    test.each(inOrders(accounts.operator, accounts.approver))(
      'has the wish to stop one of them, which is taken over into its journal, %s',
      (__, order) => {
        const wish = { by: 'bob', workstation: 'of-bob', at: later, reason: 'twice', phase: 'run' };
        const asked = entry(3, 'cancel-asked', { by: 'bob', reason: 'twice' });
        const journal = [planned('alice'), asked, { ...ended('cancelled'), seq: 4 }];
        const stopped = ranBy('alice', { state: 'cancelled', journal, cancelRequests: [wish] });
        const whole = met(stopped, ranBy('bob'));
        expect(said(whole, said(whole, backup, order), order)).toEqual(whole);
      },
    );

    test.each(inOrders(accounts.operator, accounts.approver))(
      'has what an approver said became of the other’s, %s',
      (__, order) => {
        const settled = entry(4, 'settled', { by: 'bob', as: 'succeeded', note: 'seen' });
        const journal = [planned('alice'), ended('outcome-unknown'), settled];
        const whole = met(ranBy('alice', { journal }), ranBy('bob'));
        expect(said(whole, said(whole, backup, order), order)).toEqual(whole);
      },
    );

    test.each(inOrders(accounts.operator, accounts.approver))(
      'has one that ran once, and what an approver said became of it, %s',
      (__, order) => {
        const settled = entry(4, 'settled', { by: 'bob', as: 'failed', note: 'seen' });
        const journal = [planned('alice'), ended('outcome-unknown'), settled];
        const whole = ranBy('alice', { state: 'failed', journal });
        // Only what is refused for its owner is taken apart.
        for (const account of order) expect(judge(there(whole), there(backup), account)).toMatch(/^owner: /);
        expect(said(whole, said(whole, backup, order), order)).toEqual(whole);
      },
    );
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

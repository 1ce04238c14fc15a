import { describe, expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { approval, at, entry, later, sampleRemediation } from '../../../../test/support/rule-samples.ts';

const judge = openRule('remediations');
const { operator, approver, admin, viewer, collector, server } = accounts;
const open = sampleRemediation();

test('remediations are proposed by everybody who works, in their own name', () => {
  for (const account of [operator, approver, collector]) expect(judge(open, null, account)).toBeUndefined();
  expect(judge(open, null, viewer)).toMatch(/^role: /);
  const byAlice = sampleRemediation({ proposedBy: { by: 'operator', operator: 'alice' } });
  expect(judge(byAlice, null, operator)).toBeUndefined();
  expect(judge(byAlice, null, approver)).toMatch(/^owner: /);
  expect(judge({ _id: 'R-1', _deleted: true }, open, admin)).toMatch(/^deleted: /);
  for (const change of [
    { action: 'vm.delete' },
    { target: 'vc-a:vm:vm-2' },
    { proposedBy: { by: 'model' } },
    { parameters: { force: true } },
    { confidence: 1 },
    { pattern: { strength: 1, similarSolved: 900, similarFailed: 0 } },
    { cause: 'another' },
    { expiresAt: '2027-05-01T09:00:00.000Z' },
  ])
    expect(judge(sampleRemediation(change), open, admin)).toMatch(/^state: .* never changes/);
});

describe('an approval', () => {
  const approved = (...approvals: unknown[]) => sampleRemediation({ state: 'approved', approvals });

  test('is believed of an approver, of themselves alone', () => {
    expect(judge(approved(approval('bob')), open, approver)).toBeUndefined();
    expect(judge(approved(approval('alice')), open, operator)).toMatch(
      /^role: an approval takes the role approver/,
    );
    expect(judge(approved(approval('carol')), open, approver)).toMatch(
      /^owner: an approval is in the name of "carol"/,
    );
    expect(judge(approved(approval('application')), open, approver)).toMatch(/^owner: /);
    expect(judge(approved(approval('node-1')), open, collector)).toMatch(/^role: /);
    expect(judge(approved(approval('bob', { role: 'admin' })), open, approver)).toMatch(/^role: .*admin/);
    expect(judge(approved(approval('bob')), null, approver)).toBeUndefined();
    expect(judge(approved(approval('carol')), null, approver)).toMatch(/^owner: /);
  });

  test('stays as it was given', () => {
    const before = approved(approval('bob'));
    expect(judge(approved(approval('bob'), approval('ada')), before, admin)).toBeUndefined();
    expect(judge(open, before, admin)).toMatch(/^append-only: the approval by "bob"/);
    expect(judge(approved(approval('bob', { planHash: 'plan-2' })), before, admin)).toMatch(/^append-only: /);
    expect(judge(approved(approval('bob', { typedName: true })), before, operator)).toMatch(/^append-only: /);
  });
});

test('a rejection is an approver’s own', () => {
  const rejected = (by: string) =>
    sampleRemediation({ state: 'rejected', rejection: { by, at: later, reason: 'no' } });
  expect(judge(rejected('bob'), open, approver)).toBeUndefined();
  expect(judge(rejected('carol'), open, approver)).toMatch(/^owner: /);
  expect(judge(rejected('alice'), open, operator)).toMatch(/^role: /);
  expect(judge(sampleRemediation({ state: 'rejected' }), open, approver)).toMatch(
    /^state: rejected by nobody/,
  );
});

describe('a run', () => {
  const claim = { workstation: 'noc-1', at: later, nonce: 'n-1', operator: 'alice' };
  const planned = entry(1, 'planned', { planHash: 'plan-1', by: 'alice', dryRun: false });
  const running = sampleRemediation({ state: 'executing', claim, journal: [planned] });
  const ended = (state: string, change: object = {}) =>
    sampleRemediation({ state, claim, journal: [planned, entry(2, 'ended')], ...change });

  test('only gets further', () => {
    expect(judge(running, open, operator)).toBeUndefined();
    expect(judge(ended('succeeded'), running, operator)).toBeUndefined();
    for (const state of ['awaiting-approval', 'planned', 'executing'])
      expect(judge(ended(state), ended('succeeded'), operator)).toMatch(
        /^state: it is succeeded, and cannot become/,
      );
    const rejected = sampleRemediation({ state: 'rejected', rejection: { by: 'bob', at, reason: 'no' } });
    expect(judge({ ...rejected, state: 'approved' }, rejected, operator)).toMatch(/^state: /);
  });

  test('keeps every entry of its journal', () => {
    expect(judge({ ...running, journal: [] }, running, operator)).toMatch(/^append-only: entry 1/);
    const other = { ...planned, planHash: 'plan-2' };
    expect(judge({ ...running, journal: [other] }, running, operator)).toMatch(/^append-only: entry 1/);
    expect(judge({ ...running, journal: [], meanwhile: [planned] }, running, operator)).toBeUndefined();
  });

  test('stays with who claimed it', () => {
    const stolen = { ...running, claim: { ...claim, workstation: 'noc-2', operator: 'bob' } };
    expect(judge(stolen, running, approver)).toMatch(/^append-only: a run of it is gone/);
    expect(judge(sampleRemediation({ state: 'executing', journal: [planned] }), running, operator)).toMatch(
      /^append-only/,
    );
    expect(judge(running, open, { name: 'carl', roles: ['datacenter-docs-operator'] })).toMatch(
      /^owner: a claim/,
    );
    expect(judge(ended('failed'), running, { name: 'carl', roles: ['datacenter-docs-operator'] })).toMatch(
      /^owner: state, journal of what "alice" executes/,
    );
  });

  test('that two made is kept of both', () => {
    const second = { ...claim, workstation: 'noc-2', operator: 'bob', nonce: 'n-2' };
    const both = sampleRemediation({
      state: 'succeeded',
      claim: second,
      journal: [entry(1, 'planned', { planHash: 'plan-1', by: 'bob' })],
      otherRuns: [{ claim, state: 'executing', journal: [planned] }],
    });
    expect(judge(both, running, approver)).toBeUndefined();
    expect(judge({ ...both, otherRuns: [] }, running, approver)).toMatch(/^append-only: /);
    expect(judge({ ...both, otherRuns: [] }, both, approver)).toMatch(/^append-only: a run of it is gone/);
  });

  test('of which nobody knows the outcome is settled by an approver, in their own name', () => {
    const unknown = sampleRemediation({ state: 'outcome-unknown', claim, journal: [planned] });
    const settled = (by: string) => ({
      ...unknown,
      state: 'succeeded',
      journal: [planned, entry(2, 'settled', { by, as: 'succeeded', note: 'seen' })],
    });
    expect(judge(settled('bob'), unknown, approver)).toBeUndefined();
    expect(judge(settled('carol'), unknown, approver)).toMatch(/^owner: /);
    expect(judge(settled('application'), unknown, approver)).toMatch(/^owner: /);
    expect(judge(settled('alice'), unknown, operator)).toMatch(/^role: settling/);
  });

  test('that somebody else wants to stop is stopped in their name', () => {
    const wish = { by: 'bob', workstation: 'noc-2', at: later, reason: 'wrong host', phase: 'run' };
    const wished = { ...running, cancelRequests: [wish] };
    expect(judge(wished, running, approver)).toBeUndefined();
    expect(judge(wished, running, operator)).toMatch(/^owner: the wish to stop/);
    const asked = {
      ...wished,
      journal: [planned, entry(2, 'cancel-asked', { by: 'bob', reason: 'wrong host' })],
    };
    expect(judge(asked, wished, operator)).toBeUndefined();
    expect(judge({ ...asked, cancelRequests: [] }, running, operator)).toMatch(
      /^owner: an entry of the journal/,
    );
  });

  test('with broken glass is an approver’s own', () => {
    const broken = (by: string) => ({
      ...running,
      claim: { ...claim, operator: by, breakGlass: { by, typed: 'web-1' } },
      journal: [],
    });
    expect(judge(broken('bob'), open, approver)).toBeUndefined();
    expect(judge(broken('alice'), open, operator)).toMatch(/^role: breaking glass/);
  });

  test('is mended by the administrator of the server, and also by them only forward', () => {
    const byOthers = { ...running, approvals: [approval('carol')] };
    expect(judge(byOthers, null, server)).toBeUndefined();
    expect(judge(open, running, server)).toMatch(/^append-only|^state/);
  });
});

test('what is shared is done by somebody, under a claim in their own name', () => {
  const claimsLife = 'the-life-of-claims';
  const shared = (change: object = {}) => sampleRemediation({ claimsLife, ...change });
  const claim = { workstation: 'noc-1', at, nonce: 'n' };
  for (const state of ['planned', 'executing', 'succeeded', 'outcome-unknown', 'rolled-back']) {
    expect(judge(shared({ state }), shared(), operator)).toMatch(/^state: .* nobody has claimed it/);
    expect(judge(shared({ state, claim }), shared(), operator)).toMatch(/^owner: .* nobody/);
    const own = { ...claim, operator: 'alice' };
    expect(judge(shared({ state, claim: own }), shared(), operator)).toBeUndefined();
    expect(judge(shared({ state, claim: own }), shared(), approver)).toMatch(/^owner: a claim/);
  }
  for (const state of ['approved', 'cancelled', 'expired'])
    expect(judge(shared({ state }), shared(), operator)).toBeUndefined();
  // What a workstation did before it was connected.
  expect(
    judge(sampleRemediation({ state: 'succeeded', claim }), sampleRemediation(), operator),
  ).toBeUndefined();
});

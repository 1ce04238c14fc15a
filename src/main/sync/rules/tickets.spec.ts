import { describe, expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import {
  at,
  changedState,
  comment,
  created,
  later,
  sampleTicket,
} from '../../../../test/support/rule-samples.ts';

const judge = openRule('tickets');
const { operator, approver, viewer, collector, server, stranger } = accounts;
const ticket = sampleTicket();

test('tickets are made by everybody who works, in their own name, and by whoever takes alerts in', () => {
  expect(judge(ticket, null, operator)).toBeUndefined();
  expect(judge(ticket, null, approver)).toMatch(/^owner: a ticket is in the name of "alice"/);
  expect(judge(ticket, null, viewer)).toMatch(/^role: /);
  expect(judge(ticket, null, stranger)).toMatch(/^role: /);
  const alert = sampleTicket({
    origin: { is: 'alertmanager', fingerprint: 'f', startsAt: at, receiver: 'noc' },
    events: [{ ...created, by: 'Datacenter Docs' }],
  });
  expect(judge(alert, null, collector)).toBeUndefined();
  expect(judge({ _id: 'T-aaaaaaaa', _deleted: true }, ticket, approver)).toMatch(/^deleted: /);
  expect(judge({ _id: 'T-aaaaaaaa', _deleted: true }, ticket, server)).toBeUndefined();
  expect(judge(sampleTicket({ _id: 'T-1' }), null, operator)).toMatch(/^shape: _id/);
});

describe('what was said', () => {
  const said = sampleTicket({ events: [created, comment('alice')] });

  test('is said in one’s own name', () => {
    expect(judge(said, ticket, operator)).toBeUndefined();
    expect(judge(said, ticket, approver)).toMatch(/^owner: .*comment.*"alice", and bob/);
    expect(judge(said, ticket, collector)).toMatch(/^owner: /);
    const both = sampleTicket({ events: [created, comment('alice'), comment('bob')] });
    expect(judge(both, said, approver)).toBeUndefined();
    const asApplication = sampleTicket({ events: [created, comment('Datacenter Docs')] });
    expect(judge(asApplication, ticket, collector)).toMatch(/^owner: /);
  });

  test('stays as it was said', () => {
    expect(judge(ticket, said, operator)).toMatch(/^append-only: event c-alice is gone/);
    const other = sampleTicket({ events: [created, comment('alice', { text: 'never looked' })] });
    expect(judge(other, said, operator)).toMatch(/^append-only: event c-alice was changed/);
    const twice = sampleTicket({ events: [created, comment('alice'), comment('alice', { text: 'x' })] });
    expect(judge(twice, said, operator)).toMatch(/^shape: there are two events/);
  });

  test('stays also where a ticket is full, and what systems noted gives way', () => {
    const notes = Array.from({ length: 1_999 }, (_, n) => ({ is: 'alert', id: `a-${n}`, at, text: 'again' }));
    const full = sampleTicket({ events: [comment('alice'), ...notes] });
    const next = { is: 'alert', id: 'a-new', at: later, text: 'again' };
    expect(
      judge(sampleTicket({ events: [comment('alice'), ...notes.slice(1), next] }), full, collector),
    ).toBeUndefined();
    expect(judge(sampleTicket({ events: [...notes, next] }), full, collector)).toMatch(
      /^append-only: event c-alice/,
    );
  });
});

describe('the state', () => {
  const at1 = (to: string, minute: number, from: unknown = {}) =>
    changedState(to, { at: `2026-05-01T09:0${minute}:00.000Z`, ...(from as object) });

  test('is what comes of its events', () => {
    const resolved = sampleTicket({ state: 'resolved', events: [created, at1('resolved', 1)] });
    expect(judge(resolved, ticket, operator)).toBeUndefined();
    expect(judge(sampleTicket({ state: 'resolved' }), ticket, operator)).toMatch(/^state: /);
    expect(judge({ ...resolved, state: 'triaged' }, resolved, operator)).toMatch(/^state: /);
  });

  test('goes forward only, whatever order two heard of each other in', () => {
    const events = [created, at1('resolved', 2)];
    const resolved = sampleTicket({ state: 'resolved', events });
    const back = sampleTicket({ state: 'triaged', events: [...events, at1('triaged', 3)] });
    expect(judge(back, resolved, operator)).toMatch(
      /^state: triaged is not what comes of its events: expected resolved/,
    );
    const late = sampleTicket({ state: 'resolved', events: [...events, at1('triaged', 1)] });
    expect(judge(late, resolved, operator)).toBeUndefined();
    const reopened = sampleTicket({ state: 'reopened', events: [...events, at1('reopened', 3)] });
    expect(judge(reopened, resolved, operator)).toBeUndefined();
  });
});

test('what it was made with stays, but for an earlier one of the same alert', () => {
  expect(judge(sampleTicket({ title: 'Other' }), ticket, operator)).toMatch(/^state: what a ticket/);
  expect(
    judge(sampleTicket({ title: 'Other', createdAt: '2026-05-01T07:00:00.000Z' }), ticket, operator),
  ).toMatch(/^state: what a ticket/);
  const origin = { is: 'alertmanager', fingerprint: 'f', startsAt: at, receiver: 'noc' };
  const alert = sampleTicket({ origin });
  const earlier = sampleTicket({ origin, title: 'Other', createdAt: '2026-05-01T07:00:00.000Z' });
  expect(judge(earlier, alert, collector)).toBeUndefined();
  expect(judge(alert, earlier, collector)).toMatch(/^state: /);
});

test('nothing is set beside what is there, or over it, with revisions of one’s own', () => {
  const [young, grown, mine] = ['1-a', '3-c', '4-b'].map((_rev) => ({ ...ticket, _rev }));
  for (const before of [null, young, { _id: 'T-aaaaaaaa', _rev: '2-d', _deleted: true }]) {
    expect(judge(mine, before, operator)).toMatch(/^state: it brings revision "4-b" along/);
    expect(judge(mine, before, server)).toBeUndefined();
  }
  expect(judge({ ...ticket, _rev: '1-b' }, null, operator)).toMatch(/^state: it brings/);
  // As CouchDB shows what goes on from what is there, and what is new.
  expect(judge(grown, grown, operator)).toBeUndefined();
  const none = { start: 0, ids: [] };
  expect(judge({ ...ticket, _revisions: none }, null, operator)).toBeUndefined();
});

test('attachments stay, and are attached in one’s own name', () => {
  const file = { id: 'f-1', name: 'log.txt', text: 'log', at, by: 'alice' };
  const attached = sampleTicket({ attachments: [file] });
  expect(judge(attached, ticket, operator)).toBeUndefined();
  expect(judge(attached, ticket, approver)).toMatch(/^owner: /);
  expect(judge(ticket, attached, operator)).toMatch(/^append-only: attachment/);
});

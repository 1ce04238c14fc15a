import { describe, expect, it } from 'vitest';
import { buildEntity } from '../../../../test/support/build-view.ts';
import { openDesk } from '../../../../test/support/ticket-desk.ts';
import { alertmanagerPayloadSchema } from '../../../shared/model/alertmanager.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { alertTicketId, takeAlerts } from './alertmanager.ts';
import type { KnownAlerts, SourceAlerts } from './known-alerts.ts';
import { takeListed, type AlertListing, type ListedAlert, type SilenceOfAlerts } from './listed-alerts.ts';

const { signal } = new AbortController();
const minute = 60_000;

const alert = (parts: Partial<ListedAlert> = {}): ListedAlert => ({
  fingerprint: '9f1a2b3c4d5e6f70',
  labels: { alertname: 'HostDown', host: 'esx-a01', severity: 'critical' },
  summary: 'esx-a01 does not answer',
  startsAt: '2026-11-23T11:58:00.123Z' as Instant,
  state: 'active',
  ...parts,
});
const listing = (
  alerts: readonly ListedAlert[],
  parts: Partial<Extract<AlertListing, { is: 'listed' }>> = {},
): AlertListing => ({ is: 'listed', source: 'alertmanager-a', alerts, silences: [], ...parts });
const failed = (source: string): AlertListing => ({ is: 'failed', source, reason: 'no answer' });

function open() {
  const under = openDesk([buildEntity('host', 'esx-a01')]);
  let kept: ReadonlyMap<string, SourceAlerts> = new Map();
  const known: KnownAlerts = {
    read: async () => kept,
    write: async (all) => {
      kept = all;
    },
  };
  const poll = (...listings: readonly AlertListing[]) =>
    takeListed(listings, { desk: under.desk, known, clock: under.clock, goneAfterMs: 3 * minute, signal });
  const ticketOf = (one: ListedAlert = alert()) => under.desk.get(alertTicketId(one));
  const isGone = async (...listings: readonly AlertListing[]) => {
    await poll(...listings);
    await under.clock.advance(3 * minute);
    return poll(...listings);
  };
  return { ...under, poll, ticketOf, isGone };
}

describe('an alert that a source lists', () => {
  it('is a ticket with its words, and stays that one ticket', async () => {
    const { poll, ticketOf, desk } = open();
    expect(await poll(listing([alert()]))).toMatchObject({ answered: 1, created: 1, noted: 0 });
    expect(await poll(listing([alert()]))).toMatchObject({ created: 0, noted: 0, problems: [] });
    expect(await ticketOf()).toMatchObject({
      title: 'esx-a01 does not answer',
      text: 'Alert: HostDown',
      priority: 'p1',
      since: '2026-11-23T11:58:00.123Z',
      origin: { is: 'alertmanager', receiver: 'alertmanager-a' },
    });
    expect((await desk.find({ limit: 5 })).total).toBe(1);
  });

  it('is the ticket that its notification made, whose words stay', async () => {
    const { poll, ticketOf, desk } = open();
    const { summary: _, state: _state, ...notified } = alert();
    const payload = alertmanagerPayloadSchema.parse({
      version: '4',
      groupKey: '{}',
      status: 'firing',
      receiver: 'datacenter-docs',
      alerts: [
        { ...notified, status: 'firing', annotations: { summary: 'down', runbook_url: 'https://wiki/esx' } },
      ],
    });
    await takeAlerts(payload, desk, signal);
    await poll(listing([alert()]));
    await poll(listing([alert({ summary: 'worse' })]));
    expect(await ticketOf()).toMatchObject({ title: 'down', origin: { receiver: 'datacenter-docs' } });
    expect((await ticketOf())?.events.filter(({ is }) => is === 'alert')).toEqual([]);
  });

  it('whose words changed says so once', async () => {
    const { poll, ticketOf } = open();
    await poll(listing([alert()]));
    await poll(listing([alert({ summary: 'esx-a01 does not answer for an hour' })]));
    await poll(listing([alert({ summary: 'esx-a01 does not answer for an hour' })]));
    expect((await ticketOf())?.events.filter(({ is }) => is === 'alert')).toMatchObject([
      { text: expect.stringContaining('for an hour') },
    ]);
  });

  it.each([
    ['CPU at 93.2 %', 'CPU at 7 %'],
    ['1.2 GiB free for 1h20m', '900 MiB free for 59m'],
    ['errors: 1e+06', 'errors: 12'],
  ])('whose words change with every value says nothing new: %s, %s', async (first, later) => {
    const { poll, ticketOf } = open();
    await poll(listing([alert({ summary: first })]));
    await poll(listing([alert({ summary: later })]));
    expect((await ticketOf())?.events.filter(({ is }) => is === 'alert')).toEqual([]);
  });

  it('that is silenced or inhibited from the start, or not looked at yet, makes no ticket', async () => {
    const { poll, desk } = open();
    await poll(listing([alert({ state: 'suppressed' }), alert({ fingerprint: 'b', state: 'unprocessed' })]));
    expect((await desk.find({ limit: 1 })).total).toBe(0);
  });

  it.each(['Watchdog', 'InfoInhibitor'])('that fires by design makes no ticket: %s', async (alertname) => {
    const { poll, desk } = open();
    const none = alert({ labels: { alertname, severity: 'none' } });
    const meant = alert({ fingerprint: 'b', labels: { alertname, severity: 'critical' } });
    expect(await poll(listing([none]))).toMatchObject({ listed: 1, created: 0, left: 0 });
    expect((await desk.find({ limit: 1 })).total).toBe(0);
    expect(await poll(listing([none, meant]))).toMatchObject({ created: 1 });
  });

  it('that is silenced later is not over; its ticket says once who silenced it', async () => {
    const { poll, ticketOf, isGone } = open();
    await poll(listing([alert()]));
    const silence: SilenceOfAlerts = {
      id: 's1',
      createdBy: 'eve',
      comment: 'firmware',
      endsAt: '2026-11-23T14:00:00.000Z' as Instant,
      covers: ({ host }) => host === 'esx-a01',
    };
    await isGone(listing([alert({ state: 'suppressed' })], { silences: [silence] }));
    const ticket = await ticketOf();
    expect(ticket?.state).toBe('new');
    expect(ticket?.events.filter(({ is }) => is === 'alert')).toMatchObject([
      { text: 'Silenced by eve until 2026-11-23T14:00:00.000Z: firmware' },
    ]);
  });
});

describe('an alert is over', () => {
  it('when complete answers have been without it for a while, and not with the first', async () => {
    const { poll, ticketOf, clock } = open();
    await poll(listing([alert()]));
    expect(await poll(listing([]))).toMatchObject({ closed: 0 });
    await clock.advance(2 * minute);
    expect(await poll(listing([]))).toMatchObject({ closed: 0 });
    await clock.advance(minute);
    expect(await poll(listing([]))).toMatchObject({ closed: 1 });
    expect(await ticketOf()).toMatchObject({
      state: 'closed',
      outcome: { summary: 'Alertmanager does not list the alert any more.' },
    });
  });

  it('and is not, where it was listed again in between: a restart forgets alerts for a moment', async () => {
    const { poll, ticketOf, clock } = open();
    await poll(listing([alert()]));
    await poll(listing([]));
    await clock.advance(2 * minute);
    await poll(listing([alert()]));
    await clock.advance(2 * minute);
    await poll(listing([]));
    expect(await ticketOf()).toMatchObject({ state: 'new' });
  });

  it('never by an answer that failed, or that could be read only in part', async () => {
    const { poll, ticketOf, isGone } = open();
    await poll(listing([alert()]));
    expect(await isGone(failed('alertmanager-a'))).toMatchObject({ answered: 0, closed: 0 });
    const partial = listing([], { partial: '1 of 1 alerts could not be read' });
    expect(await isGone(partial)).toMatchObject({
      closed: 0,
      problems: ['alertmanager-a: 1 of 1 alerts could not be read'],
    });
    expect(await ticketOf()).toMatchObject({ state: 'new' });
  });

  it.each([
    ['failed', failed('alertmanager-a')],
    ['could be read only in part', listing([], { partial: '1 of 1 alerts could not be read' })],
  ])('never while answers %s, also after a complete one without it', async (_, later) => {
    const { poll, ticketOf, isGone, clock } = open();
    await poll(listing([alert()]));
    await poll(listing([]));
    await clock.advance(minute);
    expect(await isGone(later)).toMatchObject({ closed: 0 });
    expect(await poll(listing([]))).toMatchObject({ closed: 0 });
    expect(await ticketOf()).toMatchObject({ state: 'new' });
    expect(await isGone(listing([]))).toMatchObject({ closed: 1 });
  });

  it('only when each source that ever listed it is without it', async () => {
    const { poll, ticketOf, isGone } = open();
    const other = listing([alert()], { source: 'alertmanager-b' });
    await poll(listing([alert()]), other);
    expect(await isGone(listing([]), failed('alertmanager-b'))).toMatchObject({ closed: 0 });
    expect(await isGone(listing([]), listing([], { source: 'alertmanager-b' }))).toMatchObject({ closed: 1 });
    expect(await ticketOf()).toMatchObject({ state: 'closed' });
  });

  it('never because a source that never listed it does not', async () => {
    const { poll, ticketOf, isGone } = open();
    await poll(listing([alert()]));
    await isGone(listing([alert()]), listing([], { source: 'alertmanager-b' }));
    expect(await ticketOf()).toMatchObject({ state: 'new' });
  });

  it('and opens its ticket again when it is listed after all', async () => {
    const { poll, ticketOf, isGone } = open();
    await poll(listing([alert()]));
    await isGone(listing([]));
    expect(await poll(listing([alert()]))).toMatchObject({ reopened: 1, created: 0 });
    expect(await ticketOf()).toMatchObject({ state: 'reopened' });
  });

  it('but a ticket that a person closed stays closed while the alert goes on', async () => {
    const { poll, ticketOf, desk } = open();
    await poll(listing([alert()]));
    await desk.change(alertTicketId(alert()), { state: 'closed', reason: 'known' }, 'bob');
    await poll(listing([alert()]));
    expect(await ticketOf()).toMatchObject({ state: 'closed' });
  });
});

it('of very many at once the gravest become tickets first, and it is said how many are left', async () => {
  const { poll, desk } = open();
  const many = Array.from({ length: 250 }, (_, place) =>
    alert({
      fingerprint: `f${place}`,
      labels: { alertname: 'Down', severity: place >= 240 ? 'critical' : 'warning' },
    }),
  );
  const first = await poll(listing(many));
  expect(first).toMatchObject({ created: 200, left: 50 });
  expect(first.problems).toEqual([expect.stringContaining('50 alerts left for later')]);
  expect((await desk.find({ limit: 1, priorities: ['p1'] })).total).toBe(10);
  expect(await poll(listing(many))).toMatchObject({ created: 50, left: 0 });
});

it('a source that fails is named once, whoever says its name', async () => {
  const { poll } = open();
  const told: AlertListing = { is: 'failed', source: 'am-a', reason: 'am-a: fetch failed' };
  expect((await poll(told, failed('am-b'))).problems).toEqual(['am-a: fetch failed', 'am-b: no answer']);
});

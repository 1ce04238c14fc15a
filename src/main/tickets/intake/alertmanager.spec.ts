import { describe, expect, it } from 'vitest';
import { buildEntity, testId } from '../../../../test/support/build-view.ts';
import { openDesk } from '../../../../test/support/ticket-desk.ts';
import { alertmanagerPayloadSchema } from '../../../shared/model/alertmanager.ts';
import { takeAlerts } from './alertmanager.ts';

const alert = (parts: Record<string, unknown> = {}) => ({
  status: 'firing',
  labels: { alertname: 'HostDown', host: 'esx-a01', severity: 'critical' },
  annotations: {
    summary: 'esx-a01 does not answer',
    description: 'No ping for five minutes',
    runbook_url: 'https://wiki/esx',
  },
  startsAt: '2026-11-23T11:58:00.123456789+01:00',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus/graph',
  fingerprint: '9f1a2b3c4d5e6f70',
  ...parts,
});
const payload = (alerts: readonly unknown[], parts: Record<string, unknown> = {}) =>
  alertmanagerPayloadSchema.parse({
    version: '4',
    groupKey: '{}:{alertname="HostDown"}',
    status: 'firing',
    receiver: 'datacenter-docs',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager:9093',
    alerts,
    ...parts,
  });
const { signal } = new AbortController();

function open() {
  const under = openDesk([buildEntity('host', 'esx-a01')]);
  const send = (alerts: readonly unknown[], parts: Record<string, unknown> = {}) =>
    takeAlerts(payload(alerts, parts), under.desk, signal);
  return { ...under, send };
}

describe('an alert', () => {
  it('is a ticket with its words, labels, source and beginning', async () => {
    const { desk, send } = open();
    const report = await send([alert()], { truncatedAlerts: 3 });
    expect(report).toMatchObject({ created: 1, existing: 0, closed: 0, ignored: 0, truncated: 3 });
    const ticket = await desk.get(report.tickets[0] ?? '');
    expect(ticket).toMatchObject({
      title: 'esx-a01 does not answer',
      text: 'No ping for five minutes\nAlert: HostDown\nrunbook_url: https://wiki/esx\nSource: http://prometheus/graph',
      priority: 'p1',
      category: 'compute',
      since: '2026-11-23T10:58:00.123Z',
      entities: [{ id: testId('host', 'esx-a01'), how: 'label' }],
      labels: { severity: 'critical' },
      origin: { is: 'alertmanager', receiver: 'datacenter-docs', url: 'http://alertmanager:9093' },
    });
  });

  it('that is sent again is the same ticket, on another workstation too', async () => {
    const [one, other] = [open(), open()];
    const first = await one.send([alert()]);
    const again = await one.send([alert()]);
    const elsewhere = await other.send([alert({ startsAt: '2026-11-23T10:58:00.123Z' })]);
    expect(again).toMatchObject({ created: 0, existing: 1, tickets: first.tickets });
    expect(elsewhere.tickets).toEqual(first.tickets);
  });

  it.each(['Watchdog', 'InfoInhibitor'])('that fires by design makes no ticket: %s', async (alertname) => {
    const { desk, send } = open();
    const none = alert({ labels: { alertname, severity: 'none' } });
    expect(await send([none, alert({ fingerprint: 'b' })])).toMatchObject({ created: 1, existing: 0 });
    await send([alert({ ...none, status: 'resolved' })]);
    expect((await desk.find({ limit: 2 })).total).toBe(1);
  });

  it('that begins anew, and one with other labels, are other tickets', async () => {
    const { desk, send } = open();
    await send([
      alert(),
      alert({ startsAt: '2026-11-23T12:00:00Z' }),
      alert({ fingerprint: '0000000000000001' }),
    ]);
    expect((await desk.find({ limit: 10 })).total).toBe(3);
  });

  it('whose words changed says so in its ticket', async () => {
    const { desk, send } = open();
    const { tickets } = await send([alert()]);
    await send([alert({ annotations: { summary: 'esx-a01 does not answer for 10 minutes' } })]);
    const ticket = await desk.get(tickets[0] ?? '');
    expect(ticket?.events.filter(({ is }) => is === 'alert')).toMatchObject([
      { text: expect.stringContaining('10 minutes') },
    ]);
  });

  it('that ended closes its ticket; where somebody works on it, it is noted', async () => {
    const { desk, send } = open();
    const over = { status: 'resolved', endsAt: '2026-11-23T12:10:00Z' };
    const { tickets } = await send([alert(), alert({ fingerprint: 'b' })]);
    const [first = '', second = ''] = tickets;
    await desk.change(second, { assignee: 'bob' }, 'bob');
    expect(await send([alert(over), alert({ ...over, fingerprint: 'b' })])).toMatchObject({
      closed: 1,
      existing: 1,
      ignored: 0,
    });
    expect(await desk.get(first)).toMatchObject({
      state: 'closed',
      outcome: { summary: 'The alert ended at 2026-11-23T12:10:00.000Z.' },
    });
    expect(await desk.get(second)).toMatchObject({ state: 'new', assignee: 'bob' });
  });

  it('that ended before anything was known of it makes no ticket', async () => {
    const { desk, send } = open();
    expect(await send([alert({ status: 'resolved' })])).toMatchObject({ ignored: 1, tickets: [] });
    expect((await desk.find({ limit: 1 })).total).toBe(0);
  });

  it('that is late, sent as firing after its end, opens nothing again', async () => {
    const { desk, send } = open();
    const { tickets } = await send([alert()]);
    await send([alert({ status: 'resolved', endsAt: '2026-11-23T12:00:00Z' })]);
    await send([alert()]);
    expect(await desk.get(tickets[0] ?? '')).toMatchObject({ state: 'closed' });
  });

  it('without words is called by its name and what it is about', async () => {
    const { desk, send } = open();
    const { tickets } = await send([alert({ annotations: {} })]);
    expect(await desk.get(tickets[0] ?? '')).toMatchObject({ title: 'HostDown esx-a01' });
  });
});

it('a payload of another version, or without its members, is refused with each place', () => {
  const parsed = alertmanagerPayloadSchema.safeParse({
    ...payload([]),
    version: '3',
    alerts: [{ ...alert(), startsAt: 'yesterday', fingerprint: undefined }],
  });
  expect(parsed.error?.issues.map(({ path }) => path.join('/'))).toEqual([
    'version',
    'alerts/0/startsAt',
    'alerts/0/fingerprint',
  ]);
});

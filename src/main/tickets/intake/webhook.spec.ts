import { describe, expect, it } from 'vitest';
import { openDesk } from '../../../../test/support/ticket-desk.ts';
import { ticketSettingsSchema } from '../../../shared/model/ticket-settings.ts';
import { takeWebhook } from './webhook.ts';
import { webhookProblems } from './webhook-expression.ts';

const { signal } = new AbortController();
const declared = (webhook: unknown) => ticketSettingsSchema.parse({ webhooks: { zabbix: webhook } }).webhooks;

function open(webhook: unknown) {
  const { desk } = openDesk();
  const { zabbix: mapping } = declared(webhook);
  return { desk, send: (payload: unknown) => takeWebhook('zabbix', payload, { mapping, desk, signal }) };
}

const zabbix = {
  items: 'events',
  fields: {
    title: 'name & " on " & host',
    text: '[comment, "Trigger " & $string(trigger.id)]',
    priority: 'severity',
    labels: '{"host": host, "trigger": trigger.id}',
    reference: 'eventid',
    status: 'value',
    since: 'clock',
  },
  priorities: { Disaster: 'p1', 'Not classified': 'p4' },
  resolved: ['OK'],
};
const event = (parts: Record<string, unknown> = {}) => ({
  eventid: 4711,
  name: 'Disk full',
  host: 'db-01',
  comment: 'see runbook',
  severity: 'Disaster',
  trigger: { id: 99 },
  value: 'PROBLEM',
  clock: 1_795_431_600,
  ...parts,
});

describe('what another system sends', () => {
  it('is read as the site declares', async () => {
    const { desk, send } = open(zabbix);
    const report = await send({ events: [event()] });
    expect(report).toMatchObject({ created: 1 });
    expect(await desk.get(report.tickets[0] ?? '')).toMatchObject({
      title: 'Disk full on db-01',
      text: 'see runbook\nTrigger 99',
      priority: 'p1',
      labels: { host: 'db-01', trigger: '99' },
      since: new Date(1_795_431_600_000).toISOString(),
      origin: { is: 'webhook', name: 'zabbix', reference: '4711' },
    });
  });

  it('is the same ticket by its reference, and ends with the status that says so', async () => {
    const { desk, send } = open(zabbix);
    const { tickets } = await send({ events: [event()] });
    expect(await send({ events: [event()] })).toMatchObject({ created: 0, existing: 1, tickets });
    expect(await send({ events: [event({ value: 'ok' })] })).toMatchObject({ closed: 1 });
    expect(await send({ events: [event({ value: 'OK', eventid: 1 })] })).toMatchObject({ ignored: 1 });
    expect(await desk.get(tickets[0] ?? '')).toMatchObject({ state: 'closed' });
  });

  it('may be one problem, by dotted paths alone', async () => {
    const { desk, send } = open({
      fields: { title: 'incident.short_description', priority: 'incident.urgency' },
    });
    const { tickets } = await send({ incident: { short_description: 'Mail is slow', urgency: '2' } });
    expect(await desk.get(tickets[0] ?? '')).toMatchObject({ title: 'Mail is slow', priority: 'p2' });
  });

  it('that does not fit is refused as a whole, with the place of each fault', async () => {
    const { desk, send } = open(zabbix);
    await expect(
      send({
        events: [event(), event({ clock: 'yesterday' }), event({ severity: {} })],
      }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      details: [
        { path: '/1/since', message: expect.stringContaining('RFC 3339') },
        { path: '/2/priority', message: 'expected a text (from severity)' },
      ],
    });
    expect((await desk.find({ limit: 1 })).total).toBe(0);
  });

  it('without a title is refused', async () => {
    const { send } = open({ fields: { title: 'subject' } });
    await expect(send({ other: 1 })).rejects.toMatchObject({
      details: [{ path: '/title', message: 'expected a text from subject, came nothing' }],
    });
  });

  it('cannot keep the application busy, nor have it run what it sends', async () => {
    const endless = open({ fields: { title: '($f := function($x){$f($x + 1)}; $f(1))' } });
    await expect(endless.send({})).rejects.toMatchObject({ code: 'invalid-input' });
    const large = open({ fields: { title: '$count([1..100000000])' } });
    await expect(large.send({})).rejects.toMatchObject({ code: 'invalid-input' });
    const evaluated = open({ fields: { title: '$eval(code)' } });
    await expect(evaluated.send({ code: '1+1' })).rejects.toMatchObject({
      details: [{ message: expect.stringContaining('not available') }],
    });
  });

  it('goes to no webhook that is not declared', async () => {
    const { desk } = openDesk();
    await expect(takeWebhook('other', {}, { mapping: undefined, desk, signal })).rejects.toMatchObject({
      code: 'webhook-not-found',
    });
  });
});

describe('a mapping', () => {
  it('is checked where it is declared', () => {
    expect(webhookProblems(declared(zabbix))).toEqual([]);
    expect(
      webhookProblems(declared({ items: 'events[', fields: { title: '$match(name, /(a+)+$/)' } })),
    ).toEqual([
      expect.stringMatching(/^tickets\.webhooks\.zabbix\.items: /),
      expect.stringMatching(/^tickets\.webhooks\.zabbix\.fields\.title: regular expressions/),
    ]);
  });

  it('has a name that can stand in an address and is not taken', () => {
    const names = (name: string) =>
      ticketSettingsSchema.safeParse({ webhooks: { [name]: { fields: { title: 'x' } } } }).success;
    expect(['zabbix', 'service-now', 'alertmanager', 'A b', '../x'].map(names)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

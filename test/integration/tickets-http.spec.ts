import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../src/shared/contract/contract.ts';
import { alertOf, notificationOf, openTicketServer, type TicketServer } from '../support/ticket-server.ts';

const { list, get } = contract.tickets.methods;

let server: TicketServer;
beforeAll(async () => {
  server = await openTicketServer({
    tickets: {
      diagnose: false,
      webhooks: {
        zabbix: { items: 'events', fields: { title: 'name', reference: 'eventid', status: 'value' } },
      },
    },
  });
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

interface Problem {
  readonly code: string;
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
}
const problem = (answer: { json(): unknown }) => answer.json() as Problem;

describe('a ticket over HTTP', () => {
  it('is created, and found by its address, in lists and by words', async () => {
    const created = await server.post('/tickets', {
      title: 'the shop answers 503',
      text: 'since the release',
      priority: 'p1',
      labels: { team: 'shop' },
    });
    expect(created.status).toBe(201);
    const { ticket } = created.json() as { ticket: { id: string } };
    expect(created.headers['location']).toBe(`/api/v1/tickets/${ticket.id}`);
    const shown = get.output.parse((await server.get(`/tickets/${ticket.id}`)).json());
    expect(shown.ticket).toMatchObject({
      title: 'the shop answers 503',
      priority: 'p1',
      origin: { is: 'api', operator: 'alice' },
    });
    expect(shown.sla.respond).toMatchObject({ is: 'running' });
    const found = list.output.parse(
      (await server.get('/tickets?text=shop%20503&state=new,triaged&priority=p1')).json(),
    );
    expect(found.tickets.map(({ id }) => id)).toEqual([ticket.id]);
    expect((await server.get('/tickets/T-zzzzzzzz')).status).toBe(404);
  });

  it('with a reference may be sent again', async () => {
    const send = () => server.post('/tickets', { title: 'disk full', reference: 'INC-4711' });
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json()).toMatchObject({ created: false });
  });

  it('comes a page at a time', async () => {
    for (let n = 0; n < 5; n += 1)
      await server.post('/tickets', { title: `page ${n}`, labels: { page: 'yes' } });
    const first = list.output.parse((await server.get('/tickets?text=yes&limit=3&sort=oldest')).json());
    expect(first).toMatchObject({ total: 5 });
    const rest = list.output.parse(
      (
        await server.get(
          `/tickets?text=yes&limit=3&sort=oldest&cursor=${encodeURIComponent(first.cursor ?? '')}`,
        )
      ).json(),
    );
    expect([...first.tickets, ...rest.tickets].map(({ title }) => title)).toEqual(
      Array.from({ length: 5 }, (_, n) => `page ${n}`),
    );
    expect(rest.cursor).toBeUndefined();
  });

  it.each([
    [{ text: 'x' }, ['/title']],
    [{ title: 'x', priority: 'high', labels: { 'a.b/c': 7 } }, ['/priority', '/labels/a.b~1c']],
    [{ title: 'x', colour: 'red' }, ['']],
    [
      { title: 'x', entities: ['web'], attachments: [{ name: 'log' }] },
      ['/entities/0', '/attachments/0/text'],
    ],
  ])('that does not fit is refused with the place of each fault: %j', async (body, paths) => {
    const answer = await server.post('/tickets', body);
    expect(answer.status).toBe(400);
    expect(problem(answer)).toMatchObject({ code: 'invalid-input' });
    expect(problem(answer).faults?.map(({ path }) => path)).toEqual(paths);
  });
});

describe('webhooks', () => {
  it.each([
    ['a bearer token', (token: string) => ({ authorization: `Bearer ${token}` }), 200],
    [
      'the token as a password',
      (token: string) => ({
        authorization: `Basic ${Buffer.from(`alertmanager:${token}`).toString('base64')}`,
      }),
      200,
    ],
    [
      'a wrong password',
      () => ({ authorization: `Basic ${Buffer.from('alertmanager:wrong').toString('base64')}` }),
      401,
    ],
    ['nothing', () => ({}), 401],
  ])('take %s', async (_, headers, status) => {
    const answer = await server.post('/webhooks/alertmanager', notificationOf([]), headers(server.token));
    expect(answer.status).toBe(status);
  });

  it('alone take a password', async () => {
    const basic = { authorization: `Basic ${Buffer.from(`a:${server.token}`).toString('base64')}` };
    expect((await server.get('/tickets', basic)).status).toBe(401);
  });

  it('tell Alertmanager what does not fit, and take nothing of it', async () => {
    const before = list.output.parse((await server.get('/tickets')).json()).total;
    const bad = alertOf({ alertname: 'A' }, { startsAt: 'now' });
    const answer = await server.post(
      '/webhooks/alertmanager',
      notificationOf([alertOf({ alertname: 'B' }), bad, { ...bad, labels: 'x' }]),
    );
    expect(answer.status).toBe(400);
    expect(problem(answer).faults?.map(({ path }) => path)).toEqual([
      '/alerts/1/startsAt',
      '/alerts/2/labels',
      '/alerts/2/startsAt',
    ]);
    expect(list.output.parse((await server.get('/tickets')).json()).total).toBe(before);
  });

  it('read other systems as declared', async () => {
    const send = (value: string) =>
      server.post('/webhooks/zabbix', { events: [{ eventid: 7, name: 'Disk full', value }] });
    expect((await send('PROBLEM')).json()).toMatchObject({ created: 1 });
    expect((await send('PROBLEM')).json()).toMatchObject({ created: 0, existing: 1 });
    expect((await send('resolved')).json()).toMatchObject({ closed: 1 });
    const bad = await server.post('/webhooks/zabbix', { events: [{ eventid: 8 }] });
    expect(bad.status).toBe(400);
    expect(problem(bad).faults).toMatchObject([{ path: '/0/title' }]);
    expect((await server.post('/webhooks/unknown', {})).status).toBe(404);
  });
});

describe('a burst of 1,000 alerts', () => {
  it('is taken in seconds, once however often it is sent, and is told in groups', async () => {
    const view = await server.app.inventory.view();
    const host = view
      .all('host')
      // A machine that is off has other reasons not to answer.
      .map((one) => ({
        one,
        vms: view
          .all('vm')
          .filter(
            (vm) =>
              vm.attributes.powerState === 'on' &&
              view.outbound(vm, 'runs-on').some(({ id }) => id === one.id),
          ),
      }))
      .toSorted((a, b) => b.vms.length - a.vms.length)[0];
    if (!host) throw new Error('the lab has no host');
    const alerts = [
      alertOf({ alertname: 'HostDown', severity: 'critical', host: host.one.name }),
      ...host.vms.map(({ name }) => alertOf({ alertname: `VmDown-${name}`, severity: 'warning', vm: name })),
    ];
    while (alerts.length < 1_000) {
      alerts.push(
        alertOf({ alertname: 'Probe', severity: 'warning', instance: `far-${alerts.length}:9100` }),
      );
    }
    const begunMs = performance.now();
    const answer = await server.post('/webhooks/alertmanager', notificationOf(alerts));
    const tookMs = performance.now() - begunMs;
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ created: 1_000, existing: 0 });
    expect(tookMs).toBeLessThan(10_000);
    expect((await server.post('/webhooks/alertmanager', notificationOf(alerts))).json()).toMatchObject({
      created: 0,
      existing: 1_000,
    });

    await server.app.ticketWork.group();
    const told = await server.client.tickets.groups({ open: true, text: 'fires' });
    expect(told.tickets).toBe(1_000);
    expect(told.groups.map(({ cause, tickets }) => [cause, tickets])).toEqual([
      [`host ${host.one.name}`, host.vms.length + 1],
      ['Probe', 999 - host.vms.length],
    ]);
    expect(told.groups[0]).toMatchObject({ priority: 'p1', lead: { title: 'HostDown fires' } });
  }, 60_000);

  it('may come alert by alert, side by side', async () => {
    const alerts = Array.from({ length: 200 }, (_, n) =>
      alertOf({ alertname: 'Side', instance: `side-${n}` }, { fingerprint: `side-${n % 100}` }),
    );
    const answers = await Promise.all(
      alerts.map((one) => server.post('/webhooks/alertmanager', notificationOf([one]))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const created = answers.map((answer) => (answer.json() as { created: number }).created);
    expect(created.reduce((sum, one) => sum + one, 0)).toBe(100);
  }, 60_000);
});

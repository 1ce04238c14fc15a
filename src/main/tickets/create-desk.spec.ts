import { describe, expect, it } from 'vitest';
import { buildEntity, testId } from '../../../test/support/build-view.ts';
import { openDesk } from '../../../test/support/ticket-desk.ts';
import type { TicketIntake } from './desk.ts';

const person = { is: 'person', operator: 'alice' } as const;
const problem = (title: string, rest: Partial<TicketIntake> = {}): TicketIntake => ({
  title,
  text: '',
  origin: person,
  ...rest,
});
const reference = (id: string, title: string): TicketIntake =>
  problem(title, { id, origin: { is: 'api', operator: 'alice', reference: id } });

describe('a ticket that comes in', () => {
  it('has an id, who brought it, when it began, and why it is judged as it is', async () => {
    const { desk } = openDesk([buildEntity('vm', 'web-01')]);
    const { ticket, created } = await desk.add(
      problem('web-01 hangs', { since: '2026-11-23T11:30:00.000Z' as never }),
      'alice',
    );
    expect(created).toBe(true);
    expect(ticket).toMatchObject({
      id: expect.stringMatching(/^T-[a-z2-7]{8}$/),
      state: 'new',
      priority: 'p2',
      category: 'compute',
      entities: [{ id: testId('vm', 'web-01'), how: 'name' }],
      watchers: ['alice'],
      since: '2026-11-23T11:30:00.000Z',
      createdAt: '2026-11-23T12:00:00.000Z',
    });
    expect(ticket.events).toMatchObject([
      { is: 'created', by: 'alice' },
      { is: 'changed', field: 'priority', to: 'p2', reason: expect.stringContaining('words') },
      { is: 'changed', field: 'category', to: 'compute', reason: 'web-01 is a VM' },
    ]);
  });

  it('keeps no secret that somebody pasted', async () => {
    const { desk, store } = openDesk();
    await desk.add(
      problem('login fails', {
        text: 'I used password=hunter2hunter2 and it fails',
        attachments: [{ name: 'log', text: 'Authorization: Bearer abcdef0123456789abcdef' }],
      }),
      'alice',
    );
    const kept = JSON.stringify(await store.tickets.find({ selector: {} }));
    expect(kept).not.toContain('hunter2');
    expect(kept).not.toContain('abcdef0123456789');
  });

  it('did not begin in the future', async () => {
    const { desk } = openDesk();
    const { ticket } = await desk.add(problem('x', { since: '2027-01-01T00:00:00.000Z' as never }), 'alice');
    expect(ticket.since).toBe(ticket.createdAt);
  });

  it('with the same id is the same ticket: news are noted, what is known is not said twice', async () => {
    const { desk } = openDesk();
    const first = await desk.add(reference('T-aaaaaaaa', 'disk full'), 'alice');
    const same = await desk.add(reference('T-aaaaaaaa', 'disk full'), 'alice');
    const news = await desk.add(reference('T-aaaaaaaa', 'disk nearly full'), 'alice');
    const again = await desk.add(reference('T-aaaaaaaa', 'disk nearly full'), 'alice');
    expect([first, same, news, again].map(({ created }) => created)).toEqual([true, false, false, false]);
    expect(same.ticket.events).toEqual(first.ticket.events);
    expect(again.ticket.events.filter(({ is }) => is === 'alert')).toMatchObject([
      { text: 'disk nearly full' },
    ]);
  });

  it('is one, when it comes in many times at the same moment', async () => {
    const { desk } = openDesk();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => desk.add(reference('T-aaaaaaaa', 'disk full'), 'alice')),
    );
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect((await desk.find({ limit: 10 })).total).toBe(1);
  });

  it('comes back when a system reports it again after it had ended it', async () => {
    const { desk } = openDesk();
    const intake = problem('disk full', {
      id: 'T-aaaaaaaa',
      origin: { is: 'webhook', name: 'zabbix', reference: '7' },
    });
    await desk.add(intake, 'webhook zabbix');
    expect(await desk.over('T-aaaaaaaa', { text: 'OK' }, 'webhook zabbix')).toBe('closed');
    const { ticket } = await desk.add(intake, 'webhook zabbix');
    expect(ticket).toMatchObject({ state: 'reopened' });
    expect(ticket.closedAt).toBeUndefined();
  });
});

describe('a ticket that is over for whoever sent it', () => {
  it('is closed where nobody works on it, and once', async () => {
    const { desk } = openDesk();
    const { ticket } = await desk.add(problem('x'), 'alice');
    expect(await desk.over(ticket.id, { text: 'it ended' }, 'Alertmanager')).toBe('closed');
    expect(await desk.get(ticket.id)).toMatchObject({ state: 'closed', outcome: { summary: 'it ended' } });
    expect(await desk.over(ticket.id, { text: 'it ended' }, 'Alertmanager')).toBe('unknown');
  });

  it('is left to whoever works on it, with a note', async () => {
    const { desk } = openDesk();
    const { ticket } = await desk.add(problem('x'), 'alice');
    await desk.change(ticket.id, { assignee: 'bob' }, 'bob');
    expect(await desk.over(ticket.id, { text: 'it ended' }, 'Alertmanager')).toBe('noted');
    expect(await desk.over(ticket.id, { text: 'it ended' }, 'Alertmanager')).toBe('unknown');
    const after = await desk.get(ticket.id);
    expect(after?.state).toBe('new');
    expect(after?.events.filter(({ is }) => is === 'alert')).toHaveLength(1);
  });

  it('is nothing, when nobody knows of it', async () => {
    expect(await openDesk().desk.over('T-zzzzzzzz', { text: 'it ended' }, 'Alertmanager')).toBe('unknown');
  });
});

describe('the clock of a ticket', () => {
  it('runs by its priority, from when it came in', async () => {
    const { desk } = openDesk([], { sla: { p1: { respondHours: 0.5, resolveHours: 2 } } });
    const { ticket } = await desk.add(problem('x', { priority: 'p4' }), 'alice');
    const raised = await desk.change(ticket.id, { priority: 'p1', reason: 'the shop is down' }, 'bob');
    expect(raised).toMatchObject({
      respondBy: '2026-11-23T12:30:00.000Z',
      resolveBy: '2026-11-23T14:00:00.000Z',
    });
  });

  it('is answered by the first thing that a person does, and by nothing that happens by itself', async () => {
    const { desk, clock } = openDesk();
    const { ticket } = await desk.add(problem('x'), 'alice');
    expect((await desk.grouped(ticket.id, undefined)).respondedAt).toBeUndefined();
    await clock.advance(60_000);
    expect((await desk.comment(ticket.id, 'looking', 'bob')).respondedAt).toBe('2026-11-23T12:01:00.000Z');
    await clock.advance(60_000);
    expect((await desk.comment(ticket.id, 'still', 'bob')).respondedAt).toBe('2026-11-23T12:01:00.000Z');
  });

  it('stands still while the ticket was thought over', async () => {
    const { desk, clock } = openDesk();
    const { ticket } = await desk.add(problem('x', { priority: 'p1' }), 'alice');
    // Events of one moment come a millisecond after each other.
    await clock.advance(1_000);
    await desk.change(ticket.id, { state: 'resolved' }, 'bob');
    await clock.advance(3 * 3_600_000);
    const back = await desk.change(ticket.id, { state: 'reopened', reason: 'again' }, 'bob');
    expect(Date.parse(back.resolveBy) - Date.parse(ticket.resolveBy)).toBe(3 * 3_600_000);
    expect(back.resolvedAt).toBeUndefined();
  });

  it('tells what is overdue', async () => {
    const { desk, clock } = openDesk();
    await desk.add(problem('grave', { priority: 'p1' }), 'alice');
    await desk.add(problem('small', { priority: 'p4' }), 'alice');
    await clock.advance(3_600_000);
    expect((await desk.heads({ overdue: true })).map(({ title }) => title)).toEqual(['grave']);
    expect(await desk.figures()).toEqual({
      open: { p1: 1, p2: 0, p3: 0, p4: 1 },
      overdue: 1,
      unassigned: 2,
    });
  });
});

describe('tickets are found', () => {
  it('a page at a time, each once, whatever is changed meanwhile', async () => {
    const { desk, clock } = openDesk();
    for (let n = 0; n < 10; n += 1) {
      await desk.add(problem(`t${n}`), 'alice');
      await clock.advance(1_000);
    }
    const first = await desk.find({ limit: 4, sort: 'oldest' });
    expect(first).toMatchObject({ total: 10 });
    const [last] = first.tickets.slice(-1);
    if (last) await desk.comment(last.id, 'hm', 'bob');
    const titles = first.tickets.map(({ title }) => title);
    let { cursor } = first;
    while (cursor !== undefined) {
      const page = await desk.find({ limit: 4, sort: 'oldest', cursor });
      titles.push(...page.tickets.map(({ title }) => title));
      ({ cursor } = page);
    }
    expect(titles).toEqual(Array.from({ length: 10 }, (_, n) => `t${n}`));
  });

  it('by state, words, entity and whoever has them; states are counted whatever states were asked for', async () => {
    const { desk } = openDesk([buildEntity('vm', 'web-01')]);
    const one = await desk.add(problem('web-01 hangs', { labels: { alertname: 'Probe' } }), 'alice');
    const two = await desk.add(problem('printer'), 'alice');
    await desk.change(two.ticket.id, { assignee: 'bob', state: 'in-progress' }, 'bob');
    const ids = async (query: Parameters<typeof desk.heads>[0]) =>
      (await desk.heads(query)).map(({ id }) => id);
    expect(await ids({ states: ['in-progress'] })).toEqual([two.ticket.id]);
    expect(await ids({ text: 'probe WEB' })).toEqual([one.ticket.id]);
    expect(await ids({ entity: testId('vm', 'web-01') })).toEqual([one.ticket.id]);
    expect(await ids({ assignee: 'bob' })).toEqual([two.ticket.id]);
    expect(await ids({ assignee: '' })).toEqual([one.ticket.id]);
    expect(await ids({ watcher: 'alice' })).toHaveLength(2);
    const { states } = await desk.find({ states: ['new'], limit: 10 });
    expect([...states]).toEqual(
      expect.arrayContaining([
        ['new', 1],
        ['in-progress', 1],
      ]),
    );
  });

  it('also when they could not be read at first', async () => {
    const { desk: before, store } = openDesk();
    await before.add(problem('web-01 hangs'), 'alice');
    const { tickets } = store;
    const each = tickets.each.bind(tickets);
    tickets.each = () => {
      tickets.each = each;
      throw new Error('the disk did not answer');
    };
    const { desk } = openDesk([], {}, store);
    await expect(desk.find({ limit: 10 })).rejects.toThrow('the disk did not answer');
    expect((await desk.find({ limit: 10 })).total).toBe(1);
  });

  it('by a desk that opens the same store later', async () => {
    const before = openDesk();
    await before.desk.add(problem('x'), 'alice');
    const after = openDesk([], {}, before.store.reopen());
    expect((await after.desk.find({ limit: 10 })).total).toBe(1);
  });
});

it('refuses what does not fit, and says what would', async () => {
  const { desk } = openDesk();
  const { ticket } = await desk.add(problem('x'), 'alice');
  await expect(desk.comment('T-zzzzzzzz', 'x', 'bob')).rejects.toMatchObject({ code: 'ticket-not-found' });
  await desk.change(ticket.id, { state: 'closed' }, 'bob');
  await expect(desk.change(ticket.id, { state: 'in-progress' }, 'bob')).rejects.toMatchObject({
    code: 'ticket-transition',
    hint: 'From there it can become reopened.',
  });
  const text = 'x'.repeat(200_000);
  for (let n = 0; n < 5; n += 1) await desk.attach(ticket.id, { name: `${n}`, text }, 'bob');
  await expect(desk.attach(ticket.id, { name: '6', text }, 'bob')).rejects.toMatchObject({
    code: 'ticket-full',
  });
});

it('knows which of many tickets may be similar to one, without reading all of them', async () => {
  const { desk } = openDesk([buildEntity('vm', 'web-01')]);
  const one = await desk.add(problem('web-01 hangs, nobody can log in'), 'alice');
  const words = await desk.add(problem('db-07 hangs', { text: 'nobody can log in there' }), 'alice');
  const entity = await desk.add(problem('disk alert of web-01'), 'alice');
  for (let n = 0; n < 60; n += 1) await desk.add(problem(`certificate ${n} expires`), 'alice');
  const alike = await desk.alike(one.ticket);
  expect(new Set(alike.map(({ id }) => id))).toEqual(new Set([entity.ticket.id, words.ticket.id]));
});

describe('a desk whose store another workstation writes into', () => {
  /** Takes all tickets of one desk over into the other, as replication does. */
  async function replicate(from: ReturnType<typeof openDesk>, to: ReturnType<typeof openDesk>) {
    const all = await from.store.tickets.find({ selector: {} });
    await to.store.tickets.put(all);
    await to.desk.storeChanged(all.map(({ id }) => id));
    return all.map(({ id }) => id);
  }

  it('lists, counts and finds what was brought there, and tells it', async () => {
    const [here, there] = [openDesk(), openDesk()];
    await here.desk.figures();
    const told: unknown[] = [];
    here.desk.onChanged((change) => told.push(change));
    const { ticket } = await there.desk.add(problem('web-01 hangs', { priority: 'p1' }), 'bob');
    await replicate(there, here);
    expect((await here.desk.figures()).open).toMatchObject({ p1: 1 });
    expect((await here.desk.find({ text: 'hangs', limit: 5 })).total).toBe(1);
    expect(await here.desk.get(ticket.id)).toEqual(ticket);
    expect(told).toEqual([{ id: ticket.id, isNews: true, elsewhere: true }]);

    await there.desk.comment(ticket.id, 'I look', 'bob');
    await replicate(there, here);
    expect(told.at(-1)).toEqual({ id: ticket.id, isNews: false, elsewhere: true });

    await here.store.tickets.remove([ticket.id]);
    await here.desk.storeChanged([ticket.id]);
    expect((await here.desk.find({ limit: 5 })).total).toBe(0);
  });

  it('loses nothing that comes while the same ticket is changed here', async () => {
    const [here, there] = [openDesk(), openDesk()];
    const { ticket } = await there.desk.add(problem('web-01 hangs'), 'bob');
    await replicate(there, here);
    await there.desk.comment(ticket.id, 'from there', 'bob');
    const [came] = await there.store.tickets.find({ selector: {} });
    if (!came) throw new Error('the ticket is gone');
    // It comes between the reading and the keeping.
    const { tickets } = here.store;
    const get = tickets.get.bind(tickets);
    tickets.get = async (id) => {
      tickets.get = get;
      const read = await get(id);
      await tickets.put([came]);
      return read;
    };
    const kept = await here.desk.comment(ticket.id, 'from here', 'alice');
    const texts = kept.events.flatMap((event) => (event.is === 'comment' ? [event.text] : []));
    expect(texts).toEqual(['from there', 'from here']);
    expect(await here.desk.get(ticket.id)).toEqual(kept);
  });

  it('leaves out what this version cannot read', async () => {
    const here = openDesk();
    await here.desk.figures();
    await here.store.tickets.put([{ id: 'T-new', schemaVersion: 99, title: 'of a newer version' }]);
    await here.desk.storeChanged(['T-new']);
    expect((await here.desk.find({ limit: 5 })).total).toBe(0);
  });
});

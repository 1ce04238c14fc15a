import { describe, expect, it } from 'vitest';
import { buildEntity, testId } from '../../../../test/support/build-view.ts';
import { openDesk } from '../../../../test/support/ticket-desk.ts';
import { importTickets } from './import-tickets.ts';

const { signal } = new AbortController();

function open() {
  const { desk, named } = openDesk([buildEntity('vm', 'web-01'), buildEntity('vm', 'db-01')]);
  return {
    desk,
    take: (format: 'csv' | 'json', text: string, dryRun = false) =>
      importTickets({ format, text, dryRun }, { desk, named, operator: 'alice', signal }),
  };
}

describe('a table of tickets', () => {
  const table = [
    'title,priority,entities,label:team,labels,reference,state,outcome,since,owner',
    'web-01 hangs,P2,web-01; db-01,shop,a=b; c=d,INC-1,,,2026-11-20T08:00:00+01:00,x',
    '"two lines,',
    'and a comma",,,,,INC-2,closed,restarted it,,',
    ',p1,,,,,,,,',
    'x,p9,no-such-thing,,,,,,,',
    'y,,no-such-thing,,,,,,,',
  ].join('\r\n');

  it('is taken row by row; those at fault are told with line and column', async () => {
    const { desk, take } = open();
    const report = await take('csv', table);
    expect(report).toMatchObject({ rows: 5, created: 2, existing: 0, faulty: 3 });
    expect(report.faults).toEqual([
      { line: 1, path: 'owner', message: 'there is no such field: the column is not read' },
      { line: 5, path: 'title', message: 'expected a title, came an empty one' },
      { line: 6, path: 'priority', message: 'expected one of p1, p2, p3, p4' },
      { line: 7, path: 'entities', message: 'nothing in the inventory is called "no-such-thing"' },
    ]);
    const [first = '', second = ''] = report.tickets;
    expect(await desk.get(first)).toMatchObject({
      title: 'web-01 hangs',
      priority: 'p2',
      entities: [{ id: testId('vm', 'web-01') }, { id: testId('vm', 'db-01') }],
      labels: { team: 'shop', a: 'b', c: 'd' },
      since: '2026-11-20T07:00:00.000Z',
      origin: { is: 'import', operator: 'alice', reference: 'INC-1' },
    });
    expect(await desk.get(second)).toMatchObject({
      title: 'two lines,\nand a comma',
      state: 'closed',
      outcome: { summary: 'restarted it' },
    });
  });

  it('is taken once, however often, by its references', async () => {
    const { desk, take } = open();
    await take('csv', table);
    expect(await take('csv', table)).toMatchObject({ created: 0, existing: 2 });
    expect((await desk.find({ limit: 1 })).total).toBe(2);
  });

  it('is only looked at, where that is asked for', async () => {
    const { desk, take } = open();
    expect(await take('csv', table, true)).toMatchObject({ rows: 5, created: 0, faulty: 3, tickets: [] });
    expect((await desk.find({ limit: 1 })).total).toBe(0);
  });

  it.each([
    ['semicolons', 'title;priority\nx;p1'],
    ['tabs', 'title\tpriority\nx\tp1'],
    ['a mark of byte order', '\uFEFFtitle,priority\nx,p1'],
  ])('may come with %s', async (_, text) => {
    expect(await open().take('csv', text)).toMatchObject({ created: 1, faults: [] });
  });

  it.each([
    ['csv', 'name,priority\nx,p1', 'expected a column "title"'],
    ['csv', '', 'expected a column "title"'],
    ['json', '{', 'expected JSON'],
    ['json', '"x"', 'expected a list'],
  ] as const)('that is none is refused: %s %j', async (format, text, reason) => {
    await expect(open().take(format, text)).rejects.toMatchObject({
      code: 'import-unreadable',
      message: expect.stringContaining(reason),
    });
  });
});

describe('a list of tickets', () => {
  it('is taken one by one; those at fault are told by JSON pointer', async () => {
    const { take } = open();
    const report = await take(
      'json',
      JSON.stringify({
        tickets: [
          { title: 'x', labels: { a: 'b' }, entities: ['web-01'] },
          { title: 'x', priority: 'high', colour: 'red' },
          { title: 'x', entities: ['web-01', 'no-such-thing'] },
          7,
        ],
      }),
    );
    expect(report).toMatchObject({ rows: 4, created: 1, faulty: 3 });
    expect(report.faults.map(({ path }) => path)).toEqual([
      '/tickets/1/priority',
      '/tickets/1',
      '/tickets/3',
      '/tickets/2/entities/1',
    ]);
  });
});

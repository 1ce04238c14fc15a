import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../src/shared/contract/contract.ts';
import { runCli, startCli } from '../support/cli.ts';
import { addLabSource, collectedHome, copyOf } from '../support/cli-home.ts';

const { add, get, list } = contract.tickets.methods;

let home: Awaited<ReturnType<typeof collectedHome>>;
const cli = (...args: string[]) => runCli(['--data-dir', home.path, ...args]);
beforeAll(async () => {
  home = await collectedHome();
  await addLabSource((...args) => cli(...args), 'lab', [
    '--frozen',
    '--seed',
    'attach',
    '--scenario',
    'hung-vm',
  ]);
  await cli('collect');
}, 180_000);
afterAll(() => home[Symbol.dispose]());

describe('tickets', () => {
  it('are taken in, worked on and ended, in a process of its own', async () => {
    const added = await cli('tickets', 'add', 'mq-a001', 'hangs', '--label', 'team=mq', '--json');
    expect(added.code).toBe(0);
    const { ticket } = add.output.parse(added.json());
    expect(ticket).toMatchObject({
      title: 'mq-a001 hangs',
      labels: { team: 'mq' },
      origin: { is: 'person' },
    });

    const diagnosed = await cli('tickets', 'diagnose', ticket.id, '--no-model');
    expect(diagnosed.code).toBe(0);
    expect(diagnosed.stdout).toMatch(/^The guest of mq-a001 hangs/);
    expect(diagnosed.stdout).toMatch(/1 remediation in the queue|is not in the queue/);

    expect((await cli('tickets', 'assign', ticket.id, 'bob')).stdout).toContain('assigned to bob');
    expect((await cli('tickets', 'comment', ticket.id, 'looking', 'at it')).code).toBe(0);
    const resolved = await cli('tickets', 'resolve', ticket.id, '--summary', 'restarted the guest');
    expect(resolved.stdout).toContain(`${ticket.id} is resolved`);
    const shown = await cli('tickets', 'show', ticket.id);
    for (const text of [
      'Diagnosis, ',
      'bob',
      'looking at it',
      'restarted the guest',
      'Can become: closed, reopened',
    ]) {
      expect(shown.stdout).toContain(text);
    }
    const { ticket: kept } = get.output.parse((await cli('tickets', 'show', ticket.id, '--json')).json());
    expect(kept).toMatchObject({
      state: 'resolved',
      assignee: 'bob',
      outcome: { summary: 'restarted the guest', succeeded: true },
    });
    expect((await cli('tickets', 'list')).stdout).not.toContain(ticket.id);
    expect((await cli('tickets', 'list', '--all', 'mq-a001')).stdout).toContain(ticket.id);
  }, 60_000);

  it('end with codes that scripts can rely on', async () => {
    expect((await cli('tickets', 'show', 'T-zzzzzzzz')).code).toBe(4);
    expect((await cli('tickets', 'add', 'x', '--priority', 'p9')).code).toBe(2);
    expect((await cli('tickets', 'add', 'x', '--label', 'x')).code).toBe(2);
    expect((await cli('tickets', 'add', 'x', '--entity', 'no-such-thing')).code).toBe(4);
    const added = add.output.parse((await cli('tickets', 'add', 'printer', '--json')).json());
    expect((await cli('tickets', 'close', added.ticket.id)).code).toBe(0);
    const refused = await cli('tickets', 'start', added.ticket.id);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot become in-progress') });
  }, 60_000);

  it('are imported; rows at fault are told with their place', async () => {
    const file = join(home.path, 'tickets.csv');
    writeFileSync(file, 'title,priority,reference\nfirst,p2,A-1\nsecond,high,A-2\n');
    const dry = await cli('tickets', 'import', file, '--dry-run');
    expect(dry).toMatchObject({ code: 3, stdout: expect.stringContaining('1 of 2 rows would be taken') });
    const done = await cli('tickets', 'import', file);
    expect(done.code).toBe(3);
    expect(done.stdout).toContain('1 ticket taken, 0 there already, 1 row at fault.');
    expect(done.stdout).toContain('line 3, priority: expected one of p1, p2, p3, p4');
    const again = await runCli(['--data-dir', home.path, 'tickets', 'import', '-', '--format', 'json'], {
      input: JSON.stringify([{ title: 'first', reference: 'A-1' }]),
    });
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no tickets taken, 1 there already'),
    });
  }, 60_000);

  it('are the same to the application that runs, which works on them by itself', async () => {
    using copy = copyOf(home);
    const at = (...args: string[]) => runCli(['--data-dir', copy.path, ...args]);
    await using _worker = await startCli(['--data-dir', copy.path, 'worker'], 'Ctrl-C stops');
    const { ticket } = add.output.parse((await at('tickets', 'add', 'mq-a001 is frozen', '--json')).json());
    const pattern = async () => {
      const { ticket: kept } = get.output.parse((await at('tickets', 'show', ticket.id, '--json')).json());
      return kept.diagnosis?.hypotheses[0]?.pattern;
    };
    await expect.poll(pattern, { timeout: 40_000, interval: 500 }).toBe('hung-guest');
    const open = list.output.parse((await at('tickets', 'list', '--json')).json());
    expect(open.tickets.map(({ id }) => id)).toContain(ticket.id);
  }, 90_000);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosisSchema } from '../../src/shared/model/diagnosis.ts';
import { runCli, startCli } from '../support/cli.ts';
import { addLabSource, collectedHome, copyOf } from '../support/cli-home.ts';

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

describe('diagnose', () => {
  it('says the cause, why, and what it rests on, in a process of its own', async () => {
    const { code, stdout } = await cli('diagnose', 'a VM hangs', '--no-model');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The guest of mq-a001 hangs/);
    expect(stdout).toContain('by rules; no model took part');
    expect(stdout).toMatch(/\+2\.00 {2}VS20 .* \[1\]/);
    expect(stdout).toMatch(/Proposed, nothing was done\n +1\. Restart a VM: vm\.restart on mq-a001/);
    expect(stdout).toContain('vmware_get_vm of lab: mq-a001: read just now, its heartbeat is red');
    expect(stdout).toMatch(/\[1\] VS20 mq-a001 \(finding\)/);
  });

  it('ends with 4 when no cause is found, and with 2 when nothing is asked', async () => {
    const nothing = await cli('diagnose', 'web-z999 hangs');
    expect(nothing.code).toBe(4);
    expect(nothing.stdout).toContain('"web-z999" is not in the inventory');
    expect((await cli('diagnose')).code).toBe(2);
    expect((await cli('diagnose', '--entity', 'no-such-thing')).code).toBe(4);
  });

  it('tells names that come near one that nothing has, and takes none of them for it', async () => {
    const { stdout } = await cli('diagnose', 'mq-a0019 hangs');
    expect(stdout).toMatch(/"mq-a0019" is not in the inventory; there is .*mq-a001/);
    expect((await cli('diagnose', '--entity', 'mq-a0019')).stderr).toMatch(/Did you mean .*mq-a001/);
  });

  it('says the same to the application that runs, in JSON that the contract describes', async () => {
    using copy = copyOf(home);
    const asked = ['--data-dir', copy.path, 'diagnose', '-', '--entity', 'mq-a001', '--json'];
    const alone = await runCli(asked, { input: 'nobody can log in\n' });
    await using _worker = await startCli(['--data-dir', copy.path, 'worker'], 'Ctrl-C stops');
    const attached = await runCli(asked, { input: 'nobody can log in\n' });
    const [one, other] = [alone, attached].map((result) => diagnosisSchema.parse(result.json()));
    expect(one?.hypotheses[0]).toMatchObject({ pattern: 'hung-guest', entity: { name: 'mq-a001' } });
    expect(other?.hypotheses).toEqual(one?.hypotheses);
    expect(other?.summary).toBe(one?.summary);
  });
});

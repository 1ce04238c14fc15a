import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownRemediation } from '../../src/shared/contract/remediation.ts';
import { runCli, startCli, type CliResult } from '../support/cli.ts';
import { addLabSource, collectedHome, copyOf } from '../support/cli-home.ts';

let home: Awaited<ReturnType<typeof collectedHome>>;
beforeAll(async () => {
  home = await collectedHome();
});
afterAll(() => home[Symbol.dispose]());

const at = (folder: { readonly path: string }) => (words: readonly string[]) =>
  runCli(['--data-dir', folder.path, ...words]);

async function aVm(run: (words: readonly string[]) => Promise<CliResult>): Promise<string> {
  const { items } = (
    await run(['--json', 'inventory', 'list', 'kind:vm', 'powerState:on', '--limit', '1'])
  ).json() as {
    items: { name: string }[];
  };
  const [first] = items;
  if (!first) throw new Error('there is no VM that is on');
  return first.name;
}

describe('remediation on the command line', () => {
  it('shows what fits a target, plans it, and says what can be done next', async () => {
    using folder = copyOf(home);
    const run = at(folder);
    const vm = await aVm(run);
    const actions = await run(['remediation', 'actions', vm]);
    expect(actions.stdout).toContain('vm.restart');

    const proposed = await run(['remediation', 'propose', 'vm.restart', vm, '--set', 'mode=hard']);
    expect(proposed.code).toBe(0);
    expect(proposed.stdout).toContain(`presses the reset button of ${vm}`);
    expect(proposed.stdout).toMatch(/remediation approve R-\w+ --run --plan [0-9a-f]{12}/);

    const listed = await run(['remediation', 'list', '--state', 'open']);
    expect(listed.stdout).toContain('awaiting-approval');
    const again = await run(['remediation', 'propose', 'vm.restart', vm, '--set', 'mode=hard']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('The same is there already');
  });

  it('approves only a plan that was seen, with the name typed where policy asks for it', async () => {
    using folder = copyOf(home);
    writeFileSync(join(folder.path, 'policy.yaml'), 'approvals:\n  low: { approvals: 1, typedName: true }\n');
    const run = at(folder);
    const vm = await aVm(run);
    const { id, plan } = (
      await run(['--json', 'remediation', 'propose', 'vm.restart', vm, '--set', 'mode=hard'])
    ).json() as ShownRemediation;
    const unseen = await run(['remediation', 'approve', id]);
    expect(unseen.code).toBe(2);
    expect(unseen.stderr).toContain('there is no terminal to ask on');
    const other = await run(['remediation', 'approve', id, '--plan', 'abcdef012345', '--name', vm]);
    expect(other.code).toBe(1);
    const hash = plan?.hash.slice(0, 12) ?? '';
    const untyped = await run(['remediation', 'approve', id, '--plan', hash]);
    expect(untyped.stderr).toContain('has to be typed');
    const approved = await run(['remediation', 'approve', id, '--plan', hash, '--name', vm]);
    expect(approved.code).toBe(0);
    expect(approved.stdout).toContain(`remediation run ${id}`);
    const withdrawn = await run(['remediation', 'cancel', id, 'not', 'tonight']);
    expect(withdrawn.stdout).toContain(`${id} is cancelled`);
    const shown = (await run(['--json', 'remediation', 'show', id])).json() as ShownRemediation;
    expect(shown).toMatchObject({
      state: 'cancelled',
      outcome: expect.stringContaining('not tonight'),
      approvals: [{ planHash: plan?.hash }],
    });
  });

  it('runs and follows what another process executes, to its end', async () => {
    using folder = copyOf(home);
    const run = at(folder);
    // In the other lab time stands still, and with it all tasks.
    await addLabSource(
      async (...words) => expect(await run(['-q', ...words])).toMatchObject({ code: 0 }),
      'lab',
      ['--seed', 'attach', '--domains', 'vmware', '--speed', '30'],
    );
    await run(['-q', 'collect']);
    await using _worker = await startCli(['--data-dir', folder.path, 'worker'], 'Ctrl-C stops');
    const vm = await aVm(run);
    const { id, plan } = (
      await run(['--json', 'remediation', 'propose', 'vm.snapshot.create', vm, '--set', 'name=before'])
    ).json() as ShownRemediation;
    const followed = run(['remediation', 'approve', id, '--plan', plan?.hash ?? '', '--name', vm, '--run']);
    const watched = run(['--json', 'remediation', 'watch', id]);
    const ended = await followed;
    expect(ended.stderr).toContain('vmware_create_snapshot');
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining(`${id} succeeded`)]);
    const entries = (await watched).stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { is: string }).is);
    expect(entries.length === 0 || entries.at(-1) === 'ended').toBe(true);
    const back = await run(['remediation', 'rollback', id]);
    expect([back.code, back.stdout]).toEqual([0, expect.stringContaining(`${id} rolled-back`)]);
    expect((await run(['audit', 'verify'])).code).toBe(0);
  });

  it('pauses everything, says so, and goes on', async () => {
    using folder = copyOf(home);
    const run = at(folder);
    await run(['remediation', 'pause', 'storage', 'works']);
    expect((await run(['remediation', 'list'])).stdout).toMatch(/Paused by \w+ .*: storage works/);
    await run(['remediation', 'resume']);
    expect((await run(['remediation', 'list'])).stdout).not.toContain('Paused');
  });

  it('says what is not there, and what is not understood', async () => {
    using folder = copyOf(home);
    const run = at(folder);
    expect(await run(['remediation', 'show', 'R-nothing'])).toMatchObject({ code: 4 });
    expect(await run(['remediation', 'list', '--state', 'sideways'])).toMatchObject({ code: 2 });
    expect(await run(['remediation', 'settle', 'R-nothing', 'maybe', 'x'])).toMatchObject({ code: 2 });
    expect(await run(['remediation', 'propose', 'vm.restart', 'no-such-vm'])).toMatchObject({ code: 4 });
  });

  it('lists runbooks with what is wrong with them, and begins one', async () => {
    using folder = copyOf(home);
    const run = at(folder);
    expect((await run(['remediation', 'runbook', 'list'])).stdout).toContain('There is none');
    const runbooks = join(folder.path, 'runbooks');
    mkdirSync(runbooks);
    writeFileSync(
      join(runbooks, 'careful.yaml'),
      'title: Careful\nsteps:\n  - { id: snapshot, action: vm.snapshot.create, parameters: { name: "{{run.id}}" } }\n',
    );
    writeFileSync(join(runbooks, 'broken.yaml'), 'title: Broken\n');
    const listed = await run(['remediation', 'runbook', 'list']);
    expect(listed.code).toBe(3);
    expect(listed.stdout).toContain('cannot be used: steps');
    const vm = await aVm(run);
    const shown = await run(['remediation', 'runbook', 'show', 'careful', '--target', vm]);
    expect(shown.stdout).toContain('vmware_create_snapshot');
    const begun = await run(['remediation', 'runbook', 'run', 'careful', '--target', vm]);
    expect(begun.stdout).toContain('awaiting-approval');
    const [, id = ''] = /(B-\w+)/.exec(begun.stdout) ?? [];
    expect((await run(['remediation', 'runbook', 'cancel', id, 'enough'])).stdout).toBe(
      `${id} is cancelled\n`,
    );
  });
});

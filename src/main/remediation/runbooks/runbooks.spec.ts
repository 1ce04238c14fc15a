import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  carol,
  install,
  never,
  otherTarget,
  rest,
  stepsAt,
  target,
  type Installation,
} from '../../../../test/support/remediation-world.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { buildView } from '../../../../test/support/build-view.ts';
import type { RunbookRun } from '../../../shared/model/runbook.ts';
import { silentLogger } from '../../platform/logger.ts';
import { systemRandom } from '../../platform/random.ts';
import { createRunbooks, type RunbookPorts, type Runbooks } from './create-runbooks.ts';
import { runFiles } from './run-files.ts';

interface Bench extends Disposable {
  readonly folder: string;
  readonly installation: Installation;
  readonly runbooks: Runbooks;
  write(id: string, text: string): void;
  /** The next process over the same data directory. */
  restart(): Bench;
}

function bench(
  installation = install(),
  folder = temporaryFolder(),
  roleNow: RunbookPorts['roleNow'] = () => 'admin',
): Bench {
  mkdirSync(join(folder.path, 'runbooks'), { recursive: true });
  const runbooks = createRunbooks({
    folder: join(folder.path, 'runbooks'),
    files: runFiles(join(folder.path, 'runs'), silentLogger),
    catalogue: installation.catalogue,
    remediations: installation.remediations,
    inventory: { view: async () => buildView([target, otherTarget]) },
    ticket: async (id) => (id === 'T-1' ? { entity: otherTarget.id, automation: true } : undefined),
    collected: async () => {},
    roleNow,
    audit: installation.audit,
    clock: installation.clock,
    random: systemRandom,
    logger: silentLogger,
  });
  return {
    folder: folder.path,
    installation,
    runbooks,
    write: (id, text) => writeFileSync(join(folder.path, 'runbooks', `${id}.yaml`), text),
    restart: () => bench(installation.restart(), folder, roleNow),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

const twoVms = (approval: string) => `
title: One after the other
approval: ${approval}
steps:
  - { id: first, action: vm.restart, target: web-01 }
  - { id: second, action: vm.restart, target: '{{ticket.entity}}', parameters: { note: 'of {{ticket.id}}' } }
`;

const remedy = `
title: With a second way
steps:
  - { id: first, action: vm.restart, target: web-01 }
  - id: other-way
    action: vm.restart
    target: web-02
    when: [{ step: first, is: failed }]
  - id: after
    action: vm.restart
    target: web-02
    parameters: { note: '{{steps.first.facts.steps}}' }
    when: [{ step: first, fact: steps, equals: '0,1' }]
`;

const statesOf = (run: RunbookRun | undefined) => run?.steps.map(({ id, state }) => `${id} ${state}`);

/** Whoever is on shift approves the step whose turn it is. */
async function approveNext({ installation, runbooks }: Bench, run: string, by = alice): Promise<void> {
  const { remediations } = installation;
  await expect
    .poll(async () => (await runbooks.get(run))?.steps.find(({ state }) => state === 'proposed')?.remediation)
    .toBeDefined();
  const id = (await runbooks.get(run))?.steps.find(({ state }) => state === 'proposed')?.remediation ?? '';
  const record = await remediations.get(id);
  await remediations.approve(id, { planHash: record?.plan?.hash ?? '', run: false }, by);
}

const ended = async ({ runbooks }: Bench, run: string) => {
  await expect.poll(async () => (await runbooks.get(run))?.state).not.toBe('running');
  return runbooks.get(run);
};

describe('a runbook', () => {
  it('is a file; what is wrong with one is said by its place', async () => {
    using one = bench();
    one.write('good', twoVms('before-each'));
    one.write('broken', 'title: x\nsteps:\n  - { id: a, action: vm.bogus }\n');
    one.write(
      'odd',
      'title: x\nsteps:\n  - { id: a, action: vm.restart, when: [{ step: b, is: failed }] }\n',
    );
    one.write('no-yaml', 'a: b: c');
    const faults = Object.fromEntries(
      (await one.runbooks.list()).map((read) => [read.id, read.ok ? [] : read.faults]),
    );
    expect(faults).toMatchObject({
      good: [],
      broken: ['steps.0.action: the catalogue has no action "vm.bogus"'],
      odd: ['steps.0.when.0.step: expected the id of an earlier step, got "b"'],
      'no-yaml': [expect.stringMatching(/^expected YAML/)],
    });
    await expect(one.runbooks.run({ runbook: 'broken' }, alice, never)).rejects.toMatchObject({
      code: 'runbook-invalid',
    });
    await expect(one.runbooks.run({ runbook: 'nothing' }, alice, never)).rejects.toMatchObject({
      code: 'runbook-not-found',
    });
  });

  it.each([
    ['is not let in any more', undefined],
    ['is viewer now', 'viewer'],
  ] as const)('is gone on with no further once whoever began it %s', async (text, later) => {
    let role: 'operator' | 'viewer' | undefined = 'operator';
    const roleNow = (operator: string) => (operator === 'carol' ? role : 'admin');
    using one = bench(install({ roleNow }), temporaryFolder(), roleNow);
    one.write('two', twoVms('before-each'));
    const { id } = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1' }, carol, never);
    const first = (await one.runbooks.get(id))?.steps[0]?.remediation ?? '';
    role = later;
    await approveNext(one, id);
    // Nothing is taken up in their name: what is approved waits for somebody who may run it.
    expect(one.installation.world.arrived).toEqual([]);
    await one.installation.remediations.run(first, alice);
    const run = await ended(one, id);
    expect([run?.state, run?.text]).toEqual([
      'failed',
      `no further step was proposed: carol, who began it, ${text}`,
    ]);
    expect(statesOf(run)).toEqual(['first succeeded', 'second waiting']);
    expect(stepsAt(one.installation.world, otherTarget)).toEqual([]);
  });

  it('agrees to its steps no more once whoever agreed is no approver any more', async () => {
    let role: 'approver' | 'operator' = 'approver';
    const roleNow = (operator: string) => (operator === 'bob' ? role : 'admin');
    using one = bench(install({ roleNow }), temporaryFolder(), roleNow);
    one.write('two', twoVms('once'));
    const planned = await one.runbooks.plan({ runbook: 'two', ticketId: 'T-1' }, bob, never);
    const agreed = planned.steps.map((step) => ({
      step: step.id,
      planHash: step.preview?.plan?.hash ?? '',
      ...(step.preview?.decision.approvals.typedName && { typedName: step.preview.targetName }),
    }));
    one.installation.world.onArrival = () => {
      role = 'operator';
    };
    const { id } = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1', agreed }, bob, never);
    await expect
      .poll(async () => statesOf(await one.runbooks.get(id)))
      .toEqual(['first succeeded', 'second proposed']);
    const second = (await one.runbooks.get(id))?.steps[1]?.remediation ?? '';
    expect(await one.installation.remediations.get(second)).toMatchObject({
      state: 'awaiting-approval',
      approvals: [],
    });
  });

  it('runs its steps in order, each approved when its turn comes', async () => {
    using one = bench();
    one.write('two', twoVms('before-each'));
    const { id, steps } = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1' }, carol, never);
    expect(steps.map(({ state }) => state)).toEqual(['proposed', 'waiting']);
    expect(one.installation.world.arrived).toEqual([]);
    await approveNext(one, id);
    await expect
      .poll(async () => statesOf(await one.runbooks.get(id)))
      .toEqual(['first succeeded', 'second proposed']);
    expect(stepsAt(one.installation.world, otherTarget)).toEqual([]);
    await approveNext(one, id);
    const run = await ended(one, id);
    expect([run?.state, run?.text]).toEqual(['succeeded', '2 of 2 steps succeeded']);
    const second = await one.installation.remediations.get(run?.steps[1]?.remediation ?? '');
    expect(second).toMatchObject({
      target: otherTarget.id,
      parameters: { note: 'of T-1' },
      runbook: { run: id, id: 'two', step: 1 },
    });
  });

  it('asks others where two are asked for: whoever began it wants each of its steps', async () => {
    const installation = install();
    const { approvals } = installation.policy;
    installation.policy.approvals = { ...approvals, medium: { ...approvals.medium, approvals: 2 } };
    using one = bench(installation);
    one.write('two', twoVms('once'));
    const { steps } = await one.runbooks.plan({ runbook: 'two', ticketId: 'T-1' }, alice, never);
    const agreed = steps.map(({ id, preview }) => ({ step: id, planHash: preview?.plan?.hash ?? '' }));
    const run = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1', agreed }, alice, never);
    const id = run.steps[0]?.remediation ?? '';
    const record = await installation.remediations.get(id);
    expect(record).toMatchObject({ proposedBy: { by: 'rules', operator: 'alice' }, approvals: [] });
    const approval = { planHash: record?.plan?.hash ?? '', run: false };
    await expect(installation.remediations.approve(id, approval, alice)).rejects.toMatchObject({
      code: 'self-approval',
    });
    expect((await installation.remediations.approve(id, approval, bob)).state).toBe('awaiting-approval');
    expect(installation.world.arrived).toEqual([]);
  });

  it('stops after a step that failed, but for those that are there for that', async () => {
    using one = bench();
    one.write('remedy', remedy);
    one.installation.world.behaviour = () => 'lies';
    const { id } = await one.runbooks.run({ runbook: 'remedy' }, alice, never);
    await approveNext(one, id);
    await expect.poll(async () => (await one.runbooks.get(id))?.steps[1]?.state).toBe('proposed');
    one.installation.world.behaviour = () => 'acts';
    await approveNext(one, id);
    const run = await ended(one, id);
    expect(statesOf(run)).toEqual(['first failed', 'other-way succeeded', 'after skipped']);
    expect(run?.state).toBe('succeeded');
  });

  it('leaves out what is not asked for by facts of an earlier step, and uses them', async () => {
    using one = bench();
    one.write('remedy', remedy);
    const { id } = await one.runbooks.run({ runbook: 'remedy' }, alice, never);
    await approveNext(one, id);
    await expect.poll(async () => (await one.runbooks.get(id))?.steps[2]?.state).toBe('proposed');
    const run = await one.runbooks.get(id);
    expect(statesOf(run)?.slice(0, 2)).toEqual(['first succeeded', 'other-way skipped']);
    const after = await one.installation.remediations.get(run?.steps[2]?.remediation ?? '');
    expect(after?.parameters).toEqual({ note: '0,1' });
  });

  it('fails when a step is turned down', async () => {
    using one = bench();
    one.write('two', twoVms('before-each'));
    const { id, steps } = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1' }, alice, never);
    await one.installation.remediations.reject(steps[0]?.remediation ?? '', 'not now', bob);
    const run = await ended(one, id);
    expect([run?.state, statesOf(run)]).toEqual(['failed', ['first failed', 'second skipped']]);
  });

  it('that asks once runs on plans that were agreed to, and asks again about another plan', async () => {
    using one = bench();
    one.write('two', twoVms('once'));
    const given = { runbook: 'two', ticketId: 'T-1' };
    const { steps } = await one.runbooks.plan(given, alice, never);
    const agreed = steps.flatMap(({ id, preview }) =>
      preview?.plan ? [{ step: id, planHash: id === 'second' ? 'f'.repeat(64) : preview.plan.hash }] : [],
    );
    expect(agreed).toHaveLength(2);
    await expect(one.runbooks.run({ ...given, agreed }, carol, never)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { id } = await one.runbooks.run({ ...given, agreed }, alice, never);
    await expect
      .poll(async () => statesOf(await one.runbooks.get(id)))
      .toEqual(['first succeeded', 'second proposed']);
    expect(stepsAt(one.installation.world, otherTarget)).toEqual([]);
    await approveNext(one, id);
    expect((await ended(one, id))?.state).toBe('succeeded');
  });

  it('that needs none by policy runs by itself as far as policy lets it', async () => {
    const policy = {
      automatic: true,
      automaticUpTo: 'medium' as const,
      actions: { 'vm.restart': { automatic: true } },
    };
    using one = bench(install({ policy }));
    one.write('two', twoVms('none-needed-by-policy'));
    const { id } = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1' }, alice, never);
    expect((await ended(one, id))?.state).toBe('succeeded');

    one.write('each', twoVms('before-each'));
    const asked = await one.runbooks.run({ runbook: 'each', ticketId: 'T-1' }, alice, never);
    expect(asked.steps[0]).toMatchObject({ state: 'proposed', remediationState: 'awaiting-approval' });
  });

  it('goes on where it was after the application has ended, and proposes nothing twice', async () => {
    using one = bench();
    one.write('two', twoVms('before-each'));
    const { id } = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1' }, alice, never);
    one.installation.world.onArrival = ({ step }) => {
      if (step === 1) one.installation.process.kill();
    };
    await approveNext(one, id);
    await one.installation.process.died;
    const next = one.restart();
    await next.installation.remediations.start();
    await next.runbooks.start();
    await rest(next.installation);
    await expect
      .poll(async () => statesOf(await next.runbooks.get(id)))
      .toEqual(['first succeeded', 'second proposed']);
    const again = next.restart();
    await again.installation.remediations.start();
    await again.runbooks.start();
    expect(await again.installation.remediations.count({})).toBe(2);
    await approveNext(again, id);
    expect((await ended(again, id))?.state).toBe('succeeded');
  });

  it('is found again also when runs could not be read at first', async () => {
    const installation = install();
    let fails = true;
    const runbooks = createRunbooks({
      folder: '/nowhere',
      files: {
        all: async () => {
          if (!fails) return [];
          fails = false;
          throw new Error('the disk did not answer');
        },
        write: async () => {},
      },
      catalogue: installation.catalogue,
      remediations: installation.remediations,
      inventory: { view: async () => buildView([target]) },
      ticket: async () => undefined,
      roleNow: () => 'admin',
      collected: async () => {},
      audit: installation.audit,
      clock: installation.clock,
      random: systemRandom,
      logger: silentLogger,
    });
    await expect(runbooks.runs()).rejects.toThrow('the disk did not answer');
    expect(await runbooks.runs()).toEqual([]);
    await runbooks.close();
  });

  it('is cancelled with the step whose turn it is', async () => {
    using one = bench();
    one.write('two', twoVms('before-each'));
    const { id, steps } = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1' }, alice, never);
    const run = await one.runbooks.cancel(id, 'not tonight', carol);
    expect([run.state, run.text]).toEqual(['cancelled', 'cancelled by carol: not tonight']);
    expect((await one.installation.remediations.get(steps[0]?.remediation ?? ''))?.state).toBe('cancelled');
  });

  it('fails with the reason where something of it is not known', async () => {
    using one = bench();
    one.write('two', twoVms('before-each').replace('web-01', 'web-99'));
    const { id } = await one.runbooks.run({ runbook: 'two', ticketId: 'T-1' }, alice, never);
    const run = await ended(one, id);
    expect(run?.steps[0]).toMatchObject({
      state: 'failed',
      text: expect.stringContaining('Nothing in the inventory has the id or name "web-99"'),
    });
  });
});

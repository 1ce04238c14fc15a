import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remediationActions } from '../../../src/main/remediation/registry.ts';
import type { Proposal } from '../../../src/shared/model/diagnosis.ts';
import type { EntityOf } from '../../../src/shared/model/entity.ts';
import type { Instant } from '../../../src/shared/model/ids.ts';
import { endedStates, type Remediation } from '../../../src/shared/model/remediation.ts';
import { openDiagnosisLab, type DiagnosisLab } from '../../support/diagnosis-lab.ts';
import { hurried } from '../../support/hurried-actions.ts';

let lab: DiagnosisLab;
beforeAll(async () => {
  lab = await openDiagnosisLab(hurried(remediationActions, 50));
  for (const name of ['bob', 'carol']) await lab.console.app.operators.add({ name, role: 'approver' });
}, 120_000);
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

/** What a diagnosis proposes is approved by as many people as it takes; then the lab's time passes until it has ended. */
async function carriedOut({
  action,
  target,
  parameters,
  confidence,
}: Pick<Proposal, 'action' | 'target' | 'parameters' | 'confidence'>): Promise<Remediation> {
  const { remediations } = lab.console.app;
  const proposed = await remediations.propose(
    { action, target, parameters, confidence, cause: '', automation: true, proposedBy: 'rules' },
    { operator: 'alice', role: 'operator', via: 'spec' },
    new AbortController().signal,
  );
  expect(proposed.plan?.checks.filter(({ ok }) => !ok)).toEqual([]);
  for (const operator of ['bob', 'carol'].slice(0, proposed.decision.approvals.needed))
    await remediations.approve(
      proposed.id,
      { planHash: proposed.plan?.hash ?? '', typedName: proposed.targetName, run: true },
      { operator, role: 'approver', via: 'spec' },
    );
  for (;;) {
    const now = await remediations.get(proposed.id);
    if (now && endedStates.has(now.state)) return now;
    await lab.advance(5);
  }
}

/** The port whose link changed last, as it is called, after it has done so some more times. */
async function flapping(): Promise<EntityOf<'interface'>> {
  for (let i = 0; i < 4; i++) await lab.passes(60);
  const view = await lab.console.app.inventory.view();
  const yesterday = new Date(Date.parse(view.at) - 86_400_000).toISOString() as Instant;
  const [newest] = view
    .changesSince(yesterday)
    .filter(({ path, entityId }) => path === 'attributes.operUp' && entityId.includes(':interface:'));
  const port = newest && view.get(newest.entityId);
  if (port?.kind !== 'interface') throw new Error('expected a port that flaps');
  return port;
}

const calls = ({ journal }: Remediation): string[] =>
  journal.flatMap((entry) => (entry.is === 'call-intended' ? `${entry.phase} ${entry.tool}` : []));

describe('a ticket in the lab is remedied by what the catalogue offers', () => {
  it('a hung VM: its guest is asked, which is no help, and then it is reset', async () => {
    const ended = await lab.during(['hung-vm'], 60, async () => {
      const { proposals } = await lab.diagnose('web-a001 is frozen, ssh does not answer');
      const [first] = proposals;
      expect(first).toMatchObject({ action: 'vm.restart', parameters: { mode: 'guest-then-hard' } });
      return first && carriedOut(first);
    });
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect(ended && calls(ended)).toEqual(['run vmware_restart_guest', 'run vmware_reset_vm']);
  }, 120_000);

  it('a full datastore: the volume under it grows', async () => {
    const ended = await lab.during(['full-datastore'], 60, async () => {
      const { proposals } = await lab.diagnose('ds-a-02 is full, VMs pause');
      const [first] = proposals;
      expect(first).toMatchObject({ action: 'volume.grow' });
      return first && carriedOut(first);
    });
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect(ended && calls(ended)).toEqual(['run storage_grow_volume']);
  }, 120_000);

  it('a deployment that crashes: the release before it comes back', async () => {
    const ended = await lab.during(['crash-loop'], 900, async () => {
      const { proposals } = await lab.diagnose('checkout answers 503 since the release');
      const [first] = proposals;
      expect(first).toMatchObject({ action: 'workload.rollback' });
      return first && carriedOut(first);
    });
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect(ended && calls(ended)).toEqual(['run kubernetes_rollout_undo']);
  }, 120_000);

  it('a port that flaps: it is bounced, and stays up', async () => {
    const ended = await lab.during(['flapping-port'], 60, async () => {
      const port = await flapping();
      const { proposals } = await lab.diagnose(`${port.attributes.device} ${port.name} goes up and down`);
      const [first] = proposals;
      expect(first).toMatchObject({ action: 'port.bounce', target: port.id });
      const done = first && (await carriedOut(first));
      // Each switch has a port of that name: what is approved, and typed, says which.
      expect(done?.targetName).toBe(`${port.attributes.device} ${port.name}`);
      return done;
    });
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect(ended && calls(ended)).toEqual(['run network_bounce_port']);
  }, 120_000);

  it('a port whose optic is broken: bouncing it is no help, and is not taken for one', async () => {
    const ended = await lab.during(['flapping-optic'], 60, async () => {
      const { id: target } = await flapping();
      return carriedOut({ action: 'port.bounce', target, parameters: {}, confidence: 0.7 });
    });
    expect(ended.state).toMatch(/^(?:rolled-back|failed)$/);
    expect(calls(ended)).toEqual(['run network_bounce_port']);
  }, 120_000);
});

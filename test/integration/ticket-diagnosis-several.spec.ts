import { createColors } from 'picocolors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosisText } from '../../src/main/cli/diagnosis-text.ts';
import { openDiagnosisLab, type DiagnosisLab } from '../support/diagnosis-lab.ts';
import { testActions } from '../support/test-actions.ts';

describe('several things at once, and over time', () => {
  let lab: DiagnosisLab;
  beforeAll(async () => {
    lab = await openDiagnosisLab(testActions);
  }, 120_000);
  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
  });

  it('flapping-port: seen going up and down by several runs', async () => {
    await lab.during(['flapping-port'], 60, async () => {
      for (let run = 0; run < 4; run += 1) await lab.passes(60);
      const view = await lab.console.app.inventory.view();
      const change = view
        .changesSince(new Date(Date.now() - 3_600_000).toISOString() as typeof view.at)
        .find(({ path }) => path === 'attributes.operUp');
      const port = change && view.get(change.entityId);
      if (port?.kind !== 'interface') throw new Error('no port was seen to change');
      const diagnosis = await lab.diagnose(`a link of ${port.attributes.device} goes up and down`);
      expect(diagnosis.hypotheses[0]).toMatchObject({ pattern: 'port-flapping', entity: { id: port.id } });
    });
  });

  it('two at once: both are told, each with its own evidence', async () => {
    await lab.during(['hung-vm', 'crash-loop'], 900, async () => {
      const diagnosis = await lab.diagnose('web-a001 hangs, and checkout crashes since the release');
      const likely = diagnosis.hypotheses
        .filter(({ confidence }) => confidence >= 0.5)
        .map(({ pattern }) => pattern);
      expect(likely.slice(0, 2).toSorted()).toEqual(['crash-loop', 'hung-guest']);
      expect(diagnosis.summary).toContain('Also likely');
      expect(diagnosis.proposals.map(({ action }) => action).toSorted()).toEqual([
        'vm.restart',
        'workload.rollback',
      ]);
      const crash = diagnosis.hypotheses.find(({ pattern }) => pattern === 'crash-loop');
      expect(crash?.explained.some(({ text: said }) => said.includes('before the ticket'))).toBe(true);
      const text = diagnosisText(diagnosis, createColors(false));
      expect(text).toContain('by rules; no model took part');
      expect(text).toContain('Roll a workload back: workload.rollback on shop/checkout on k8s-a');
      expect(text).toContain('verified by: all replicas of checkout are ready');
    });
  });
});

import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../test/support/build-view.ts';
import { estimateTokens } from '../llm/tokens.ts';
import { EvidenceLedger } from '../assistant/evidence.ts';
import { createFence } from '../assistant/safety/fence.ts';
import { entityEvidence } from '../assistant/entity-facts.ts';
import { systemRandom } from '../platform/random.ts';
import { remediationActions } from '../remediation/registry.ts';
import { jsonInstructions } from '../llm/json-answer.ts';
import { z } from 'zod';
import type { Candidate } from './hypotheses.ts';
import { actionLines, offeredActions } from './offered-actions.ts';
import { answerTokens, opinionPrompt, opinionSchema } from './opinion-prompt.ts';
import { causePatterns } from './patterns/registry.ts';
import { scopeOf } from './scope.ts';

const host = buildEntity('host', 'esx-01');
const idle = buildEntity('host', 'esx-02');
const vm = buildEntity('vm', 'web-01', { relations: [{ type: 'runs-on', to: host.id }] });
const workload = buildEntity('workload', 'shop');
const switchPort = buildEntity('interface', 'Ethernet1');
const view = buildView([host, idle, vm, workload, switchPort]);
const caseOf = (...subjects: (typeof vm | typeof host | typeof workload)[]) => ({
  view,
  scope: scopeOf(view, subjects),
  ledger: new EvidenceLedger(),
});
const candidate = (pattern: string, entity: Candidate['entity']): Candidate => ({
  pattern: causePatterns.find(({ id }) => id === pattern),
  cause: `${pattern} of ${entity.name}`,
  entity,
  findings: [],
  points: [],
  observed: true,
});
const idsOf = (found: Parameters<typeof offeredActions>[0], candidates: readonly Candidate[] = []) =>
  offeredActions(found, candidates, remediationActions).map(({ id }) => id);

describe('actions that are offered for a ticket', () => {
  it('are those for something that it has to do with', () => {
    expect(idsOf(caseOf(workload)).toSorted()).toEqual([
      'workload.rollback',
      'workload.rollout-restart',
      'workload.scale',
    ]);
    expect(idsOf(caseOf(vm)).every((id) => id.startsWith('vm.'))).toBe(true);
    // What runs on it hangs on it.
    expect(idsOf(caseOf(host))).toContain('vm.migrate');
    expect(idsOf(caseOf(idle))).toEqual([]);
  });

  it('begin with what its causes name, also where that is for something beside it', () => {
    expect(idsOf(caseOf(vm), [candidate('hung-guest', vm)])[0]).toBe('vm.restart');
    expect(idsOf(caseOf(idle), [candidate('port-disabled', switchPort)])[0]).toBe('port.enable');
  });

  it('leave out what does not fit, and never more than that', () => {
    const offered = offeredActions(caseOf(vm, workload), [], remediationActions);
    const lines = actionLines(offered, 300);
    expect(lines.length).toBeGreaterThan(1);
    expect(estimateTokens(lines.join('\n'))).toBeLessThanOrEqual(300);
    expect(actionLines(offered, 1e6)).toHaveLength(offered.length);
  });
});

describe('what a model is asked of a ticket', () => {
  const found = caseOf(vm, workload, host);
  for (let at = 0; at < 60; at++) {
    found.ledger.add(
      entityEvidence(buildEntity('vm', `vm-${at}`), [
        { path: 'powerState', label: 'Power', text: 'on '.repeat(100) },
      ]),
    );
  }
  const candidates = ['hung-guest', 'guest-disk-full', 'old-snapshot'].map((id) => candidate(id, vm));
  const format = jsonInstructions(z.toJSONSchema(opinionSchema, { io: 'input' }));

  it.each([4_096, 8_192, 128_000])('fits into %i tokens with its answer, evidence and actions', (window) => {
    const messages = opinionPrompt(found, candidates, {
      fence: createFence(systemRandom),
      catalogue: remediationActions,
      now: '2026-11-23T12:00:00.000Z',
      window,
    });
    const text = messages.map(({ content }) => content).join('\n');
    expect(estimateTokens(text) + estimateTokens(format) + answerTokens(window)).toBeLessThan(window);
    expect(text).toContain('- vm.restart:');
    expect(text).toContain('[1] ');
    expect(text).not.toContain('- port.bounce:');
  });
});

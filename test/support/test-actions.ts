import { z } from 'zod';
import { defineAction, type RemediationAction } from '../../src/main/remediation/action.ts';

/** A catalogue for specs: what is asked of actions, and nothing that could run. */
export const testActions: readonly RemediationAction[] = [
  defineAction({
    id: 'vm.restart',
    title: 'Restart a VM',
    targets: ['vm'],
    parameters: z.strictObject({ mode: z.enum(['guest', 'hard']) }),
    risk: 'medium',
    permission: 'approver',
    adapters: [],
    reversibility: { is: 'irreversible', because: 'what the guest held in memory is lost' },
    expectedEffect: ({ target, parameters }) => `${target.name} is restarted (${parameters.mode})`,
    howToVerify: ({ target }) => `the heartbeat of ${target.name} is green`,
    refuse: ({ target }) =>
      target.kind === 'vm' && target.attributes.powerState !== 'on' ? 'it is not powered on' : undefined,
    suggest: () => ({ mode: 'hard' as const }),
  }),
  defineAction({
    id: 'volume.grow',
    title: 'Grow a volume',
    targets: ['volume'],
    parameters: z.strictObject({ addGib: z.number().int().positive().max(4_096) }),
    risk: 'medium',
    permission: 'approver',
    adapters: [],
    reversibility: { is: 'irreversible', because: 'a volume with a file system does not shrink' },
    expectedEffect: ({ target, parameters }) => `${target.name} has ${parameters.addGib} GiB more`,
    howToVerify: ({ target }) => `the size of ${target.name} is what was asked for`,
    suggest: () => ({ addGib: 256 }),
  }),
  defineAction({
    id: 'workload.rollback',
    title: 'Roll a workload back',
    targets: ['workload'],
    parameters: z.strictObject({}),
    risk: 'medium',
    permission: 'approver',
    adapters: [],
    reversibility: { is: 'reversible', how: 'roll out the newer revision again' },
    expectedEffect: ({ target }) => `${target.name} runs its revision before`,
    howToVerify: ({ target }) => `all replicas of ${target.name} are ready`,
    suggest: () => ({}),
  }),
];

import { z } from 'zod';
import { defineAction } from '../../src/main/remediation/action.ts';
import { labVmServer } from '../../src/main/remediation/actions/shared/lab-vm.ts';
import { vmCall, vmOnServer } from '../../src/main/remediation/actions/shared/vm-on-server.ts';

/** Two writes whose every repetition shows, in the lab and in its log; looked at often, so that many fit in a second. */
export const twoSnapshots = defineAction({
  id: 'vm.snapshot.create',
  title: 'Take two snapshots',
  targets: ['vm'],
  parameters: z.strictObject({ name: z.string() }),
  risk: 'low',
  reversibility: { is: 'reversible', how: 'remove them again' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) => `${target.name} has two snapshots ${parameters.name}`,
  howToVerify: ({ target }) => `${target.name} has both`,
  idempotenceKey: ({ target, parameters }) => `${target.id} ${parameters.name}`,
  adapters: [
    vmOnServer<{ readonly name: string }>(labVmServer, {
      deeds: ['createSnapshot', 'removeSnapshot'],
      facts: (vm, { parameters }) => {
        const own = vm.snapshots.filter(({ name }) => name.startsWith(`${parameters.name}-`));
        return {
          connection: vm.connection,
          own: own
            .map(({ name }) => name)
            .toSorted()
            .join(' '),
          ids: own.map(({ id }) => id).join(' '),
        };
      },
      preChecks: (_, now) => [{ text: `it has none yet: ${String(now['own'])}`, ok: now['own'] === '' }],
      plan: (subject) => ({
        calls: ['a', 'b'].map((one) =>
          vmCall(labVmServer, subject, 'createSnapshot', `takes snapshot ${one}`, {
            name: `${subject.parameters.name}-${one}`,
            quiesce: false,
          }),
        ),
        after: { own: `${subject.parameters.name}-a ${subject.parameters.name}-b` },
        verification: 'it has both',
      }),
      verify: (subject, _, now) => {
        const { name } = subject.parameters;
        const met = now['own'] === `${name}-a ${name}-b`;
        return { is: met ? 'met' : 'not-yet', text: `it has "${String(now['own'])}"` };
      },
      verifyWithinSeconds: 1,
      pollEverySeconds: 0.02,
      estimateSeconds: 1,
      rollback: (subject, _, now) =>
        String(now['ids'])
          .split(' ')
          .filter((id) => id !== '')
          .map((snapshot) =>
            vmCall(labVmServer, subject, 'removeSnapshot', `removes ${snapshot}`, {
              snapshot,
              withThoseBelow: false,
            }),
          ),
    }),
  ],
});

import type { Facts } from '../../../../shared/model/plan.ts';
import { check, known, metWhen, momentOf, said } from '../shared/facts.ts';
import { labVmAdapter, powerFacts, snapshotsOf, vmCall } from '../shared/lab-vm.ts';

/**
 * A VM that stood on the snapshot already looks the same afterwards, but for having been taken off what it ran. One
 * that did not run leaves no trace of having been taken back: there, nothing could be verified.
 */
const leavesTrace = (before: Facts, snapshot: string): boolean =>
  before['standsOn'] !== snapshot || before['powerState'] === 'on';

export const labVmware = labVmAdapter<{ readonly snapshot: string }>({
  writes: ['vmware_revert_snapshot'],
  facts: (vm, { parameters }) =>
    known({
      ...powerFacts(vm),
      standsOn: vm.snapshot?.currentSnapshot ?? null,
      exists: snapshotsOf(vm).some(({ id }) => id === parameters.snapshot),
      vcpus: vm.config.hardware.numCPU,
      memoryMib: vm.config.hardware.memoryMB,
    }),
  preChecks: ({ parameters }, now) => [
    check(now['exists'] === true, `it has the snapshot ${parameters.snapshot}`),
    check(
      leavesTrace(now, parameters.snapshot),
      `that it was taken back can be seen afterwards: it is ${said(now, 'powerState')} and stands on ${said(now, 'standsOn')}`,
    ),
  ],
  plan: (subject) => {
    const { snapshot } = subject.parameters;
    return {
      calls: [
        vmCall(
          subject,
          'vmware_revert_snapshot',
          `takes ${subject.target.name} back to ${snapshot}; what it wrote since is lost`,
          { snapshot },
        ),
      ],
      after: { standsOn: snapshot },
      verification: `${subject.target.name} stands on ${snapshot}, and has left what it ran: it is off, or has started later than before`,
    };
  },
  verify: ({ parameters }, before, now) => {
    const stopped =
      before['powerState'] !== 'on' ||
      now['powerState'] === 'off' ||
      momentOf(now, 'bootedAt') > momentOf(before, 'bootedAt');
    return metWhen(
      leavesTrace(before, parameters.snapshot) && now['standsOn'] === parameters.snapshot && stopped,
      `it stands on ${said(now, 'standsOn')} (before: ${said(before, 'standsOn')}), is ${said(now, 'powerState')}, started at ${said(now, 'bootedAt')} (before: ${said(before, 'bootedAt')})`,
    );
  },
  verifyWithinSeconds: 900,
  pollEverySeconds: 10,
  estimateSeconds: 120,
});

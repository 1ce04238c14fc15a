import { check, metWhen, said } from '../shared/facts.ts';
import { labVmAdapter, powerFacts, vmCall } from '../shared/lab-vm.ts';

export const labVmware = labVmAdapter<{ readonly mode: 'guest' | 'hard' }>({
  writes: ['vmware_shutdown_guest', 'vmware_power_off_vm', 'vmware_power_on_vm'],
  facts: powerFacts,
  preChecks: ({ parameters }, now) => [
    check(now['powerState'] === 'on', `it is on: its power state is ${said(now, 'powerState')}`),
    ...(parameters.mode === 'guest'
      ? [check(now['tools'] === 'running', `VMware Tools runs in its guest: ${said(now, 'tools')}`)]
      : []),
  ],
  plan: (subject) => {
    const { name } = subject.target;
    return {
      calls: [
        subject.parameters.mode === 'guest'
          ? vmCall(subject, 'vmware_shutdown_guest', `asks the guest of ${name} to shut down`)
          : vmCall(subject, 'vmware_power_off_vm', `takes the power from ${name}`),
      ],
      after: { powerState: 'off' },
      verification: `${name} was on and is off`,
    };
  },
  verify: (_, before, now) =>
    metWhen(
      before['powerState'] === 'on' && now['powerState'] === 'off',
      `it was ${said(before, 'powerState')} and is ${said(now, 'powerState')}`,
    ),
  verifyWithinSeconds: 300,
  pollEverySeconds: 5,
  estimateSeconds: 45,
  rollback: (subject, _, now) =>
    now['powerState'] === 'on'
      ? []
      : [vmCall(subject, 'vmware_power_on_vm', `powers on ${subject.target.name} again`)],
  verifyRollback: (_, before, now) =>
    metWhen(
      now['powerState'] === before['powerState'],
      `its power state was ${said(before, 'powerState')} and is ${said(now, 'powerState')}`,
    ),
});

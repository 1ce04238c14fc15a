import { check, metWhen, said } from '../shared/facts.ts';
import { guestIsWell, labVmAdapter, powerFacts, vmCall } from '../shared/lab-vm.ts';

export const labVmware = labVmAdapter<Record<string, never>>({
  writes: ['vmware_power_on_vm', 'vmware_power_off_vm'],
  facts: powerFacts,
  preChecks: (_, now) => [
    check(now['powerState'] === 'off', `it is off: its power state is ${said(now, 'powerState')}`),
  ],
  plan: (subject) => ({
    calls: [vmCall(subject, 'vmware_power_on_vm', `powers on ${subject.target.name}`)],
    after: { powerState: 'on' },
    verification: `${subject.target.name} was off and is on, and its guest reports a heartbeat where it has VMware Tools`,
  }),
  verify: (_, before, now) =>
    metWhen(
      before['powerState'] === 'off' && now['powerState'] === 'on' && guestIsWell(now),
      `it was ${said(before, 'powerState')} and is ${said(now, 'powerState')}, its heartbeat is ${said(now, 'heartbeat')}, VMware Tools: ${said(now, 'tools')}`,
    ),
  verifyWithinSeconds: 300,
  pollEverySeconds: 10,
  estimateSeconds: 60,
  rollback: (subject, _, now) =>
    now['powerState'] === 'off'
      ? []
      : [vmCall(subject, 'vmware_power_off_vm', `powers off ${subject.target.name} again`)],
  verifyRollback: (_, before, now) =>
    metWhen(
      now['powerState'] === before['powerState'],
      `its power state was ${said(before, 'powerState')} and is ${said(now, 'powerState')}`,
    ),
});

import { check, met, momentOf, notYet, said, type Call } from '../shared/facts.ts';
import { guestIsWell, labVmAdapter, powerFacts, vmCall } from '../shared/lab-vm.ts';

export type RestartMode = 'guest' | 'hard' | 'guest-then-hard';

/** A guest that answers takes some minutes to go down and come up; one that does not will not do it at all. */
const answeringGuestSeconds = 240;
const silentGuestSeconds = 30;

export const labVmware = labVmAdapter<{ readonly mode: RestartMode }>({
  writes: ['vmware_restart_guest', 'vmware_reset_vm', 'vmware_power_on_vm'],
  facts: powerFacts,
  preChecks: ({ parameters }, now) => [
    check(now['powerState'] === 'on', `it is on: its power state is ${said(now, 'powerState')}`),
    ...(parameters.mode === 'guest'
      ? [check(now['tools'] === 'running', `VMware Tools runs in its guest: ${said(now, 'tools')}`)]
      : []),
  ],
  plan: (subject, now) => {
    const { name } = subject.target;
    const guest = vmCall(subject, 'vmware_restart_guest', `asks the guest of ${name} to restart`);
    const hard = vmCall(subject, 'vmware_reset_vm', `presses the reset button of ${name}`);
    const calls: Record<RestartMode, readonly Call[]> = {
      guest: [guest],
      hard: [hard],
      'guest-then-hard': [
        guest,
        {
          ...hard,
          unlessMetWithinSeconds: now['tools'] === 'running' ? answeringGuestSeconds : silentGuestSeconds,
        },
      ],
    };
    return {
      calls: calls[subject.parameters.mode],
      after: { powerState: 'on' },
      verification: `${name} has started later than ${said(now, 'bootedAt')}, and its guest reports a heartbeat where it has VMware Tools`,
    };
  },
  verify: (_, before, now) => {
    const text = `it started at ${said(now, 'bootedAt')} (before: ${said(before, 'bootedAt')}), is ${said(now, 'powerState')}, its heartbeat is ${said(now, 'heartbeat')}`;
    const again = momentOf(now, 'bootedAt') > momentOf(before, 'bootedAt');
    return again && now['powerState'] === 'on' && guestIsWell(now) ? met(text) : notYet(text);
  },
  verifyWithinSeconds: 420,
  pollEverySeconds: 10,
  estimateSeconds: 90,
  rollback: (subject, _, now) =>
    now['powerState'] === 'on'
      ? []
      : [vmCall(subject, 'vmware_power_on_vm', `powers on ${subject.target.name}, which stayed off`)],
  verifyRollback: (_, before, now) =>
    now['powerState'] === before['powerState']
      ? met(`it is ${said(now, 'powerState')}, as before`)
      : notYet(`it is ${said(now, 'powerState')}; before it was ${said(before, 'powerState')}`),
});

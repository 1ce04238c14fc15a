import { check, known, met, notYet, said, type Call } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { guestIsWell, powerFacts, type VmServer } from '../shared/vm-server.ts';

export type RestartMode = 'guest' | 'hard' | 'guest-then-hard';

/** A guest that answers takes some minutes to go down and come up; one that does not will not do it at all. */
const answeringGuestSeconds = 240;
const silentGuestSeconds = 30;

export const restartOn = (server: VmServer) =>
  vmOnServer<{ readonly mode: RestartMode }>(server, {
    deeds: ['restartGuest', 'reset', 'powerOn'],
    facts: async (vm, _, reader) => known({ ...powerFacts(vm), ...(await server.traces?.(reader, vm)) }),
    preChecks: ({ parameters }, now) => [
      check(now['powerState'] === 'on', `it is on: its power state is ${said(now, 'powerState')}`),
      ...(parameters.mode === 'guest'
        ? [check(now['tools'] === 'running', `VMware Tools runs in its guest: ${said(now, 'tools')}`)]
        : []),
    ],
    plan: (subject, now) => {
      const { name } = subject.target;
      const guest = vmCall(server, subject, 'restartGuest', `asks the guest of ${name} to restart`);
      const hard = vmCall(server, subject, 'reset', `presses the reset button of ${name}`);
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
        verification: `${name} has started later than ${said(now, 'bootedAt')}${server.traces ? ', or is seen to have been reset' : ''}, and its guest reports a heartbeat where it has VMware Tools`,
      };
    },
    verify: (_, before, now, earlier) => {
      const reset =
        now['resetLoggedAt'] === undefined
          ? ''
          : `, its newest reset is logged at ${said(now, 'resetLoggedAt')}`;
      const text = `it started at ${said(now, 'bootedAt')} (before: ${said(before, 'bootedAt')})${reset}, is ${said(now, 'powerState')}, its heartbeat is ${said(now, 'heartbeat')}`;
      return server.restarted(before, now, earlier) && now['powerState'] === 'on' && guestIsWell(now)
        ? met(text)
        : notYet(text);
    },
    verifyWithinSeconds: 420,
    pollEverySeconds: 10,
    estimateSeconds: 90,
    rollback: (subject, _, now) =>
      now['powerState'] === 'on'
        ? []
        : [vmCall(server, subject, 'powerOn', `powers on ${subject.target.name}, which stayed off`)],
    verifyRollback: (_, before, now) =>
      now['powerState'] === before['powerState']
        ? met(`it is ${said(now, 'powerState')}, as before`)
        : notYet(`it is ${said(now, 'powerState')}; before it was ${said(before, 'powerState')}`),
  });

import { check, failed, metWhen, momentOf, said } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { powerFacts, type VmServer } from '../shared/vm-server.ts';

export const powerOffOn = (server: VmServer) =>
  vmOnServer<{ readonly mode: 'guest' | 'hard' }>(server, {
    deeds: ['shutDownGuest', 'powerOff', 'powerOn'],
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
            ? vmCall(server, subject, 'shutDownGuest', `asks the guest of ${name} to shut down`)
            : vmCall(server, subject, 'powerOff', `takes the power from ${name}`),
        ],
        after: { powerState: 'off' },
        verification: `${name} was on and is off`,
      };
    },
    verify: (_, before, now) => {
      // Waiting does not help any more: it went off, and somebody or something has started it.
      if (now['powerState'] === 'on' && momentOf(now, 'bootedAt') > momentOf(before, 'bootedAt'))
        return failed(
          `it is on: something else has started it at ${said(now, 'bootedAt')} (before: ${said(before, 'bootedAt')})`,
        );
      return metWhen(
        before['powerState'] === 'on' && now['powerState'] === 'off',
        `it was ${said(before, 'powerState')} and is ${said(now, 'powerState')}`,
      );
    },
    verifyWithinSeconds: 300,
    pollEverySeconds: 5,
    estimateSeconds: 45,
    rollback: (subject, _, now) =>
      now['powerState'] === 'on'
        ? []
        : [vmCall(server, subject, 'powerOn', `powers on ${subject.target.name} again`)],
    verifyRollback: (_, before, now) =>
      metWhen(
        now['powerState'] === before['powerState'],
        `its power state was ${said(before, 'powerState')} and is ${said(now, 'powerState')}`,
      ),
  });

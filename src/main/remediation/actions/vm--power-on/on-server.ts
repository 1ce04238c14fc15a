import { check, metWhen, said } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { guestIsWell, powerFacts, type VmServer } from '../shared/vm-server.ts';

export const powerOnOn = (server: VmServer) =>
  vmOnServer<Record<string, never>>(server, {
    deeds: ['powerOn', 'powerOff'],
    facts: powerFacts,
    preChecks: (_, now) => [
      check(now['powerState'] === 'off', `it is off: its power state is ${said(now, 'powerState')}`),
    ],
    plan: (subject) => ({
      calls: [vmCall(server, subject, 'powerOn', `powers on ${subject.target.name}`)],
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
        : [vmCall(server, subject, 'powerOff', `powers off ${subject.target.name} again`)],
    verifyRollback: (_, before, now) =>
      metWhen(
        now['powerState'] === before['powerState'],
        `its power state was ${said(before, 'powerState')} and is ${said(now, 'powerState')}`,
      ),
  });

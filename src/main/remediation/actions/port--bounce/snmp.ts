import { check } from '../shared/facts.ts';
import { bounceSteps } from '../shared/port-steps.ts';
import { isChangeable, snmpHands, snmpPortAdapter } from '../shared/snmp-port.ts';

const steps = bounceSteps(snmpHands);

export const snmp = snmpPortAdapter<Record<string, never>>({
  ...steps,
  preChecks: (subject, now) => [
    ...steps.preChecks(subject, now),
    isChangeable(now),
    check(
      now['lastChange'] !== undefined,
      'the device says when its link changed last, without which a bounce cannot be told',
    ),
  ],
  verifyWithinSeconds: 180,
  pollEverySeconds: 5,
  estimateSeconds: 60,
});

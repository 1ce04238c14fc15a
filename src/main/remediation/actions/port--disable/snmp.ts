import { disableSteps } from '../shared/port-steps.ts';
import { isChangeable, snmpHands, snmpPortAdapter } from '../shared/snmp-port.ts';

const steps = disableSteps(snmpHands);

export const snmp = snmpPortAdapter<Record<string, never>>({
  ...steps,
  preChecks: (subject, now) => [...steps.preChecks(subject, now), isChangeable(now)],
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 15,
});

import { enableSteps } from '../shared/port-steps.ts';
import { isChangeable, snmpHands, snmpPortAdapter } from '../shared/snmp-port.ts';

const steps = enableSteps(snmpHands);

export const snmp = snmpPortAdapter<{ readonly expectLink: boolean }>({
  ...steps,
  preChecks: (subject, now) => [...steps.preChecks(subject, now), isChangeable(now)],
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 20,
});

import { check } from '../shared/facts.ts';
import { bounceSteps } from '../shared/port-steps.ts';
import { sshHands, sshPortAdapter } from '../shared/ssh-port.ts';

const steps = bounceSteps(sshHands);

export const sshNetwork = sshPortAdapter<Record<string, never>>({
  ...steps,
  preChecks: (subject, now) => [
    ...steps.preChecks(subject, now),
    check(
      now['carrierChanges'] !== undefined,
      'the host counts how often its link changed, without which a bounce cannot be told',
    ),
  ],
  verifyWithinSeconds: 90,
  pollEverySeconds: 5,
  estimateSeconds: 30,
});

import { disableSteps } from '../shared/port-steps.ts';
import { sshHands, sshPortAdapter } from '../shared/ssh-port.ts';

export const sshNetwork = sshPortAdapter<Record<string, never>>({
  ...disableSteps(sshHands),
  verifyWithinSeconds: 30,
  pollEverySeconds: 5,
  estimateSeconds: 10,
});

import { enableSteps } from '../shared/port-steps.ts';
import { sshHands, sshPortAdapter } from '../shared/ssh-port.ts';

export const sshNetwork = sshPortAdapter<{ readonly expectLink: boolean }>({
  ...enableSteps(sshHands),
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 15,
});

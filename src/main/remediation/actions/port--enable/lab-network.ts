import { labHands, labPortAdapter } from '../shared/lab-port.ts';
import { enableSteps } from '../shared/port-steps.ts';

export const labNetwork = labPortAdapter<{ readonly expectLink: boolean }>({
  ...enableSteps(labHands),
  writes: ['network_enable_port', 'network_disable_port'],
  verifyWithinSeconds: 120,
  pollEverySeconds: 10,
  estimateSeconds: 20,
});

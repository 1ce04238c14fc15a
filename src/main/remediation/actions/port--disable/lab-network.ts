import { labHands, labPortAdapter } from '../shared/lab-port.ts';
import { disableSteps } from '../shared/port-steps.ts';

export const labNetwork = labPortAdapter<Record<string, never>>({
  ...disableSteps(labHands),
  writes: ['network_disable_port', 'network_enable_port'],
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 10,
});

import { labHands, labPortAdapter, portCall } from '../shared/lab-port.ts';
import { callOfPort } from '../shared/port.ts';
import { bounceSteps } from '../shared/port-steps.ts';

export const labNetwork = labPortAdapter<Record<string, never>>({
  ...bounceSteps(labHands, (target) => [
    portCall(
      target,
      'network_bounce_port',
      `shuts ${callOfPort(target)} down and enables it again two seconds later`,
    ),
  ]),
  writes: ['network_bounce_port', 'network_enable_port'],
  verifyWithinSeconds: 180,
  pollEverySeconds: 15,
  estimateSeconds: 60,
});

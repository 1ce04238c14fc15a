import { check, metWhen } from '../shared/facts.ts';
import { callOfPort, disable, enable, labPortAdapter, linkText } from '../shared/lab-port.ts';

export const labNetwork = labPortAdapter<Record<string, never>>({
  writes: ['network_disable_port', 'network_enable_port'],
  preChecks: (_, now) => [check(now['adminUp'] === true, `it is enabled: ${linkText(now)}`)],
  plan: ({ target }) => ({
    calls: [disable(target)],
    after: { adminUp: false, linkUp: false },
    verification: `${callOfPort(target)} was enabled and is shut down, and its link is down`,
  }),
  verify: (_, before, now) =>
    metWhen(before['adminUp'] === true && now['adminUp'] === false && now['linkUp'] === false, linkText(now)),
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 10,
  rollback: ({ target }, _, now) => (now['adminUp'] === true ? [] : [enable(target, ' again')]),
  verifyRollback: (_, before, now) =>
    metWhen(
      now['adminUp'] !== undefined &&
        now['adminUp'] === before['adminUp'] &&
        (before['linkUp'] !== true || now['linkUp'] === true),
      linkText(now),
    ),
});

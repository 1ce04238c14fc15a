import { check, metWhen } from '../shared/facts.ts';
import { callOfPort, disable, enable, linkText, notItsOwnWay, sshPortAdapter } from '../shared/ssh-port.ts';

export const sshNetwork = sshPortAdapter<Record<string, never>>({
  preChecks: (_, now) => [
    check(now['adminUp'] === true, `it is enabled: ${linkText(now)}`),
    notItsOwnWay(now),
  ],
  plan: ({ target }, now) => ({
    calls: [disable(target, now, ' until the host starts anew')],
    after: { adminUp: false, linkUp: false },
    verification: `${callOfPort(target)} was enabled and is shut down, and its link is down`,
  }),
  verify: (_, before, now) =>
    metWhen(before['adminUp'] === true && now['adminUp'] === false && now['linkUp'] === false, linkText(now)),
  verifyWithinSeconds: 30,
  pollEverySeconds: 5,
  estimateSeconds: 10,
  rollback: ({ target }, _, now) => (now['adminUp'] === true ? [] : [enable(target, now, ' again')]),
  verifyRollback: (_, before, now) =>
    metWhen(
      now['adminUp'] !== undefined &&
        now['adminUp'] === before['adminUp'] &&
        (before['linkUp'] !== true || now['linkUp'] === true),
      linkText(now),
    ),
});

import { check, metWhen, same } from '../shared/facts.ts';
import {
  callOfPort,
  disable,
  enable,
  hasChanged,
  linkText,
  notItsOwnWay,
  sshPortAdapter,
} from '../shared/ssh-port.ts';

/** A port that flaps is up every other time one looks: it has to be found up, and unchanged, so often in a row. */
const pollsInARow = 3;

export const sshNetwork = sshPortAdapter<Record<string, never>>({
  preChecks: (_, now) => [
    check(now['adminUp'] === true, `it is enabled: ${linkText(now)}`),
    notItsOwnWay(now),
    check(
      now['carrierChanges'] !== undefined,
      'the host counts how often its link changed, without which a bounce cannot be told',
    ),
  ],
  plan: ({ target }, now) => ({
    calls: [disable(target, now), enable(target, now, ' again')],
    after: { adminUp: true, linkUp: true },
    verification: `the link of ${callOfPort(target)} has changed since, is up, and is found so ${pollsInARow} times in a row without another change`,
  }),
  verify: (_, before, now, earlier) => {
    const row = [...earlier, now].slice(-pollsInARow);
    const stable =
      row.length === pollsInARow &&
      row.every(
        (one) => one['linkUp'] === true && one['adminUp'] === true && same(one, now, ['carrierChanges']),
      );
    return metWhen(stable && hasChanged(before, now), linkText(now));
  },
  verifyWithinSeconds: 90,
  pollEverySeconds: 5,
  estimateSeconds: 30,
  rollback: ({ target }, _, now) =>
    now['adminUp'] === true ? [] : [enable(target, now, ', which stayed shut down')],
  verifyRollback: (_, before, now) =>
    metWhen(now['adminUp'] !== undefined && now['adminUp'] === before['adminUp'], linkText(now)),
});

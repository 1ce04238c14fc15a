import { check, metWhen, momentOf, same } from '../shared/facts.ts';
import { callOfPort, enable, labPortAdapter, linkText, portCall } from '../shared/lab-port.ts';

/** A port that flaps is up every other time one looks: it has to be found up, and unchanged, so often in a row. */
const pollsInARow = 3;

export const labNetwork = labPortAdapter<Record<string, never>>({
  writes: ['network_bounce_port', 'network_enable_port'],
  preChecks: (_, now) => [check(now['adminUp'] === true, `it is enabled: ${linkText(now)}`)],
  plan: ({ target }) => ({
    calls: [
      portCall(
        target,
        'network_bounce_port',
        `shuts ${callOfPort(target)} down and enables it again two seconds later`,
      ),
    ],
    after: { adminUp: true, linkUp: true },
    verification: `the link of ${callOfPort(target)} has changed since, is up, and is found so ${pollsInARow} times in a row without another change`,
  }),
  verify: (_, before, now, earlier) => {
    const row = [...earlier, now].slice(-pollsInARow);
    const stable =
      row.length === pollsInARow &&
      row.every((one) => one['linkUp'] === true && one['adminUp'] === true && same(one, now, ['changedAt']));
    return metWhen(stable && momentOf(now, 'changedAt') > momentOf(before, 'changedAt'), linkText(now));
  },
  verifyWithinSeconds: 180,
  pollEverySeconds: 15,
  estimateSeconds: 60,
  rollback: ({ target }, _, now) =>
    now['adminUp'] === true ? [] : [enable(target, ', which stayed shut down')],
  verifyRollback: (_, before, now) =>
    metWhen(now['adminUp'] !== undefined && now['adminUp'] === before['adminUp'], linkText(now)),
});

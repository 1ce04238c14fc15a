import { check, metWhen } from '../shared/facts.ts';
import { callOfPort, disable, enable, labPortAdapter, linkText, staysUp } from '../shared/lab-port.ts';

export const labNetwork = labPortAdapter<{ readonly expectLink: boolean }>({
  writes: ['network_enable_port', 'network_disable_port'],
  preChecks: (_, now) => [check(now['adminUp'] === false, `it is shut down: ${linkText(now)}`)],
  plan: ({ target, parameters }) => ({
    calls: [enable(target)],
    after: { adminUp: true, ...(parameters.expectLink && { linkUp: true }) },
    verification: `${callOfPort(target)} was shut down and is enabled${parameters.expectLink ? ', and its link is up at two polls in a row without having changed' : ''}`,
  }),
  verify: ({ parameters }, before, now, earlier) =>
    metWhen(
      before['adminUp'] === false &&
        now['adminUp'] === true &&
        (!parameters.expectLink || staysUp(now, earlier)),
      linkText(now),
    ),
  verifyWithinSeconds: 120,
  pollEverySeconds: 10,
  estimateSeconds: 20,
  rollback: ({ target }, _, now) => (now['adminUp'] === false ? [] : [disable(target, ' again')]),
  verifyRollback: (_, before, now) =>
    metWhen(now['adminUp'] !== undefined && now['adminUp'] === before['adminUp'], linkText(now)),
});

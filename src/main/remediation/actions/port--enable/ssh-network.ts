import { check, metWhen } from '../shared/facts.ts';
import { callOfPort, disable, enable, linkText, sshPortAdapter, staysUp } from '../shared/ssh-port.ts';

export const sshNetwork = sshPortAdapter<{ readonly expectLink: boolean }>({
  preChecks: (_, now) => [check(now['adminUp'] === false, `it is shut down: ${linkText(now)}`)],
  plan: ({ target, parameters }, now) => ({
    calls: [enable(target, now, ' until the host starts anew')],
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
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 15,
  rollback: ({ target }, _, now) => (now['adminUp'] === false ? [] : [disable(target, now, ' again')]),
  verifyRollback: (_, before, now) =>
    metWhen(now['adminUp'] !== undefined && now['adminUp'] === before['adminUp'], linkText(now)),
});

import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter } from '../../action-adapter.ts';
import { check, metWhen, type Call, type Check } from './facts.ts';
import { callOfPort } from './port.ts';

/** How ports are looked at and changed on one kind of server. Facts are `adminUp` and `linkUp`, and what it adds. */
export interface PortHands {
  readonly enable: (target: Entity, now: Facts, again?: string) => Call;
  readonly disable: (target: Entity, now: Facts, again?: string) => Call;
  /** For how long it stays as it is set, where that is not for good: ` until …`. */
  readonly lasting?: string;
  /** State and last change in words. */
  readonly linkText: (now: Facts) => string;
  /** Whether nothing happened to the link between two looks; both know it. */
  readonly unchanged: (one: Facts, other: Facts) => boolean;
  readonly hasChanged: (before: Facts, now: Facts) => boolean;
  /** What else has to hold before it is shut down. */
  readonly mayGoDown: (now: Facts) => readonly Check[];
}

type Steps<Parameters> = Pick<
  ActionAdapter<Parameters>,
  'plan' | 'preChecks' | 'rollback' | 'verify' | 'verifyRollback'
>;

export function disableSteps(hands: PortHands): Steps<Record<string, never>> {
  const { linkText } = hands;
  return {
    preChecks: (_, now) => [
      check(now['adminUp'] === true, `it is enabled: ${linkText(now)}`),
      ...hands.mayGoDown(now),
    ],
    plan: ({ target }, now) => ({
      calls: [hands.disable(target, now, hands.lasting)],
      after: { adminUp: false, linkUp: false },
      verification: `${callOfPort(target)} was enabled and is shut down, and its link is down`,
    }),
    verify: (_, before, now) =>
      metWhen(
        before['adminUp'] === true && now['adminUp'] === false && now['linkUp'] === false,
        linkText(now),
      ),
    rollback: ({ target }, _, now) => (now['adminUp'] === true ? [] : [hands.enable(target, now, ' again')]),
    verifyRollback: (_, before, now) =>
      metWhen(
        now['adminUp'] !== undefined &&
          now['adminUp'] === before['adminUp'] &&
          (before['linkUp'] !== true || now['linkUp'] === true),
        linkText(now),
      ),
  };
}

export function enableSteps(hands: PortHands): Steps<{ readonly expectLink: boolean }> {
  const { linkText } = hands;
  return {
    preChecks: (_, now) => [check(now['adminUp'] === false, `it is shut down: ${linkText(now)}`)],
    plan: ({ target, parameters }, now) => ({
      calls: [hands.enable(target, now, hands.lasting)],
      after: { adminUp: true, ...(parameters.expectLink && { linkUp: true }) },
      verification: `${callOfPort(target)} was shut down and is enabled${parameters.expectLink ? ', and its link is up at two polls in a row without having changed' : ''}`,
    }),
    verify: ({ parameters }, before, now, earlier) =>
      metWhen(
        before['adminUp'] === false &&
          now['adminUp'] === true &&
          (!parameters.expectLink || staysUp(hands, now, earlier)),
        linkText(now),
      ),
    rollback: ({ target }, _, now) =>
      now['adminUp'] === false ? [] : [hands.disable(target, now, ' again')],
    verifyRollback: sameAdminStatus(hands),
  };
}

/** A port that flaps is up every other time one looks: it has to be found up, and unchanged, so often in a row. */
const pollsInARow = 3;

/** @param calls shut it down and enable it again, where one call does not do both */
export function bounceSteps(
  hands: PortHands,
  calls: (target: Entity, now: Facts) => readonly Call[] = (target, now) => [
    hands.disable(target, now),
    hands.enable(target, now, ' again'),
  ],
): Steps<Record<string, never>> {
  const { linkText } = hands;
  return {
    preChecks: (_, now) => [
      check(now['adminUp'] === true, `it is enabled: ${linkText(now)}`),
      ...hands.mayGoDown(now),
    ],
    plan: ({ target }, now) => ({
      calls: calls(target, now),
      after: { adminUp: true, linkUp: true },
      verification: `the link of ${callOfPort(target)} has changed since, is up, and is found so ${pollsInARow} times in a row without another change`,
    }),
    verify: (_, before, now, earlier) => {
      const row = [...earlier, now].slice(-pollsInARow);
      const stable =
        row.length === pollsInARow &&
        row.every((one) => one['linkUp'] === true && one['adminUp'] === true && hands.unchanged(one, now));
      return metWhen(stable && hands.hasChanged(before, now), linkText(now));
    },
    rollback: ({ target }, _, now) =>
      now['adminUp'] === true ? [] : [hands.enable(target, now, ', which stayed shut down')],
    verifyRollback: sameAdminStatus(hands),
  };
}

const sameAdminStatus =
  ({ linkText }: PortHands): NonNullable<ActionAdapter<unknown>['verifyRollback']> =>
  (_, before, now) =>
    metWhen(now['adminUp'] !== undefined && now['adminUp'] === before['adminUp'], linkText(now));

/** A link that was up at the poll before and has not changed since. */
function staysUp(hands: PortHands, now: Facts, earlier: readonly Facts[]): boolean {
  const last = earlier.at(-1);
  return (
    last !== undefined && now['linkUp'] === true && last['linkUp'] === true && hands.unchanged(last, now)
  );
}

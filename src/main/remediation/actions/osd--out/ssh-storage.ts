import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter } from '../../action-adapter.ts';
import {
  allReachable,
  mayMove,
  notInTrouble,
  osdCall,
  profileOf,
  readOsd,
  sayState,
} from '../shared/ceph-osd.ts';
import { check, metWhen, numberOf, said, same } from '../shared/facts.ts';

const noFewerCopies = (before: Facts, now: Facts): boolean =>
  numberOf(now, 'unreachablePgs') === 0 &&
  numberOf(now, 'incompletePgs') <= numberOf(before, 'incompletePgs');

const isOut = (facts: Facts): boolean => facts['in'] === false && facts['weight'] === 0;

const isAsBefore = (before: Facts, now: Facts): boolean => same(before, now, ['in', 'weight']);

/**
 * The map changes at once; what the placement groups say of it comes some seconds later. So it is only believed when it
 * was seen twice.
 */
export const sshStorage: ActionAdapter<Record<string, never>> = {
  server: 'ssh-storage',
  writes: ['run-command'],
  read: ({ target, view }, reader) => readOsd(target, view, reader),
  preChecks: (_, now) => [
    check(now['in'] === true, `it is in: ${now['in'] === true ? 'it is' : 'it is out'}`),
    // Taken in again it would have the weight 1, and not the one that somebody gave it.
    check(now['weight'] === 1, `nobody has given it a weight of its own: it has ${said(now, 'weight')}`),
    notInTrouble(now),
    allReachable(now),
    check(
      numberOf(now, 'incompletePgs') === 0 || now['up'] === false,
      `no placement group lacks copies, or it is its own failure that is repaired: ${said(now, 'incompletePgs')} lack some`,
    ),
    mayMove(now),
    check(
      now['tightPool'] === null,
      `the others have a place for every copy: ${now['tightPool'] === null ? 'they have' : said(now, 'tightPool')}`,
    ),
    check(
      numberOf(now, 'usedAfterPercent') < numberOf(now, 'nearFullPercent') &&
        numberOf(now, 'fullestOtherPercent') < numberOf(now, 'nearFullPercent'),
      `the others have room: they would be ${said(now, 'usedAfterPercent')} % full, the fullest is ${said(now, 'fullestOtherPercent')} % full, the cluster calls ${said(now, 'nearFullPercent')} % nearly full`,
    ),
  ],
  plan: ({ target }, now) => ({
    calls: [osdCall(target, profileOf(now), 'out', `takes ${target.name} out`)],
    after: { in: false, weight: 0 },
    verification: `${target.name} was in and is out, and no placement group is out of reach or lacks more copies than before, at two polls in a row`,
  }),
  verify: (_, before, now, earlier) => {
    const previous = earlier.at(-1);
    const twice = [now, ...(previous ? [previous] : [])];
    return metWhen(
      before['in'] === true &&
        twice.length === 2 &&
        twice.every((facts) => isOut(facts) && noFewerCopies(before, facts)),
      sayState(now),
    );
  },
  verifyWithinSeconds: 180,
  pollEverySeconds: 10,
  estimateSeconds: 30,
  rollback: ({ target }, before, now) =>
    isAsBefore(before, now) ? [] : [osdCall(target, profileOf(now), 'in', `takes ${target.name} in again`)],
  verifyRollback: (_, before, now) => metWhen(isAsBefore(before, now), sayState(now)),
};

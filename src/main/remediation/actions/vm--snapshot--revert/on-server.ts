import type { Facts } from '../../../../shared/model/plan.ts';
import { check, known, metWhen, momentOf, said } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { powerFacts, type VmServer } from '../shared/vm-server.ts';

/**
 * A VM that stood on the snapshot already looks the same afterwards, but for having been taken off what it ran. One
 * that did not run leaves no trace of having been taken back: there, nothing could be verified.
 */
const leavesTrace = (before: Facts, snapshot: string): boolean =>
  before['standsOn'] !== snapshot || before['powerState'] === 'on';

export const revertToSnapshotOn = (server: VmServer) =>
  vmOnServer<{ readonly snapshot: string }>(server, {
    deeds: ['revertToSnapshot'],
    facts: (vm, { parameters }) => {
      const found = vm.snapshots.find(({ id }) => id === parameters.snapshot);
      return known({
        ...powerFacts(vm),
        standsOn: vm.currentSnapshot ?? null,
        exists: found !== undefined,
        holds: found?.holds,
        vcpus: vm.vcpus,
        memoryMib: vm.memoryMib,
      });
    },
    preChecks: ({ parameters }, now) => [
      check(now['exists'] === true, `it has the snapshot ${parameters.snapshot}`),
      check(
        leavesTrace(now, parameters.snapshot),
        `that it was taken back can be seen afterwards: it is ${said(now, 'powerState')} and stands on ${said(now, 'standsOn')}`,
      ),
    ],
    plan: (subject, now) => {
      const { snapshot } = subject.parameters;
      const { name } = subject.target;
      return {
        calls: [
          vmCall(
            server,
            subject,
            'revertToSnapshot',
            `takes ${name} back to ${snapshot}; what it wrote since is lost`,
            { snapshot },
          ),
        ],
        after: { standsOn: snapshot },
        verification: showsByPlace(now, snapshot)
          ? `${name} stands on ${snapshot}, and is ${said(now, 'holds')}, as that was taken`
          : `${name} stands on ${snapshot}, and has left what it ran: it is off, or has started later than before`,
      };
    },
    verify: ({ parameters: { snapshot } }, before, now) => {
      const stopped =
        before['powerState'] !== 'on' ||
        now['powerState'] === 'off' ||
        momentOf(now, 'bootedAt') > momentOf(before, 'bootedAt');
      const asTaken = showsByPlace(before, snapshot) ? now['powerState'] === before['holds'] : stopped;
      return metWhen(
        leavesTrace(before, snapshot) && now['standsOn'] === snapshot && asTaken,
        `it stands on ${said(now, 'standsOn')} (before: ${said(before, 'standsOn')}), is ${said(now, 'powerState')}, started at ${said(now, 'bootedAt')} (before: ${said(before, 'bootedAt')})`,
      );
    },
    verifyWithinSeconds: 900,
    pollEverySeconds: 10,
    estimateSeconds: 120,
  });

/**
 * A snapshot with memory leaves a VM running, and its time of start as it was: where the server tells what a snapshot
 * holds, standing on another one than before and being what that holds is what shows it.
 */
const showsByPlace = (before: Facts, snapshot: string): boolean =>
  before['holds'] !== undefined && before['standsOn'] !== snapshot;

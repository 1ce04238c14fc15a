import { check, known, met, notYet, numberOf, said } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { powerFacts, type VmServer } from '../shared/vm-server.ts';

export const removeSnapshotOn = (server: VmServer) =>
  vmOnServer<{ readonly snapshot: string; readonly withThoseBelow: boolean }>(server, {
    deeds: ['removeSnapshot'],
    facts: (vm, { parameters }) => {
      const found = vm.snapshots.find(({ id }) => id === parameters.snapshot);
      const { connection } = powerFacts(vm);
      return known({
        connection,
        snapshots: vm.snapshots.length,
        exists: found !== undefined,
        below: found?.below.length ?? 0,
      });
    },
    preChecks: ({ parameters }, now) => [
      check(now['exists'] === true, `it has the snapshot ${parameters.snapshot}`),
    ],
    plan: (subject, now) => {
      const { snapshot, withThoseBelow } = subject.parameters;
      const { name } = subject.target;
      const gone = 1 + (withThoseBelow ? numberOf(now, 'below') : 0);
      return {
        calls: [
          vmCall(
            server,
            subject,
            'removeSnapshot',
            withThoseBelow && gone > 1
              ? `removes ${snapshot} of ${name} and ${gone - 1} below it`
              : `removes ${snapshot} of ${name}`,
            { snapshot, withThoseBelow },
          ),
        ],
        after: { exists: false, snapshots: numberOf(now, 'snapshots') - gone },
        verification: `${name} no longer has ${snapshot}, and has ${numberOf(now, 'snapshots') - gone} snapshots`,
      };
    },
    verify: ({ parameters }, before, now) => {
      const left =
        numberOf(before, 'snapshots') - 1 - (parameters.withThoseBelow ? numberOf(before, 'below') : 0);
      const text = `it had ${said(before, 'snapshots')} snapshots and has ${said(now, 'snapshots')}; ${parameters.snapshot} ${now['exists'] === false ? 'is gone' : 'is still there'}`;
      return before['exists'] === true && now['exists'] === false && numberOf(now, 'snapshots') <= left
        ? met(text)
        : notYet(text);
    },
    // Merging reads and writes everything that has changed since the snapshot was taken.
    verifyWithinSeconds: 3_600,
    pollEverySeconds: 15,
    estimateSeconds: 300,
  });

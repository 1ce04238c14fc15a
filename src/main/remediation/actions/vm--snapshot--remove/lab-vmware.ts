import { check, known, met, notYet, numberOf, said } from '../shared/facts.ts';
import { labVmAdapter, powerFacts, snapshotsOf, vmCall } from '../shared/lab-vm.ts';

export const labVmware = labVmAdapter<{ readonly snapshot: string; readonly withThoseBelow: boolean }>({
  writes: ['vmware_remove_snapshot'],
  facts: (vm, { parameters }) => {
    const all = snapshotsOf(vm);
    const found = all.find(({ id }) => id === parameters.snapshot);
    const { connection } = powerFacts(vm);
    return known({
      connection,
      snapshots: all.length,
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
          subject,
          'vmware_remove_snapshot',
          withThoseBelow && gone > 1
            ? `removes ${snapshot} of ${name} and ${gone - 1} below it`
            : `removes ${snapshot} of ${name}`,
          { snapshot, removeChildren: withThoseBelow },
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

import { check, known, metWhen, numberOf, said, textOf } from '../shared/facts.ts';
import { labVmAdapter, powerFacts, snapshotsOf, vmCall } from '../shared/lab-vm.ts';

/** vSphere keeps at most so many in a chain. */
const mostSnapshots = 32;

export const labVmware = labVmAdapter<{ readonly name: string; readonly quiesce: boolean }>({
  writes: ['vmware_create_snapshot', 'vmware_remove_snapshot'],
  facts: (vm, { parameters }) => {
    const snapshots = snapshotsOf(vm);
    const { connection, tools, powerState } = powerFacts(vm);
    return known({
      connection,
      tools,
      powerState,
      snapshots: snapshots.length,
      snapshot: snapshots.find(({ name }) => name === parameters.name)?.id ?? null,
    });
  },
  preChecks: ({ parameters }, now) => [
    check(
      now['snapshot'] === null,
      `it has no snapshot "${parameters.name}" yet: ${now['snapshot'] === null ? 'none' : said(now, 'snapshot')}`,
    ),
    check(
      numberOf(now, 'snapshots') < mostSnapshots,
      `it has ${said(now, 'snapshots')} snapshots, at most ${mostSnapshots} can be`,
    ),
    ...(parameters.quiesce
      ? [
          check(
            now['powerState'] === 'on' && now['tools'] === 'running',
            `its guest can be asked to write everything: it is ${said(now, 'powerState')}, VMware Tools: ${said(now, 'tools')}`,
          ),
        ]
      : []),
  ],
  plan: (subject, now) => {
    const { name, quiesce } = subject.parameters;
    return {
      calls: [
        vmCall(subject, 'vmware_create_snapshot', `takes a snapshot "${name}" of ${subject.target.name}`, {
          name,
          quiesce,
        }),
      ],
      after: { snapshots: numberOf(now, 'snapshots') + 1 },
      verification: `${subject.target.name} has a snapshot "${name}", which it did not have before`,
    };
  },
  verify: (_, before, now) =>
    metWhen(
      before['snapshot'] === null && textOf(now, 'snapshot') !== undefined,
      `it had ${said(before, 'snapshots')} snapshots and has ${said(now, 'snapshots')}; the wanted one is ${said(now, 'snapshot')}`,
    ),
  verifyWithinSeconds: 600,
  pollEverySeconds: 10,
  estimateSeconds: 30,
  rollback: (subject, before, now) => {
    const made = textOf(now, 'snapshot');
    return made === undefined || made === before['snapshot']
      ? []
      : [
          vmCall(
            subject,
            'vmware_remove_snapshot',
            `removes the snapshot "${subject.parameters.name}" of ${subject.target.name} again`,
            { snapshot: made, removeChildren: false },
          ),
        ];
  },
  verifyRollback: (_, before, now) =>
    metWhen(
      now['snapshot'] === null && now['snapshots'] === before['snapshots'],
      `it had ${said(before, 'snapshots')} snapshots and has ${said(now, 'snapshots')}`,
    ),
});

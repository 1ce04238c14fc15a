import { check, failed, known, metWhen, numberOf, said, textOf } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { powerFacts, type VmServer } from '../shared/vm-server.ts';

/** vSphere keeps at most so many in a chain. */
const mostSnapshots = 32;

export const createSnapshotOn = (server: VmServer) =>
  vmOnServer<{ readonly name: string; readonly quiesce: boolean }>(server, {
    deeds: ['createSnapshot', 'removeSnapshot'],
    facts: (vm, { parameters }) => {
      const { snapshots } = vm;
      const { connection, tools, powerState } = powerFacts(vm);
      const made = snapshots.find(({ name }) => name === parameters.name);
      return known({
        connection,
        tools,
        powerState,
        snapshots: snapshots.length,
        snapshot: made?.id ?? null,
        quiesced: made?.quiesced,
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
          vmCall(server, subject, 'createSnapshot', `takes a snapshot "${name}" of ${subject.target.name}`, {
            name,
            quiesce,
          }),
        ],
        after: { snapshots: numberOf(now, 'snapshots') + 1 },
        verification: `${subject.target.name} has a snapshot "${name}", which it did not have before${quiesce ? ', of a guest at rest' : ''}, and runs as before`,
      };
    },
    verify: ({ parameters }, before, now) => {
      const there = before['snapshot'] === null && textOf(now, 'snapshot') !== undefined;
      if (there && now['powerState'] !== before['powerState'])
        return failed(
          `it has the snapshot ${said(now, 'snapshot')}, but it is ${said(now, 'powerState')} and was ${said(before, 'powerState')}`,
        );
      if (there && parameters.quiesce && now['quiesced'] === false)
        return failed(
          `it has the snapshot ${said(now, 'snapshot')}, but its guest was not brought to rest for it`,
        );
      return metWhen(
        there,
        `it had ${said(before, 'snapshots')} snapshots and has ${said(now, 'snapshots')}; the wanted one is ${said(now, 'snapshot')}`,
      );
    },
    verifyWithinSeconds: 600,
    pollEverySeconds: 10,
    estimateSeconds: 30,
    rollback: (subject, before, now) => {
      const made = textOf(now, 'snapshot');
      return made === undefined || made === before['snapshot']
        ? []
        : [
            vmCall(
              server,
              subject,
              'removeSnapshot',
              `removes the snapshot "${subject.parameters.name}" of ${subject.target.name} again`,
              { snapshot: made, withThoseBelow: false },
            ),
          ];
    },
    verifyRollback: (_, before, now) =>
      metWhen(
        now['snapshot'] === null && now['snapshots'] === before['snapshots'],
        `it had ${said(before, 'snapshots')} snapshots and has ${said(now, 'snapshots')}`,
      ),
  });

import type { Facts } from '../../../../shared/model/plan.ts';
import { check, gib, inGib, known, metWhen, numberOf, said } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { powerFacts, type VmServer } from '../shared/vm-server.ts';

export interface Parameters {
  readonly disk: number;
  readonly newSizeGib: number;
  readonly extendFileSystem: boolean;
}

export const growDiskOn = (server: VmServer) =>
  vmOnServer<Parameters>(server, {
    deeds: ['growDisk'],
    facts: async (vm, { parameters }, reader) => {
      const disk = vm.disks.find(({ key }) => key === parameters.disk);
      const { connection, tools, powerState } = powerFacts(vm);
      return known({
        connection,
        tools,
        powerState,
        snapshots: vm.snapshots.length,
        sizeBytes: disk?.sizeBytes,
        fileSystemBytes: disk?.fileSystemBytes,
        datastoreFreeBytes: disk && (await server.datastoreFreeBytes(reader, disk.datastore)),
      });
    },
    preChecks: ({ parameters }, now) => {
      const more = parameters.newSizeGib * gib - numberOf(now, 'sizeBytes');
      return [
        check(
          more > 0,
          `it has ${inGib(numberOf(now, 'sizeBytes'))}: it can only grow to ${parameters.newSizeGib} GiB`,
        ),
        check(
          now['snapshots'] === 0,
          `the VM has no snapshots, which would keep its disks from growing: ${said(now, 'snapshots')}`,
        ),
        check(
          more <= numberOf(now, 'datastoreFreeBytes'),
          `its datastore has ${inGib(numberOf(now, 'datastoreFreeBytes'))} free for the ${inGib(more)} more`,
        ),
        ...(parameters.extendFileSystem ? [fileSystemCheck(server, now)] : []),
      ];
    },
    plan: (subject, now) => {
      const { disk, newSizeGib, extendFileSystem } = subject.parameters;
      return {
        calls: [
          vmCall(
            server,
            subject,
            'growDisk',
            `grows disk ${disk} of ${subject.target.name} from ${inGib(numberOf(now, 'sizeBytes'))} to ${newSizeGib} GiB${extendFileSystem ? ' and lets the guest take it up' : ''}`,
            { disk, sizeBytes: newSizeGib * gib, extendFileSystem },
          ),
        ],
        after: { sizeBytes: newSizeGib * gib },
        verification: `disk ${disk} of ${subject.target.name} has ${newSizeGib} GiB${extendFileSystem ? ', and the file system on it is larger than before' : ''}`,
      };
    },
    verify: ({ parameters }, before, now) => {
      const grown =
        numberOf(before, 'sizeBytes') < parameters.newSizeGib * gib &&
        now['sizeBytes'] === parameters.newSizeGib * gib;
      const takenUp =
        !parameters.extendFileSystem ||
        numberOf(now, 'fileSystemBytes') > numberOf(before, 'fileSystemBytes');
      return metWhen(
        grown && takenUp,
        `the disk had ${inGib(numberOf(before, 'sizeBytes'))} and has ${inGib(numberOf(now, 'sizeBytes'))}; its file system had ${inGib(numberOf(before, 'fileSystemBytes'))} and has ${inGib(numberOf(now, 'fileSystemBytes'))}`,
      );
    },
    verifyWithinSeconds: 300,
    pollEverySeconds: 10,
    estimateSeconds: 30,
  });

function fileSystemCheck({ extendsFileSystems }: VmServer, now: Facts) {
  return extendsFileSystems
    ? check(
        now['powerState'] === 'on' && now['tools'] === 'running',
        `its guest can take the room up: it is ${said(now, 'powerState')}, VMware Tools: ${said(now, 'tools')}`,
      )
    : check(
        false,
        'the server can have a guest take the room up: vSphere cannot; ask with extendFileSystem false, and extend the file system in the guest afterwards',
      );
}

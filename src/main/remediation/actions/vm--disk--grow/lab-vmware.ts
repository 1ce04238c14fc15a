import { check, gib, inGib, known, metWhen, numberOf, said } from '../shared/facts.ts';
import {
  datastoreFreeBytes,
  disksOf,
  labVmAdapter,
  powerFacts,
  snapshotsOf,
  vmCall,
} from '../shared/lab-vm.ts';

interface Parameters {
  readonly disk: number;
  readonly newSizeGib: number;
  readonly extendFileSystem: boolean;
}

export const labVmware = labVmAdapter<Parameters>({
  writes: ['vmware_grow_disk'],
  facts: async (vm, { parameters }, reader) => {
    const disk = disksOf(vm).find(({ key }) => key === parameters.disk);
    const { connection, tools, powerState } = powerFacts(vm);
    return known({
      connection,
      tools,
      powerState,
      snapshots: snapshotsOf(vm).length,
      sizeBytes: disk?.sizeBytes,
      fileSystemBytes: disk?.fileSystemBytes,
      datastoreFreeBytes: disk && (await datastoreFreeBytes(reader, disk.datastore)),
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
      ...(parameters.extendFileSystem
        ? [
            check(
              now['powerState'] === 'on' && now['tools'] === 'running',
              `its guest can take the room up: it is ${said(now, 'powerState')}, VMware Tools: ${said(now, 'tools')}`,
            ),
          ]
        : []),
    ];
  },
  plan: (subject, now) => {
    const { disk, newSizeGib, extendFileSystem } = subject.parameters;
    return {
      calls: [
        vmCall(
          subject,
          'vmware_grow_disk',
          `grows disk ${disk} of ${subject.target.name} from ${inGib(numberOf(now, 'sizeBytes'))} to ${newSizeGib} GiB${extendFileSystem ? ' and lets the guest take it up' : ''}`,
          { disk, capacityBytes: newSizeGib * gib, extendGuestPartition: extendFileSystem },
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
      !parameters.extendFileSystem || numberOf(now, 'fileSystemBytes') > numberOf(before, 'fileSystemBytes');
    return metWhen(
      grown && takenUp,
      `the disk had ${inGib(numberOf(before, 'sizeBytes'))} and has ${inGib(numberOf(now, 'sizeBytes'))}; its file system had ${inGib(numberOf(before, 'fileSystemBytes'))} and has ${inGib(numberOf(now, 'fileSystemBytes'))}`,
    );
  },
  verifyWithinSeconds: 300,
  pollEverySeconds: 10,
  estimateSeconds: 30,
});

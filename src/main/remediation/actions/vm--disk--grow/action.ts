import { z } from 'zod';
import type { EntityOf } from '../../../../shared/model/entity.ts';
import { defineAction } from '../../action.ts';
import { gib } from '../shared/facts.ts';
import { asVm, refuseTemplate } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import { vsphere } from './vsphere.ts';

const diskOf = (target: Parameters<typeof asVm>[0], key: number) =>
  asVm(target)?.attributes.disks?.find((disk) => disk.key === key);

export const vmDiskGrow = defineAction({
  id: 'vm.disk.grow',
  title: 'Grow a disk of a VM',
  targets: ['vm'],
  parameters: z.strictObject({
    disk: z.int().nonnegative().describe('device key of the disk, as the inventory names it'),
    newSizeGib: z
      .int()
      .min(1)
      .max(62 * 1024)
      .describe('how large the disk is afterwards, in GiB'),
    extendFileSystem: z.boolean().default(true).describe('lets the guest take up the room as well'),
  }),
  risk: 'medium',
  reversibility: { is: 'irreversible', because: 'a disk cannot shrink' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) =>
    `${diskOf(target, parameters.disk)?.label ?? `disk ${parameters.disk}`} of ${target.name} has ${parameters.newSizeGib} GiB`,
  howToVerify: ({ target, parameters }) =>
    parameters.extendFileSystem
      ? `the disk of ${target.name} has ${parameters.newSizeGib} GiB, and its file system has grown`
      : `the disk of ${target.name} has ${parameters.newSizeGib} GiB`,
  refuse: (subject) => {
    const { parameters, target } = subject;
    const disks = asVm(target)?.attributes.disks;
    const disk = diskOf(target, parameters.disk);
    if (disks !== undefined && disk === undefined)
      return `it has no disk ${parameters.disk}; it has ${disks.map(({ key, label }) => `${key} (${label})`).join(', ') || 'none'}`;
    if (disk?.rawDevice !== undefined) return 'that disk is a LUN of its own: grow it on the array';
    return refuseTemplate(subject);
  },
  suggest: (target) => {
    const vm = asVm(target);
    const fullest = vm && fullestDisk(vm);
    if (fullest?.capacityBytes === undefined) return undefined;
    const quarterMore = Math.ceil((fullest.capacityBytes * 1.25) / gib);
    return { disk: fullest.key, newSizeGib: quarterMore };
  },
  idempotenceKey: ({ target, parameters }) => `${target.id} ${parameters.disk}`,
  adapters: [labVmware, vsphere],
});

/** The disk under the file system that has the smallest share free. */
function fullestDisk({ attributes }: EntityOf<'vm'>) {
  const { disks = [], partitions = [], partitionFreeBytes = {} } = attributes;
  const free = ({ mount, capacityBytes }: (typeof partitions)[number]) =>
    (partitionFreeBytes[mount] ?? Number.POSITIVE_INFINITY) / (capacityBytes ?? Number.NaN);
  const [fullest] = partitions
    .filter((one) => one.diskKey !== undefined && !Number.isNaN(free(one)))
    .toSorted((a, b) => free(a) - free(b));
  return disks.find(({ key }) => key === fullest?.diskKey);
}

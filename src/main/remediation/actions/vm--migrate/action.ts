import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { asVm, refuseTemplate } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import { vsphere } from './vsphere.ts';
import { datastoreNamed, hostNamed, hostsFor } from './places.ts';

export const vmMigrate = defineAction({
  id: 'vm.migrate',
  title: 'Move a VM',
  targets: ['vm'],
  parameters: z
    .strictObject({
      toHost: z.string().min(1).max(200).exactOptional().describe('name of a host of its cluster'),
      toDatastore: z
        .string()
        .min(1)
        .max(200)
        .exactOptional()
        .describe('name of a datastore that the host mounts; all its disks are moved'),
    })
    .refine(({ toHost, toDatastore }) => toHost !== undefined || toDatastore !== undefined, {
      message: 'expected toHost, toDatastore or both',
    }),
  risk: 'medium',
  reversibility: { is: 'reversible', how: 'move it back to where it was' },
  permission: 'approver',
  expectedEffect: ({ target, parameters: { toHost, toDatastore } }) =>
    [
      toHost !== undefined && `${target.name} runs on ${toHost}`,
      toDatastore !== undefined && `the disks of ${target.name} lie on ${toDatastore}`,
    ]
      .filter((part) => part !== false)
      .join(', and '),
  howToVerify: ({ target }) => `${target.name} is where it was sent, and has not started anew`,
  refuse: (subject) => {
    const { parameters, target } = subject;
    const cluster = asVm(target)?.attributes.cluster ?? 'its cluster';
    if (parameters.toHost !== undefined && !hostNamed(subject, parameters.toHost))
      return `${cluster} has no host ${parameters.toHost}`;
    if (parameters.toDatastore !== undefined && !datastoreNamed(subject, parameters.toDatastore))
      return `${cluster} has no datastore ${parameters.toDatastore}`;
    return refuseTemplate(subject);
  },
  /** The host of its cluster with the most room in CPU and memory. */
  suggest: (target, view) => {
    const [best] = hostsFor({ target, view });
    return best && { toHost: best.name };
  },
  idempotenceKey: ({ target, parameters: { toHost, toDatastore } }) =>
    [target.id, toHost ?? '', toDatastore ?? ''].join(' '),
  adapters: [labVmware, vsphere],
});

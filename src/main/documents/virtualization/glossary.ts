import type { Term } from '../common-sections.ts';

export const glossary: readonly Term[] = [
  ['DRS', 'Distributed Resource Scheduler: moves VMs between the hosts of a cluster to balance load.'],
  ['HA', 'vSphere High Availability: restarts VMs of a failed host on others.'],
  ['admission control', 'Refuses to power on VMs for which a failed host could no longer be replaced.'],
  [
    'EVC',
    'Enhanced vMotion Compatibility: hides newer CPU features, so that VMs can move between all hosts.',
  ],
  ['CPU ready', 'Share of time in which a vCPU wanted to run and got no core, for each vCPU.'],
  ['ballooned', 'Memory that the hypervisor has taken back from a guest through VMware Tools.'],
  ['thin', 'A disk that takes space only as the guest writes.'],
  ['provisioned', 'What is used and what thin disks may still grow by.'],
  ['uncommitted', 'What thin disks may still grow by.'],
  ['naa', 'Identifier of a LUN that array and host both know it by.'],
  ['vmk', 'VMkernel adapter: an IP interface of the host itself.'],
  ['port group', 'A set of ports of a virtual switch with one VLAN and policy.'],
  ['active / standby', 'Uplinks that carry traffic, and those that take over.'],
];

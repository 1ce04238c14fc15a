import { missingPrograms } from '../../support/ssh-hosts.ts';

/** What this machine has installed its namespaced hosts have as well, and do not run: they have to say so. */
export const notRunning: readonly RegExp[] = [
  ...(missingPrograms(['ovs-vsctl']).length === 0 ? [/ovs-bridges/] : []),
  ...(missingPrograms(['vtysh']).length === 0 ? [/\bbgp\b/] : []),
];

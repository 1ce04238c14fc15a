import type { LabContext } from '../domain.ts';
import { moveVm } from './change-tools.ts';
import type { EstateAndPlan } from './estate.ts';
import { makeVm } from './make-vm.ts';

const hourSeconds = 3_600;
/** Build machines live for some hours; there are never more than this many. */
const maximumEphemeral = 12;

/** What happens in a datacenter by itself: build machines come and go, DRS moves a VM, once an hour each. */
export function createLife(made: EstateAndPlan, context: LabContext): (seconds: number) => void {
  const { estate } = made;
  const random = context.random('vmware/life');
  let elapsed = 0;
  let born = 0;
  return (seconds) => {
    elapsed += seconds;
    for (; elapsed >= hourSeconds; elapsed -= hourSeconds) {
      const ephemeral = estate.vms.filter((vm) => vm.ephemeral);
      if (ephemeral.length >= maximumEphemeral || (ephemeral.length > 0 && random.chance(0.4))) {
        const gone = random.pick(ephemeral);
        estate.vms.splice(estate.vms.indexOf(gone), 1);
        gone.cluster.vms.splice(gone.cluster.vms.indexOf(gone), 1);
        gone.host.vms.delete(gone);
      } else {
        const cluster = random.pick(estate.clusters);
        const order = made.orderFor(cluster, random);
        makeVm(estate, { ...order, index: 9_000 + born, ephemeral: true }, made.provisioned);
        born += 1;
      }
      const movable = random
        .pick(estate.clusters)
        .vms.filter((vm) => vm.power === 'poweredOn' && vm.connection === 'connected');
      const vm = movable.length > 0 ? random.pick(movable) : undefined;
      const hosts = vm?.cluster.hosts.filter(
        (host) =>
          host !== vm.host &&
          host.connection === 'connected' &&
          vm.disks.every((disk) => !disk.datastore.notMountedOn.has(host)),
      );
      if (vm && hosts && hosts.length > 0) moveVm(vm, random.pick(hosts));
      estate.version += 1;
    }
  };
}

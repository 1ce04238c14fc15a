import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import type { Rehearsal, Stage } from '../shared/rehearsal.ts';
import { awake, plainVms, template } from '../shared/rehearse-vm.ts';
import { datastoreNamed, hostsFor } from './places.ts';

type Vm = EntityOf<'vm'>;

const otherHost = (target: Vm, view: InventoryView) => hostsFor({ target, view })[0]?.name;

const otherDatastore = (target: Vm, view: InventoryView) => {
  const home = target.attributes.disks?.[0]?.datastore;
  return view
    .all('datastore')
    .find(
      ({ name, attributes }) =>
        name !== home &&
        attributes.cluster === target.attributes.cluster &&
        (attributes.mounts ?? []).some(({ host }) => host === target.attributes.host) &&
        (attributes.freeBytes ?? 0) > (target.attributes.provisionedBytes ?? Number.POSITIVE_INFINITY),
    )?.name;
};

const movable = (view: InventoryView) =>
  plainVms(view).filter(
    (vm) =>
      vm.attributes.disks?.length === 1 &&
      otherHost(vm, view) !== undefined &&
      otherDatastore(vm, view) !== undefined,
  );

const moving = (
  title: string,
  parameters: (vm: Vm, view: InventoryView) => Readonly<Record<string, unknown>>,
): Rehearsal => ({
  title,
  server: 'lab-vmware',
  stage: async (lab: Stage) => {
    // Where it is may be another place than it was.
    const view = await lab.look();
    const target = await awake(lab, lab.fresh(movable(view)));
    return { target, parameters: parameters(target, view) };
  },
  wrongParameters: [{}, { toHost: '' }, { toHost: 'esx-nowhere' }, { toDatastore: 'ds-nowhere' }],
  refused: (view) => [
    { target: template(view), parameters: anywhere(template(view), view), because: /template/ },
    { target: plainVms(view)[0], parameters: { toHost: 'esx-nowhere' }, because: /has no host esx-nowhere/ },
  ],
});

const anywhere = (vm: Vm | undefined, view: InventoryView) => {
  const home = vm?.attributes.disks?.[0]?.datastore;
  return { toDatastore: vm && home ? datastoreNamed({ target: vm, view }, home)?.name : undefined };
};

export const rehearsals: readonly Rehearsal[] = [
  moving('to another host', (vm, view) => ({ toHost: otherHost(vm, view) })),
  moving('to another datastore', (vm, view) => ({ toDatastore: otherDatastore(vm, view) })),
  moving('to both', (vm, view) => ({
    toHost: otherHost(vm, view),
    toDatastore: otherDatastore(vm, view),
  })),
];

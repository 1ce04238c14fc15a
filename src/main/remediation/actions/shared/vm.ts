import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { ActionSubject } from '../../action.ts';

/** Why nothing is done to a template; undefined for a VM that can run. */
export function refuseTemplate({ target }: Pick<ActionSubject<unknown>, 'target'>): string | undefined {
  return asVm(target)?.attributes.template === true ? 'it is a template: it never runs' : undefined;
}

export const asVm = (target: ActionSubject<unknown>['target']): EntityOf<'vm'> | undefined =>
  target.kind === 'vm' ? target : undefined;

type VmSnapshot = NonNullable<EntityOf<'vm'>['attributes']['snapshots']>[number];

/** As the inventory knows it; the vCenter itself is asked before anything is done. */
export const snapshotOf = (target: ActionSubject<unknown>['target'], id: string): VmSnapshot | undefined =>
  asVm(target)?.attributes.snapshots?.find((one) => one.id === id);

/** Why a snapshot is none of this VM. */
export function refuseUnknownSnapshot({
  target,
  parameters,
}: Pick<ActionSubject<{ readonly snapshot: string }>, 'target' | 'parameters'>): string | undefined {
  const known = asVm(target)?.attributes.snapshots;
  if (known === undefined || known.some(({ id }) => id === parameters.snapshot)) return undefined;
  const has = known.map(({ id, name }) => `${id} (${name})`).join(', ');
  return `the inventory knows no snapshot ${parameters.snapshot} of it, but ${has === '' ? 'none' : has}: collect it anew where one was taken since`;
}

import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import type { Stage } from './rehearsal.ts';

export const osds = (view: InventoryView): readonly EntityOf<'disk'>[] =>
  view.all('disk').filter(({ attributes }) => attributes.osd !== undefined);

export const plainDisk = (view: InventoryView): EntityOf<'disk'> | undefined =>
  view.all('disk').find(({ attributes }) => attributes.osd === undefined);

/** Sees to it that one is in or out, with all others in. @returns as it is then in the inventory */
export async function osdThat(lab: Stage, verb: 'in' | 'out'): Promise<EntityOf<'disk'>> {
  const chosen = lab.fresh(osds(lab.view));
  for (const one of osds(lab.view)) {
    const name = one.attributes.osd ?? '';
    await lab.call('ceph', { command: `osd ${one.id === chosen.id ? verb : 'in'} ${name}` });
  }
  const found = osds(await lab.look()).find(({ id }) => id === chosen.id);
  if (!found) throw new Error(`expected ${chosen.id} still to be there`);
  return found;
}

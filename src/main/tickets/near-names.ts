import { namesNear } from '../../shared/model/filter-paths.ts';
import { entityKinds } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';

const mostNear = 3;

/**
 * What is called nearly so, nearest first: whoever wrote a name that nothing has may have meant one of these. None is
 * taken for it, since a digit makes it another machine.
 */
export function nearNames(unknown: string, view: InventoryView): readonly string[] {
  return namesNear(unknown, namesOf(view), mostNear);
}

function* namesOf(view: InventoryView): Generator<string> {
  for (const kind of entityKinds) {
    if (kind !== 'finding') for (const { name } of view.all(kind)) yield name;
  }
}

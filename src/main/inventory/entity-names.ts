import { entityKinds } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from './view.ts';

/** What is called something by whoever runs it; findings have titles of our own. */
export function* entityNames(view: InventoryView): Generator<string> {
  for (const kind of entityKinds) {
    if (kind === 'finding') continue;
    for (const { name } of view.all(kind)) yield name;
  }
}

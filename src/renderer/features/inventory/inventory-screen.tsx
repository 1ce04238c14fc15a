import { Route, Switch } from 'wouter';
import type { EntityId } from '../../../shared/model/ids.ts';
import { links } from '../../app/links.ts';
import { EntityPage } from './entity-page.tsx';
import { InventoryList } from './inventory-list.tsx';

/** The list of what there is, and a page for each of it. */
export function InventoryScreen() {
  return (
    <Switch>
      <Route path={`${links.inventory}/entity/:id`}>
        {({ id }) => <EntityPage key={id} id={decoded(id) as EntityId} />}
      </Route>
      <Route>
        <InventoryList />
      </Route>
    </Switch>
  );
}

/** The router leaves what it cannot decode as it came. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

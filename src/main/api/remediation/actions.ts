import { z } from 'zod';
import type { CatalogueEntry } from '../../../shared/contract/remediation.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { DomainError } from '../../platform/errors.ts';
import type { RemediationAction } from '../../remediation/action.ts';
import { checkProposal } from '../../remediation/check-proposal.ts';
import type { Handler } from '../handler.ts';

export const actions: Handler<'remediation.actions'> = async ({ target: id }, { app }) => {
  const catalogue = app.actions;
  if (id === undefined) return { actions: catalogue.map((action) => entryOf(action)) };
  const view = await app.inventory.view();
  const target = view.get(id);
  if (!target) {
    throw new DomainError('entity-not-found', `There is no entity with the id "${id}".`, {
      hint: 'Search with `datacenter-docs inventory list WORD`.',
    });
  }
  return {
    actions: catalogue
      .filter(({ targets }) => targets.includes(target.kind))
      .map((action) => ({ ...entryOf(action), ...fitOf(action, target, view) })),
  };
};

function entryOf(action: RemediationAction): CatalogueEntry {
  const { id, title, targets, risk, reversibility, permission, parameters, adapters } = action;
  const { $schema: _, ...schema } = z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' });
  return {
    id,
    title,
    targets: [...targets],
    risk,
    reversibility,
    permission,
    parameters: schema,
    servers: [...new Set(adapters.map(({ server }) => server))],
  };
}

/** What fits a target, and why it makes no sense where that is so. */
function fitOf(
  action: RemediationAction,
  target: Entity,
  view: InventoryView,
): Pick<CatalogueEntry, 'suggested' | 'refused'> {
  const suggested = action.suggest(target, view);
  const checked = checkProposal(
    { action: action.id, target: target.id, parameters: suggested ?? {} },
    { catalogue: [action], view },
  );
  // Without parameters that fit, only what holds for any of them can be said.
  const refused = checked.is === 'refused' && suggested !== undefined ? checked.reason : undefined;
  return { ...(suggested && { suggested: { ...suggested } }), ...(refused !== undefined && { refused }) };
}

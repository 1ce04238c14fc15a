import type { RiskLevel } from '../../shared/model/diagnosis.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { entityIdSchema } from '../../shared/model/ids.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { RemediationAction } from './action.ts';

/** As somebody proposes it, whoever that is: nothing of it is believed. */
export interface ProposedAction {
  readonly action: string;
  readonly target: string;
  readonly parameters: unknown;
}

export type CheckedProposal =
  | {
      readonly is: 'accepted';
      readonly action: RemediationAction;
      readonly target: Entity;
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly risk: RiskLevel;
      readonly expectedEffect: string;
      readonly howToVerify: string;
    }
  | { readonly is: 'refused'; readonly reason: string };

/** Holds a proposal against the catalogue's schema and the inventory. What it accepts may be decided on, no more. */
export function checkProposal(
  proposed: ProposedAction,
  { catalogue, view }: { readonly catalogue: readonly RemediationAction[]; readonly view: InventoryView },
): CheckedProposal {
  const refused = (reason: string): CheckedProposal => ({ is: 'refused', reason });
  const action = catalogue.find(({ id }) => id === proposed.action);
  if (!action) return refused('the catalogue has no such action');
  const id = entityIdSchema.safeParse(proposed.target);
  const target = id.success ? view.get(id.data) : undefined;
  if (!target) return refused('its target is not in the inventory');
  if (target.disappearedAt !== undefined) return refused(`its target is gone since ${target.disappearedAt}`);
  if (!action.targets.includes(target.kind)) {
    const wanted = action.targets.map((kind) => kindDefinition(kind).title).join(' or ');
    return refused(`it is for a ${wanted}, and ${target.name} is a ${kindDefinition(target.kind).title}`);
  }
  const parameters = action.parameters.safeParse(proposed.parameters);
  if (!parameters.success) {
    const faults = parameters.error.issues
      .slice(0, 3)
      .map(({ path, message }) => `${path.length === 0 ? 'parameters' : path.join('.')}: ${message}`);
    return refused(`its parameters do not fit: ${faults.join('; ')}`);
  }
  const subject = { target, parameters: parameters.data, view };
  const reason = action.refuse(subject);
  if (reason !== undefined) return refused(reason);
  return {
    is: 'accepted',
    action,
    target,
    parameters: parameters.data,
    risk: action.risk,
    expectedEffect: action.expectedEffect(subject),
    howToVerify: action.howToVerify(subject),
  };
}

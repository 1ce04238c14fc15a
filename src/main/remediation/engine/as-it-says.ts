import { callOf } from '../../../shared/model/call-of.ts';
import type { Remediation } from '../../../shared/model/remediation.ts';
import { DomainError } from '../../platform/errors.ts';
import { planHash } from '../plan-hash.ts';
import type { RemediationPorts } from './ports.ts';

/**
 * A record may come from another workstation, and whoever wrote it there may have written anything: an approval counts
 * for the hash of a plan, and is given by whoever reads its calls and the name of its target. Both have to be what is
 * approved with the hash.
 * @throws DomainError plan-changed
 */
export async function refuseMisleading(
  record: Remediation,
  { catalogue, inventory }: Pick<RemediationPorts, 'catalogue' | 'inventory'>,
): Promise<void> {
  const { id, plan, target, targetName } = record;
  const misleading = (why: string) =>
    new DomainError('plan-changed', `${id} is not approved as it is: ${why}.`, {
      hint: `Have it judged anew with \`datacenter-docs remediation refresh ${id}\`, and look at what it says then.`,
    });
  if (plan && !hashesOf(record, catalogue).includes(plan.hash))
    throw misleading('the calls of its plan are not those that the hash of the plan was made of');
  const here = (await inventory.view()).get(target);
  if (here && callOf(here) !== targetName)
    throw misleading(`it calls its target "${targetName}", and ${target} is called "${callOf(here)}"`);
}

/** Of the parameters as they stand, and as the action reads them: what was left out is added when a plan is made. */
function hashesOf(
  { action, target, parameters, plan }: Remediation,
  catalogue: RemediationPorts['catalogue'],
): readonly string[] {
  if (!plan) return [];
  const read = catalogue.find((one) => one.id === action)?.parameters.safeParse(parameters);
  const { adapter, calls, conditions = [] } = plan;
  return [parameters, ...(read?.success === true ? [read.data] : [])].map((given) =>
    planHash({ action, target, parameters: given, adapter, calls, conditions }),
  );
}

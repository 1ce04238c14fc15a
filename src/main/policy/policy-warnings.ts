import { actionIdSchema } from '../../shared/model/action-id.ts';
import type { Policy } from '../../shared/model/policy.ts';
import type { PolicyFault } from './parse-policy.ts';

/** What is allowed, and probably not what is meant. */
export function policyWarnings(policy: Policy, known: readonly string[]): PolicyFault[] {
  const warnings: PolicyFault[] = [];
  const warn = (path: string, message: string) => warnings.push({ path, message });
  for (const name of Object.keys(policy.actions)) {
    if (name !== 'default' && actionIdSchema.safeParse(name).success && !known.includes(name)) {
      warn(`actions.${name}`, 'the catalogue has no such action: it does nothing');
    }
  }
  const automatic = Object.entries(policy.actions).filter(([, rule]) => rule.automatic === true);
  if (policy.automatic && automatic.length === 0) {
    warn('automatic', 'no action says `automatic: true`: nothing runs by itself all the same');
  }
  if (!policy.automatic && automatic.length > 0) {
    warn('automatic', `it is off: ${automatic.map(([name]) => name).join(', ')} will not run by itself`);
  }
  if (policy.automatic && policy.automaticUpTo === 'critical') {
    warn('automaticUpTo', 'whatever its risk is, it may run without a person');
  }
  if (policy.automatic && policy.minimumReliability < 50) {
    warn('minimumReliability', `${policy.minimumReliability} is what is not known well reaches, too`);
  }
  if (policy.rates.perHour === 0) warn('rates.perHour', 'nothing runs at all, also by hand');
  return warnings;
}

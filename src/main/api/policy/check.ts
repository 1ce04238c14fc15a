import { parsePolicy } from '../../policy/parse-policy.ts';
import { policyWarnings } from '../../policy/policy-warnings.ts';
import type { Handler } from '../handler.ts';

export const check: Handler<'policy.check'> = ({ text }, { app }) => {
  const parsed = parsePolicy(text);
  return parsed.ok
    ? {
        ok: true,
        faults: [],
        warnings: policyWarnings(
          parsed.policy,
          app.actions.map(({ id }) => id),
        ),
      }
    : { ok: false, faults: [...parsed.faults], warnings: [] };
};

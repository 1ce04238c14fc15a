import { invalid } from '../../policy/open-policies.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import { policyChanges, unifiedDiff } from '../../policy/policy-changes.ts';
import type { Handler } from '../handler.ts';
import { versionText } from './version.ts';

export const diff: Handler<'policy.diff'> = async ({ text, from }, { app }) => {
  const before = from === undefined ? app.policies.text : (await versionText(app, from)).text;
  const [a, b] = [parsePolicy(before), parsePolicy(text)];
  if (!b.ok) throw invalid(b.faults);
  return {
    unified: unifiedDiff(before, text),
    // What an older version of the application wrote may not be readable any more; its text still is.
    changes: a.ok ? policyChanges(a.policy, b.policy) : [],
  };
};

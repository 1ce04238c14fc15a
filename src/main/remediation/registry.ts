import type { RemediationAction } from './action.ts';

/** The remediation catalogue: one folder under `actions` and one line here for each; a spec holds both together. */
export const remediationActions: readonly RemediationAction[] = [];

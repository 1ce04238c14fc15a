import type { FindingRule } from './rule.ts';
import { infrastructureRules } from './infrastructure/rules.ts';
import { kubernetesRules } from './kubernetes/rules.ts';
import { networkRules } from './network/rules.ts';
import { storageRules } from './storage/rules.ts';
import { vmwareRules } from './vmware/rules.ts';

/** The findings catalogue; ids are unique and documented in docs/findings.md. */
export const findingRules: readonly FindingRule[] = [
  ...vmwareRules,
  ...kubernetesRules,
  ...networkRules,
  ...storageRules,
  ...infrastructureRules,
];

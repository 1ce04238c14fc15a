import type { FindingRule } from '../rule.ts';

export const kubernetesRules: readonly FindingRule[] = [];

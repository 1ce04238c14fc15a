import type { FindingRule } from '../rule.ts';

export const infrastructureRules: readonly FindingRule[] = [];

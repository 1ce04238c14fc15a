import type { FindingRule } from '../rule.ts';

export const vmwareRules: readonly FindingRule[] = [];

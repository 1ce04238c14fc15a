import type { FindingRule } from '../rule.ts';

export const networkRules: readonly FindingRule[] = [];

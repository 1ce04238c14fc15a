import type { FindingRule } from '../rule.ts';

export const storageRules: readonly FindingRule[] = [];

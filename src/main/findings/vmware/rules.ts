import type { FindingRule } from '../rule.ts';
import { clusterRules } from './cluster-rules.ts';
import { datastoreRules } from './datastore-rules.ts';
import { hostRules } from './host-rules.ts';
import { networkRules } from './network-rules.ts';
import { snapshotRules } from './snapshot-rules.ts';
import { vmRules } from './vm-rules.ts';

/** VS01 … VS26, in the order of their ids. */
export const vmwareRules: readonly FindingRule[] = [
  ...hostRules,
  ...clusterRules,
  ...datastoreRules,
  ...snapshotRules,
  ...vmRules,
  ...networkRules,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));

import type { FindingRule } from '../rule.ts';
import { clusterRules } from './cluster-rules.ts';
import { nodeRules } from './node-rules.ts';
import { podRules } from './pod-rules.ts';
import { scalingRules } from './scaling-rules.ts';
import { storageRules } from './storage-rules.ts';
import { workloadRules } from './workload-rules.ts';

/** KU01 to KU18, in the order of their ids. */
export const kubernetesRules: readonly FindingRule[] = [
  ...nodeRules,
  ...podRules,
  ...workloadRules,
  ...scalingRules,
  ...storageRules,
  ...clusterRules,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));

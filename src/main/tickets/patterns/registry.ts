import type { CausePattern } from './cause-pattern.ts';
import { kubernetesPatterns } from './kubernetes.ts';
import { networkPatterns } from './network.ts';
import { storagePatterns } from './storage.ts';
import { vmwarePatterns } from './vmware.ts';

/** Everything that is known of how things go wrong; ids are unique. */
export const causePatterns: readonly CausePattern[] = [
  ...vmwarePatterns,
  ...kubernetesPatterns,
  ...networkPatterns,
  ...storagePatterns,
];

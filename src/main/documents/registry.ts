import type { GeneratorDefinition } from './generator.ts';
import { infrastructureGenerator } from './infrastructure/generator.ts';
import { kubernetesGenerator } from './kubernetes/generator.ts';
import { networkGenerator } from './network/generator.ts';
import { storageGenerator } from './storage/generator.ts';
import { virtualizationGenerator } from './virtualization/generator.ts';

/** Every generator there is; a spec fails when a folder is missing here. */
export const generators: readonly GeneratorDefinition[] = [
  infrastructureGenerator,
  virtualizationGenerator,
  kubernetesGenerator,
  networkGenerator,
  storageGenerator,
];

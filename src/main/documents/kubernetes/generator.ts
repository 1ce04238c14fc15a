import type { GeneratorDefinition } from '../generator.ts';

export const kubernetesGenerator: GeneratorDefinition = {
  id: 'kubernetes',
  domain: 'kubernetes',
  title: 'kubernetes',
  version: 1,
  catalogue: [],
  documents: () => [],
};

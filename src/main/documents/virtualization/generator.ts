import type { GeneratorDefinition } from '../generator.ts';

export const virtualizationGenerator: GeneratorDefinition = {
  id: 'virtualization',
  domain: 'vmware',
  title: 'virtualization',
  version: 1,
  catalogue: [],
  documents: () => [],
};

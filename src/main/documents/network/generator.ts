import type { GeneratorDefinition } from '../generator.ts';

export const networkGenerator: GeneratorDefinition = {
  id: 'network',
  domain: 'network',
  title: 'network',
  version: 1,
  catalogue: [],
  documents: () => [],
};

import type { GeneratorDefinition } from '../generator.ts';

export const storageGenerator: GeneratorDefinition = {
  id: 'storage',
  domain: 'storage',
  title: 'storage',
  version: 1,
  catalogue: [],
  documents: () => [],
};

import type { GeneratorDefinition } from '../generator.ts';

export const infrastructureGenerator: GeneratorDefinition = {
  id: 'infrastructure',
  domain: 'infrastructure',
  title: 'infrastructure',
  version: 1,
  catalogue: [],
  documents: () => [],
};

import type { LabContext, LabDomain } from '../domain.ts';
import { buildArrays } from './build.ts';
import { drift } from './drift.ts';
import { readTools } from './read-tools.ts';
import { storageScenarios } from './scenarios.ts';
import { writeTools } from './write-tools.ts';

/** Simulated arrays behind tools that answer as a storage vendor's REST interface does. */
export function createStorageDomain(context: LabContext): LabDomain {
  const arrays = buildArrays(context);
  const random = context.random('storage/drift');
  return {
    name: 'storage',
    tools: [...readTools(context, arrays, context.now()), ...writeTools(context, arrays)],
    advance: (seconds) => drift(arrays, seconds, random),
    scenarios: storageScenarios(context, arrays),
  };
}

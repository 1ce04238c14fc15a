import type { LabContext, LabDomain } from '../domain.ts';

export function createKubernetesDomain(_context: LabContext): LabDomain {
  return { name: 'kubernetes', tools: [], advance() {}, scenarios: {} };
}

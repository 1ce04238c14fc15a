import type { LabContext, LabDomain } from '../domain.ts';

export function createVmwareDomain(_context: LabContext): LabDomain {
  return { name: 'vmware', tools: [], advance() {}, scenarios: {} };
}

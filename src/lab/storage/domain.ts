import type { LabContext, LabDomain } from '../domain.ts';

export function createStorageDomain(_context: LabContext): LabDomain {
  return { name: 'storage', tools: [], advance() {}, scenarios: {} };
}

import type { LabContext, LabDomain } from '../domain.ts';

export function createNetworkDomain(_context: LabContext): LabDomain {
  return { name: 'network', tools: [], advance() {}, scenarios: {} };
}

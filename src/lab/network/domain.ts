import type { LabContext, LabDomain } from '../domain.ts';
import { buildState } from './build-state.ts';
import { NetworkOperations } from './operations.ts';
import { networkReadTools } from './read-tools.ts';
import { networkScenarios, stepFlapping } from './scenarios.ts';
import { networkWriteTools } from './write-tools.ts';

/** Leaves, spines, routers, firewalls and power of the blueprint, as a device controller's API shows them. */
export function createNetworkDomain(context: LabContext): LabDomain {
  const operations = new NetworkOperations(buildState(context), context);
  return {
    name: 'network',
    tools: [...networkReadTools(operations, context), ...networkWriteTools(operations)],
    advance: () => {
      operations.advance();
      stepFlapping(operations);
    },
    scenarios: networkScenarios(operations),
  };
}

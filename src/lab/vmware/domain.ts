import type { LabContext, LabDomain } from '../domain.ts';
import { createChangeTools } from './change-tools.ts';
import { createEstate } from './estate.ts';
import { createLife } from './life.ts';
import { createPowerTools } from './power-tools.ts';
import { createReadTools } from './read-tools.ts';
import { createScenarios } from './scenarios.ts';
import { createSnapshotTools } from './snapshot-tools.ts';
import { createTasks } from './tasks.ts';

/** One simulated vCenter with the blueprint's clusters, hosts, LUNs and Kubernetes nodes. */
export function createVmwareDomain(context: LabContext): LabDomain {
  const made = createEstate(context);
  const { estate } = made;
  const scenarios = createScenarios(estate, context);
  const live = createLife(made, context);
  const tasks = createTasks(estate, context);
  context.events.on((event) => {
    if (event.type === 'volume-resized') {
      const datastore = estate.datastores.find((candidate) => candidate.naa === event.naa);
      if (datastore) datastore.capacityBytes = event.sizeBytes;
    }
    if (event.type === 'port-changed') {
      for (const host of estate.hosts) {
        const nic = host.blueprint.nics.findIndex(
          (candidate) => candidate.switch === event.switch && candidate.port === event.port,
        );
        if (nic >= 0) host.linkUp[nic] = event.up;
      }
    }
    estate.version += 1;
  });
  return {
    name: 'vmware',
    tools: [
      ...createReadTools(estate, () => context.now()),
      ...createPowerTools(estate, context, tasks),
      ...createSnapshotTools(estate, context, tasks),
      ...createChangeTools(estate, context, tasks),
    ],
    advance: (seconds) => {
      tasks.advance();
      scenarios.advance(seconds);
      live(seconds);
    },
    scenarios: scenarios.scenarios,
  };
}

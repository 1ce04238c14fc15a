import { estateStatusTool, faultTool, worldTools } from './control-tools.ts';
import { LabError } from './domain.ts';
import { estateLoaders, type EstateName } from './estates/estate.ts';
import type { FaultPlan } from './faults.ts';
import type { LabSurface } from './server.ts';
import { createWorld, type LabWorld, type WorldOptions } from './world.ts';

export const labServerName = 'datacenter-docs-lab';

export function simulationSurface(
  options: WorldOptions,
  scenarios: readonly string[],
  faults: FaultPlan,
): LabSurface {
  let built: Promise<LabWorld> | undefined;
  let world: LabWorld | undefined;
  const build = async () => {
    world = await createWorld(options);
    for (const name of scenarios) world.setScenario(name, true);
    return world;
  };
  return {
    serverName: labServerName,
    title: 'Datacenter Docs lab (simulated)',
    instructions:
      'A simulated datacenter: nothing that these tools say exists, and nothing that they change has an effect outside.',
    tools: async () => {
      const made = await (built ??= build());
      return [...made.tools, ...worldTools(made, faults)];
    },
    catchUp: () => world?.catchUp(),
  };
}

export async function estateSurface(
  estates: readonly { name: EstateName; path: string }[],
  faults: FaultPlan,
): Promise<LabSurface> {
  const loaded = await Promise.all(estates.map(({ name, path }) => estateLoaders[name](path)));
  const names = loaded.map(({ name }) => name);
  const titles = loaded.map(({ title }) => title);
  if (names.length === 0) throw new LabError('expected at least one estate');
  return {
    serverName: `${labServerName}-${[...new Set(names)].join('-')}`,
    title: `Recorded estate: ${titles.join(', ')}`,
    instructions: `Answers recorded from a real system (${titles.join(', ')}), read-only.`,
    tools: () =>
      Promise.resolve([
        ...loaded.flatMap(({ tools }) => tools),
        estateStatusTool(faults, titles),
        faultTool(faults),
      ]),
    catchUp: () => undefined,
  };
}

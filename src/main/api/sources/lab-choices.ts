import { labSizes } from '../../../lab/blueprint.ts';
import { labOf, labSource } from '../../embedded-lab.ts';
import type { Handler } from '../handler.ts';

/** More than this takes minutes, which a first look does not need; the command line can. */
const offered = ['small', 'medium', 'large'] as const;

let scenarios: Promise<{ name: string; domain: string; description: string }[]> | undefined;

export const labChoices: Handler<'sources.labChoices'> = async (_input, { app }) => {
  scenarios ??= readScenarios();
  const { servers } = await app.mcp.servers.read();
  const lab = servers.find(({ name }) => name === labSource);
  const current = lab && labOf(lab);
  return {
    sizes: offered.map((size) => ({
      size,
      vms: labSizes[size].vms,
      hosts: labSizes[size].clusters * labSizes[size].hostsPerCluster,
    })),
    scenarios: await scenarios,
    ...(current && { current: { ...current, scenarios: [...current.scenarios] } }),
  };
};

/** The lab itself says what it can do: one is made up for that, and forgotten. */
async function readScenarios() {
  const { createWorld } = await import('../../../lab/world.ts');
  const world = await createWorld({ seed: 'scenarios', size: labSizes.small, frozen: true });
  return [...world.scenarios].map(([name, { domain, description }]) => ({ name, domain, description }));
}

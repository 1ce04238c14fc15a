import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { measured, type Figure } from './figures.ts';
import { bareServerReadyMs, serve, sources, type Launcher } from './ui-server.ts';

const rounds = 9;

/**
 * How long `serve` takes from the start of its process to the line that says it answers; the first start of a fresh
 * installation has no compiled code kept from an earlier one.
 */
export async function readinessFigures(ports: {
  readonly installation: Launcher;
  readonly dataDir: string;
  readonly folder: string;
}): Promise<Figure[]> {
  const { installation, dataDir, folder } = ports;
  const cache = join(folder, 'compiled');
  const taken = { bare: [] as number[], cold: [] as number[], warm: [] as number[] };
  const fromSources = { cold: [] as number[], warm: [] as number[] };
  const start = async (launcher: Launcher, into: number[]) => {
    await using serving = await serve({ launcher, dataDir, cache });
    into.push(serving.readyMs);
  };
  // In turns, so that what else the machine does meets all of them.
  for (let round = 0; round < rounds; round += 1) {
    taken.bare.push(await bareServerReadyMs());
    for (const [launcher, times] of [
      [installation, taken],
      [sources, fromSources],
    ] as const) {
      rmSync(cache, { recursive: true, force: true });
      await start(launcher, times.cold);
      await start(launcher, times.warm);
    }
  }
  const floor = { floor: measured(taken.bare).value, floorIs: 'node with an HTTP listener' };
  const figure = (name: string, values: readonly number[], aim?: string): Figure => ({
    name: `serve is ready, 10,000 VMs in the store: ${name}`,
    ...measured(values),
    unit: 'ms',
    ...floor,
    ...(aim !== undefined && { aim }),
  });
  return [
    figure('first start of an installation', taken.cold, '≤ 1,000 ms'),
    figure('later starts', taken.warm, '≤ 1,000 ms'),
    figure('from sources, first start', fromSources.cold),
    figure('from sources, later starts', fromSources.warm),
  ];
}

import type { LabRandom } from '../domain.ts';
import type { ArrayState } from './state.ts';

/** Data grows until somebody cleans up, load wanders, disks wear. Nothing of it is configuration. */
export function drift(arrays: readonly ArrayState[], seconds: number, random: LabRandom): void {
  const wander = (value: number, least: number, most: number) =>
    Math.round(Math.min(most, Math.max(least, value * (0.97 + random.unit() * 0.06))));
  for (const array of arrays) {
    for (const node of array.nodes) node.processorPercent = wander(node.processorPercent, 3, 92);
    for (const volume of array.volumes) {
      volume.iops = wander(volume.iops, 5, 40_000);
      volume.latencyMicroseconds = wander(volume.latencyMicroseconds, 120, 9_000);
      if (volume.growth === 0) continue;
      volume.usedBytes = Math.floor(volume.usedBytes + volume.growth * seconds * (0.5 + random.unit()));
      // Before it gets tight somebody tidies up; volumes that a scenario filled do not grow by themselves.
      if (volume.usedBytes > volume.sizeBytes * 0.78) volume.usedBytes = Math.floor(volume.sizeBytes * 0.55);
    }
  }
}

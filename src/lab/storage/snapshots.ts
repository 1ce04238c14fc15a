import type { VolumeState } from './state.ts';

export interface SnapshotState {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly scheduled: boolean;
  readonly comment?: string;
  readonly sizeBytes: number;
}

const minute = 60_000;
const day = 86_400_000;

/** What each policy keeps: how often, how many, at which offset into the interval. */
const schedules = {
  default: [
    { label: 'hourly', every: 60 * minute, keep: 6, offset: 5 * minute },
    { label: 'daily', every: day, keep: 2, offset: 10 * minute },
    { label: 'weekly', every: 7 * day, keep: 2, offset: 3 * day + 15 * minute },
  ],
  daily: [
    { label: 'daily', every: day, keep: 3, offset: 10 * minute },
    { label: 'weekly', every: 7 * day, keep: 2, offset: 3 * day + 15 * minute },
  ],
  none: [],
} as const;

/**
 * Scheduled snapshots follow from the time alone, so that letting 90 days pass costs nothing. Oldest first; a
 * snapshot grows with what hosts overwrite after it.
 */
export function snapshotsOf(volume: VolumeState, now: number): SnapshotState[] {
  const scheduled = schedules[volume.snapshotPolicy].flatMap(({ label, every, keep, offset }) => {
    const newest = Math.floor((now - offset) / every) * every + offset;
    return Array.from({ length: keep }, (_, i) => newest - i * every)
      .filter((createdAt) => createdAt >= volume.createdAt && !volume.deletedSnapshots.has(createdAt))
      .map((createdAt) => ({
        name: `${label}.${new Date(createdAt).toISOString().slice(0, 16).replace('T', '_').replace(':', '')}`,
        createdAt,
        scheduled: true,
        sizeBytes: snapshotBytes(volume, createdAt, now),
      }));
  });
  const manual = volume.manualSnapshots.map(({ name, createdAt, comment }) => ({
    name,
    createdAt,
    comment,
    scheduled: false,
    sizeBytes: snapshotBytes(volume, createdAt, now),
  }));
  return [...scheduled, ...manual].toSorted(
    (a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1),
  );
}

export function deleteSnapshot(volume: VolumeState, snapshot: SnapshotState): void {
  if (snapshot.scheduled) {
    volume.deletedSnapshots.add(snapshot.createdAt);
    return;
  }
  const index = volume.manualSnapshots.findIndex(({ name }) => name === snapshot.name);
  if (index >= 0) volume.manualSnapshots.splice(index, 1);
}

/** About 1.5 % of what is used is overwritten a day, at most a fifth in all. */
function snapshotBytes(volume: VolumeState, createdAt: number, now: number): number {
  const share = Math.min(0.2, ((now - createdAt) / day) * 0.015);
  return Math.floor((volume.usedBytes * share) / 4096) * 4096;
}

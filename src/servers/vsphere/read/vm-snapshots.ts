import { z } from 'zod';
import type { XmlElement } from '../connection/xml-element.ts';
import { count, instant, reference } from './shapes.ts';

export interface Snapshot {
  snapshot: string;
  id?: number | undefined;
  name: string;
  description?: string | undefined;
  createTime: string;
  state?: string | undefined;
  quiesced?: boolean | undefined;
  childSnapshotList?: Snapshot[] | undefined;
}

export const snapshotSchema: z.ZodType<Snapshot, Snapshot> = z.object({
  snapshot: reference,
  id: count.optional(),
  name: z.string(),
  description: z.string().optional(),
  createTime: instant,
  state: z.string().optional().describe('power state that it holds'),
  quiesced: z.boolean().optional(),
  get childSnapshotList() {
    return z.array(snapshotSchema).optional();
  },
});

export function readSnapshots(
  at: XmlElement,
): { currentSnapshot?: string | undefined; rootSnapshotList: Snapshot[] } | undefined {
  const snapshot = at.one('snapshot');
  if (snapshot === undefined) return undefined;
  const roots = readTree(snapshot.all('rootSnapshotList'));
  return roots.length === 0
    ? undefined
    : { currentSnapshot: snapshot.ref('currentSnapshot')?.value, rootSnapshotList: roots };
}

function readTree(list: readonly XmlElement[]): Snapshot[] {
  return list.flatMap((one) => {
    const snapshot = one.ref('snapshot')?.value;
    const createTime = one.instant('createTime');
    if (snapshot === undefined || createTime === undefined) return [];
    const children = readTree(one.all('childSnapshotList'));
    return [
      {
        snapshot,
        id: one.number('id'),
        name: one.text('name') ?? '',
        description: one.text('description'),
        createTime,
        state: one.text('state'),
        quiesced: one.boolean('quiesced'),
        ...(children.length === 0 ? {} : { childSnapshotList: children }),
      },
    ];
  });
}

/** Every snapshot of a tree, parents before children. */
export function allSnapshots(roots: readonly Snapshot[]): Snapshot[] {
  return roots.flatMap((one) => [one, ...allSnapshots(one.childSnapshotList ?? [])]);
}

/**
 * What each snapshot costs: its own state (memory, configuration) and what was written to disks since it was taken, up
 * to its children or to now. Those files are the ones that a later chain of disks has and the snapshot's own has not.
 */
export function readSnapshotSizes(at: XmlElement): { key: string; size: number }[] | undefined {
  const layout = at.one('layoutEx');
  const entries = layout?.all('snapshot') ?? [];
  if (layout === undefined || entries.length === 0) return undefined;
  const sizes = new Map(layout.all('file').map((file) => [file.text('key') ?? '', file.number('size') ?? 0]));
  const chains = new Map(entries.map((entry) => [entry.ref('key')?.value ?? '', filesOf(entry.all('disk'))]));
  const now = filesOf(layout.all('disk'));
  const later = laterStates(at);
  return [...chains].flatMap(([key, own]) => {
    const entry = entries.find((one) => one.ref('key')?.value === key);
    if (key === '' || entry === undefined) return [];
    const files = new Set([entry.text('dataKey') ?? '', entry.text('memoryKey') ?? '']);
    for (const state of later.get(key) ?? [])
      for (const file of state === 'now' ? now : (chains.get(state) ?? []))
        if (!own.has(file)) files.add(file);
    let size = 0;
    for (const file of files) size += sizes.get(file) ?? 0;
    return [{ key, size }];
  });
}

function filesOf(disks: readonly XmlElement[]): Set<string> {
  return new Set(disks.flatMap((disk) => disk.all('chain').flatMap((unit) => unit.texts('fileKey'))));
}

/** The snapshots that follow each one, and `now` for the one that the VM runs from. */
function laterStates(at: XmlElement): Map<string, string[]> {
  const later = new Map<string, string[]>();
  const current = at.ref('snapshot.currentSnapshot')?.value;
  const walk = (list: readonly XmlElement[]) => {
    for (const one of list) {
      const key = one.ref('snapshot')?.value ?? '';
      const children = one.all('childSnapshotList');
      later.set(key, [
        ...children.flatMap((child) => child.ref('snapshot')?.value ?? []),
        ...(key === current ? ['now'] : []),
      ]);
      walk(children);
    }
  };
  walk(at.all('snapshot.rootSnapshotList'));
  return later;
}

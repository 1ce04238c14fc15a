import type { EntityOf } from '../../../shared/model/entity.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { slug } from '../slug.ts';

export const storageDocument = 'storage';

/** What stands with its array; snapshots last, because there are the most of them. */
export const partKinds = [
  'controller',
  'shelf',
  'disk',
  'storage-port',
  'pool',
  'volume',
  'lun',
  'share',
  'initiator-host',
  'replication',
  'storage-snapshot',
] as const satisfies readonly EntityKind[];

export const allKinds = ['array', ...partKinds] as const satisfies readonly EntityKind[];

/** What a page is about: all arrays, or one by its name. */
export interface Part {
  readonly view: InventoryView;
  readonly settings: GeneratorSettings;
  readonly array?: string;
  of<K extends EntityKind>(kind: K): readonly EntityOf<K>[];
  reads(...kinds: readonly EntityKind[]): SectionPlan['reads'];
  /** "array-fra1-1", or "all arrays": what totals are worked out from. */
  readonly title: string;
}

export function wholeEstate(view: InventoryView, settings: GeneratorSettings): Part {
  return {
    view,
    settings,
    of: (kind) => view.all(kind),
    reads: (...kinds) => kinds.map((kind) => ({ kind })),
    title: 'all arrays',
  };
}

export function oneArray(view: InventoryView, settings: GeneratorSettings, array: string): Part {
  return {
    view,
    settings,
    array,
    // The array itself is in no partition: it is what partitions are called by.
    of: (kind) =>
      kind === 'array' ? view.all(kind).filter(({ name }) => name === array) : view.inPartition(kind, array),
    reads: (...kinds) => kinds.map((kind) => (kind === 'array' ? { kind } : { kind, partition: array })),
    title: array === '' ? 'what names no array' : array,
  };
}

/** Arrays by name, and whatever partition has parts without one; '' when parts name no array. */
export function arrayNames(view: InventoryView): readonly string[] {
  const names = new Set<string>(view.all('array').map(({ name }) => name));
  for (const kind of partKinds) for (const partition of view.partitions(kind)) names.add(partition);
  return [...names];
}

export function arrayPageId(array: string): string {
  return `${storageDocument}/array-${slug(array)}`;
}

/** One endless table helps nobody: beyond the limit everything stands on a page of its array. */
export function isPaged(view: InventoryView, settings: GeneratorSettings): boolean {
  return partKinds.some((kind) => view.all(kind).length > settings.rowsPerPage);
}

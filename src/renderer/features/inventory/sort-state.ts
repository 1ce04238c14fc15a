import type { SavedView } from '../../../shared/contract/views.ts';

export type Sorts = SavedView['sort'];
export type SortDirection = Sorts[number]['direction'];

const most = 5;

/**
 * What a click on a column's title does: orders by it, then the other way round, then no longer. `also`: beside what
 * is ordered by already. Quantities and times begin with the largest, which is what one looks for.
 */
export function toggleSort(
  sorts: Sorts,
  path: string,
  { also, largestFirst }: { also: boolean; largestFirst: boolean },
): Sorts {
  const first: SortDirection = largestFirst ? 'descending' : 'ascending';
  const place = sorts.findIndex((sort) => sort.path === path);
  const now = sorts[place];
  const kept = also ? sorts : sorts.filter((sort) => sort.path === path);
  if (!now) return [...(also ? sorts : []), { path, direction: first }].slice(-most);
  const at = kept.findIndex((sort) => sort.path === path);
  return now.direction === first
    ? kept.with(at, { path, direction: first === 'ascending' ? 'descending' : 'ascending' })
    : kept.toSpliced(at, 1);
}

/** `-memoryBytes,name` */
export function encodeSorts(sorts: Sorts): string {
  return sorts.map(({ path, direction }) => `${direction === 'descending' ? '-' : ''}${path}`).join(',');
}

export function decodeSorts(text: string | undefined): Sorts {
  return (text ?? '')
    .split(',')
    .filter((part) => part !== '' && part !== '-')
    .slice(0, most)
    .map((part) =>
      part.startsWith('-')
        ? { path: part.slice(1), direction: 'descending' }
        : { path: part, direction: 'ascending' },
    );
}

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Columns } from './column-state.ts';
import type { KindTab } from './list-state.ts';

/** How this person left the inventory; kept by the browser or window. */
interface ListPreferences {
  readonly lastKind: KindTab;
  /** Newest first. */
  readonly recentKinds: readonly KindTab[];
  readonly columns: Readonly<Partial<Record<KindTab, Columns>>>;
  readonly facetsOpen: boolean;
}

const mostRecent = 4;

export const useListPreferences = create<ListPreferences>()(
  persist((): ListPreferences => ({ lastKind: 'vm', recentKinds: [], columns: {}, facetsOpen: false }), {
    name: 'datacenter-docs.inventory',
    version: 1,
  }),
);

export function rememberKind(kind: KindTab): void {
  useListPreferences.setState(({ recentKinds }) => ({
    lastKind: kind,
    recentKinds: [kind, ...recentKinds.filter((one) => one !== kind)].slice(0, mostRecent),
  }));
}

/** @param columns undefined: the usual ones again */
export function rememberColumns(kind: KindTab, columns: Columns | undefined): void {
  useListPreferences.setState(({ columns: before }) => {
    const { [kind]: _, ...rest } = before;
    return { columns: columns ? { ...rest, [kind]: columns } : rest };
  });
}

export function setFacetsOpen(facetsOpen: boolean): void {
  useListPreferences.setState({ facetsOpen });
}

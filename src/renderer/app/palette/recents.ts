import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { isEntityKind, type EntityKind } from '../../../shared/model/kinds/registry.ts';

/** What was opened from the palette, newest first; kept by the browser or window, never sent. */
export interface Recent {
  readonly id: string;
  readonly label: string;
  /** A place; a command that is no place is found again by its id. */
  readonly href?: string;
  readonly kind?: EntityKind;
}

const most = 8;

interface Recents {
  readonly recents: readonly Recent[];
}

const useStore = create<Recents>()(
  persist((): Recents => ({ recents: [] }), {
    name: 'datacenter-docs.recents',
    version: 1,
    // What another version wrote is no reason to fail.
    merge: (stored, empty) => {
      const list = (stored as { recents?: unknown } | undefined)?.recents;
      return Array.isArray(list) ? { recents: list.filter(isRecent).slice(0, most) } : empty;
    },
  }),
);

export function useRecents(): readonly Recent[] {
  return useStore((state) => state.recents);
}

export function remember(recent: Recent): void {
  useStore.setState(({ recents }) => ({
    recents: [recent, ...recents.filter(({ id }) => id !== recent.id)].slice(0, most),
  }));
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null) return false;
  const { id, label, href, kind } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    typeof label === 'string' &&
    (href === undefined || (typeof href === 'string' && href.startsWith('/'))) &&
    (kind === undefined || (typeof kind === 'string' && isEntityKind(kind)))
  );
}

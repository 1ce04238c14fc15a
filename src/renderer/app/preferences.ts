import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** What belongs to this person at this screen; kept by the browser or window, never sent. */
export interface Preferences {
  readonly colorScheme: 'auto' | 'dark' | 'light';
  readonly language: 'en' | 'de';
  /** utc, local: the workstation's, or an IANA name for the site's. */
  readonly timeZone: string;
  readonly navigationOpen: boolean;
  readonly assistantOpen: boolean;
  set(change: Partial<Omit<Preferences, 'set'>>): void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      colorScheme: 'auto',
      language: 'en',
      timeZone: 'local',
      navigationOpen: true,
      assistantOpen: false,
      set: (change) => set(change),
    }),
    { name: 'datacenter-docs.preferences', version: 1 },
  ),
);

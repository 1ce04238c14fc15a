import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const themes = ['auto', 'dark', 'light'] as const;
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** What belongs to this person at this screen; kept by the browser or window alone. */
export interface Preferences {
  readonly colorScheme: (typeof themes)[number];
  readonly language: Language;
  /** utc, local: the workstation's, or an IANA name for the site's. */
  readonly timeZone: string;
  readonly navigationOpen: boolean;
  readonly assistantOpen: boolean;
  /** Notices until then have been looked at. */
  readonly noticesSeenAt: string;
  readonly set: (change: Partial<Omit<Preferences, 'set'>>) => void;
}

/** The first of the browser's or system's languages that there is. */
export function usualLanguage(wanted: readonly string[]): Language {
  const spoken = wanted.map((one) => one.toLowerCase().split('-')[0]);
  return spoken.map((one) => languages.find((language) => language === one)).find(Boolean) ?? 'en';
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      colorScheme: 'auto',
      language: usualLanguage(navigator.languages),
      timeZone: 'local',
      navigationOpen: true,
      assistantOpen: false,
      noticesSeenAt: '',
      set: (change) => set(change),
    }),
    { name: 'datacenter-docs.preferences', version: 1 },
  ),
);

import type { LucideIcon } from 'lucide-react';
import type { Catalogue } from '../../i18n/catalogue.tsx';

/** Sections of the settings, by the names that they have there. */
export function settingsPlaces(
  text: Catalogue,
): readonly { readonly key: string; readonly label: string; readonly icon?: LucideIcon }[] {
  return Object.entries(text.shell.settingsSections).map(([key, label]) => ({ key, label }));
}

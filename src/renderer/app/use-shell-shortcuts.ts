import { useLocation } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { openPalette, openShortcuts } from './overlays.ts';
import { useAssistantKey } from './use-assistant-key.ts';
import { usePreferences } from './preferences.ts';
import { screens, type Screen } from './screens.ts';
import { useShortcut } from './shortcuts.ts';

/** The keys that work everywhere. */
export function useShellShortcuts(): void {
  const { shell } = useText();
  const [, navigate] = useLocation();
  const { set, navigationOpen } = usePreferences();
  const toggleAssistant = useAssistantKey();
  useShortcut('everywhere', 'mod+k', shell.shortcuts.palette, openPalette);
  useShortcut('everywhere', '/', shell.shortcuts.focusSearch, openPalette);
  useShortcut('everywhere', '?', shell.shortcuts.sheet, openShortcuts);
  useShortcut('everywhere', 'mod+j', shell.shortcuts.assistant, toggleAssistant);
  useShortcut('everywhere', 'mod+,', shell.shortcuts.settings, () => navigate('/settings'));
  useShortcut('everywhere', 'mod+b', shell.shortcuts.navigation, () =>
    set({ navigationOpen: !navigationOpen }),
  );
  for (const screen of screens) {
    // The list of screens is the same at every call.
    useGoTo(screen, shell.shortcuts.goTo(shell.screens[screen.key]));
  }
}

function useGoTo({ goKey, path }: Screen, label: string): void {
  const [, navigate] = useLocation();
  useShortcut('everywhere', `g ${goKey}`, label, () => navigate(path));
}

import { useMediaQuery } from '@mantine/hooks';
import { useLocation } from 'wouter';
import { assistantWidth, usePanelSize } from './panel-sizes.ts';
import { usePreferences } from './preferences.ts';
import { links } from './links.ts';

/** Whether a screen has the room that it has in a window of this width, with the assistant beside it or not. */
export function useRoom(width: number): boolean {
  const { assistantOpen } = usePreferences();
  const [path] = useLocation();
  const [size] = usePanelSize('assistant', assistantWidth);
  const taken = assistantOpen && !path.startsWith(links.assistant) ? size : 0;
  return useMediaQuery(`(min-width: ${width + taken}px)`, true, { getInitialValueInEffect: false });
}

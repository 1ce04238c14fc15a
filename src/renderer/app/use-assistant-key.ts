import { useRef } from 'react';
import { useLocation } from 'wouter';
import { links } from './links.ts';
import { goToAssistant } from './overlays.ts';
import { usePreferences } from './preferences.ts';

/**
 * What the assistant's key does: opens it and goes to its box; goes to its box from elsewhere; closes it from there, and
 * the focus goes back to where it came from.
 */
export function useAssistantKey(): () => void {
  const { set, assistantOpen } = usePreferences();
  const [path] = useLocation();
  const cameFrom = useRef<Element | null>(null);
  return () => {
    const inside = document.activeElement?.closest('[data-assistant]') instanceof Element;
    if (path.startsWith(links.assistant)) {
      goToAssistant();
      return;
    }
    if (assistantOpen && inside) {
      set({ assistantOpen: false });
      const { current } = cameFrom;
      if (current instanceof HTMLElement && current.isConnected) current.focus();
      return;
    }
    cameFrom.current = document.activeElement;
    set({ assistantOpen: true });
    goToAssistant();
  };
}

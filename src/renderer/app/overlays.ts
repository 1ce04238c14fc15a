import { create } from 'zustand';

/** What lies over the screen, and is opened from several places. */
interface Overlays {
  readonly palette: boolean;
  readonly shortcuts: boolean;
  /** The card of the kill switch in the top bar. */
  readonly killSwitch: boolean;
}

export const useOverlays = create<Overlays>()(() => ({
  palette: false,
  shortcuts: false,
  killSwitch: false,
}));

export function openPalette(): void {
  useOverlays.setState({ palette: true, shortcuts: false });
}

export function openShortcuts(): void {
  useOverlays.setState({ shortcuts: true, palette: false });
}

export function openKillSwitch(opened: boolean): void {
  useOverlays.setState({ killSwitch: opened, palette: false, shortcuts: false });
}

/** Counts up whenever the assistant's box is to be gone to; the assistant takes the focus there. */
export const useAssistantCall = create<{ readonly calls: number }>()(() => ({ calls: 0 }));

export function goToAssistant(): void {
  useAssistantCall.setState(({ calls }) => ({ calls: calls + 1 }));
}

import { create } from 'zustand';

/** What lies over the screen, and is opened from several places. */
interface Overlays {
  readonly palette: boolean;
  readonly shortcuts: boolean;
}

export const useOverlays = create<Overlays>()(() => ({ palette: false, shortcuts: false }));

export function openPalette(): void {
  useOverlays.setState({ palette: true, shortcuts: false });
}

export function openShortcuts(): void {
  useOverlays.setState({ shortcuts: true, palette: false });
}

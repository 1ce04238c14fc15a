import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** How wide this person made each panel, by its name; kept by the browser or window. */
const usePanelSizes = create<{ readonly sizes: Readonly<Record<string, number>> }>()(
  persist(() => ({ sizes: {} }), { name: 'datacenter-docs.panels', version: 1 }),
);

/** How wide the assistant is at first, in pixels. */
export const assistantWidth = 420;

/** The width of a panel in pixels, and how to change it. */
export function usePanelSize(name: string, initial: number): [number, (size: number) => void] {
  const size = usePanelSizes(({ sizes }) => sizes[name] ?? initial);
  return [size, (next) => usePanelSizes.setState(({ sizes }) => ({ sizes: { ...sizes, [name]: next } }))];
}

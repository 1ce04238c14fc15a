import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const length = z.number().int().min(1).max(100_000);
const place = z.number().int().min(-100_000).max(100_000);
const windowStateSchema = z.strictObject({
  /** Of the window when it is neither maximised nor full screen. */
  bounds: z.strictObject({ x: place, y: place, width: length, height: length }),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
});
export type WindowState = z.output<typeof windowStateSchema>;

export const smallestWindow = { width: 900, height: 600 };
const firstWindow = { width: 1440, height: 900 };
/** As much of a window must be on a display that a person can get hold of it. */
const gripWidth = 120;
const gripHeight = 40;

/** @returns undefined when there is none or it is damaged: the window then opens as at the first start */
export function readWindowState(file: string): WindowState | undefined {
  try {
    const parsed = windowStateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Written whole or not at all. Synchronous, because the last chance is while the window closes. */
export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileAtomic.sync(file, `${JSON.stringify(state)}\n`);
}

/**
 * Where the window opens: where it was, moved and shrunk as far as the displays of today need. `workAreas` begins with
 * the main display's.
 */
export function placeWindow(state: WindowState | undefined, workAreas: readonly Bounds[]): Bounds {
  const [main = { x: 0, y: 0, ...firstWindow }] = workAreas;
  if (state === undefined) return centred(firstWindow, main);
  const { bounds } = state;
  const home = workAreas.find((area) => canBeHeld(bounds, area));
  if (home === undefined) return centred(bounds, main);
  const { width, height } = clampSize(bounds, home);
  // A title bar above the display cannot be reached.
  return { x: bounds.x, y: Math.max(bounds.y, home.y), width, height };
}

function canBeHeld({ x, y, width }: Bounds, area: Bounds): boolean {
  const visible = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return visible >= gripWidth && y >= area.y - gripHeight && y <= area.y + area.height - gripHeight;
}

function centred(size: { width: number; height: number }, area: Bounds): Bounds {
  const { width, height } = clampSize(size, area);
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}

function clampSize(size: { width: number; height: number }, area: Bounds): { width: number; height: number } {
  return {
    width: Math.min(Math.max(size.width, smallestWindow.width), Math.max(area.width, smallestWindow.width)),
    height: Math.min(
      Math.max(size.height, smallestWindow.height),
      Math.max(area.height, smallestWindow.height),
    ),
  };
}

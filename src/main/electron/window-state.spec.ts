import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { placeWindow, readWindowState, writeWindowState, type Bounds } from './window-state.ts';

const main: Bounds = { x: 0, y: 25, width: 1920, height: 1055 };
const left: Bounds = { x: -2560, y: 0, width: 2560, height: 1440 };
const at = (bounds: Bounds) => ({ bounds, maximized: false, fullScreen: false });

describe('where the window opens', () => {
  it('is the middle of the main display at first', () => {
    expect(placeWindow(undefined, [main, left])).toEqual({ x: 240, y: 103, width: 1440, height: 900 });
  });

  it('is where it was, on whichever display', () => {
    const bounds = { x: -2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(at(bounds), [main, left])).toEqual(bounds);
  });

  it('is on a display that is there when the one it was on is gone', () => {
    expect(placeWindow(at({ x: -2000, y: 100, width: 1200, height: 800 }), [main])).toEqual({
      x: 360,
      y: 153,
      width: 1200,
      height: 800,
    });
  });

  it.each([
    ['beside the display', { x: 1900, y: 100, width: 1200, height: 800 }],
    ['below it', { x: 100, y: 1060, width: 1200, height: 800 }],
    ['far above it', { x: 100, y: -900, width: 1200, height: 800 }],
  ])('is brought back from %s', (_, bounds) => {
    const placed = placeWindow(at(bounds), [main]);
    expect(placed.x).toBeGreaterThanOrEqual(main.x);
    expect(placed.y).toBeGreaterThanOrEqual(main.y);
    expect(placed.x + placed.width).toBeLessThanOrEqual(main.x + main.width);
  });

  it('has its title bar on the display', () => {
    expect(placeWindow(at({ x: 0, y: 0, width: 1200, height: 800 }), [main]).y).toBe(25);
  });

  it('is no larger than the display, and no smaller than can be used', () => {
    expect(placeWindow(at({ x: 0, y: 25, width: 5000, height: 4000 }), [main])).toMatchObject({
      width: 1920,
      height: 1055,
    });
    expect(placeWindow(at({ x: 0, y: 25, width: 10, height: 10 }), [main])).toMatchObject({
      width: 900,
      height: 600,
    });
  });

  it('works without any display', () => {
    expect(placeWindow(undefined, [])).toMatchObject({ width: 1440, height: 900 });
  });
});

describe('the file with the window’s state', () => {
  it('gives back what was written, into a folder that it makes', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'new', 'window.json');
    const state = { bounds: { x: -5, y: 6, width: 1000, height: 700 }, maximized: true, fullScreen: false };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
  });

  it.each(['', '{', 'null', '[]', '{"bounds":{"x":0,"y":0,"width":"1","height":1}}', '\u0000\u0001'])(
    'that holds %j is as good as none',
    (text) => {
      using folder = temporaryFolder();
      const file = join(folder.path, 'window.json');
      writeFileSync(file, text);
      expect(readWindowState(file)).toBeUndefined();
      expect(readWindowState(join(folder.path, 'missing.json'))).toBeUndefined();
    },
  );
});

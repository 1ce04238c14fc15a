import { expect, it } from 'vitest';
import { listCommandOf } from './list-keys.ts';

const press = (key: string, held: { ctrl?: true; meta?: true; shift?: true; alt?: true } = {}) =>
  listCommandOf(
    {
      key,
      ctrlKey: held.ctrl ?? false,
      metaKey: held.meta ?? false,
      shiftKey: held.shift ?? false,
      altKey: held.alt ?? false,
    },
    20,
  );

it.each([
  ['ArrowDown', { is: 'walk', by: 1, extend: false }],
  ['ArrowUp', { is: 'walk', by: -1, extend: false }],
  ['PageDown', { is: 'walk', by: 19, extend: false }],
  ['PageUp', { is: 'walk', by: -19, extend: false }],
  ['Home', { is: 'go', to: 'first' }],
  ['End', { is: 'go', to: 'last' }],
  ['ArrowRight', { is: 'open' }],
  ['Enter', { is: 'open-page' }],
  [' ', { is: 'toggle' }],
  ['Escape', { is: 'select-none' }],
  ['q', undefined],
] as const)('%s', (key, command) => {
  expect(press(key)).toEqual(command);
});

it('extends the choice with shift', () => {
  expect(press('ArrowDown', { shift: true })).toEqual({ is: 'walk', by: 1, extend: true });
});

it('chooses everything with Ctrl or ⌘, and leaves the letter alone', () => {
  expect(press('a', { ctrl: true })).toEqual({ is: 'select-all' });
  expect(press('a', { meta: true })).toEqual({ is: 'select-all' });
  expect(press('a')).toBeUndefined();
});

it('leaves keys with Alt to browser and system', () => {
  expect(press('ArrowRight', { alt: true })).toBeUndefined();
});

it('walks at least one row where no row fits', () => {
  expect(listCommandOf({ key: 'PageDown', ...noneHeld }, 0)).toMatchObject({ by: 1 });
});

const noneHeld = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

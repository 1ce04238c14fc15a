import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import {
  chordOf,
  useActiveShortcuts,
  useShortcut,
  useShortcutKeys,
  type ShortcutScope,
} from './shortcuts.ts';

function Keys(props: { of: readonly (readonly [ShortcutScope, string, () => void])[] }) {
  useShortcutKeys();
  return (
    <>
      {props.of.map(([scope, keys, run]) => (
        <Key key={`${scope} ${keys}`} scope={scope} keys={keys} run={run} />
      ))}
      <input aria-label="field" />
      <output>
        {useActiveShortcuts()
          .map(({ keys }) => keys)
          .join(',')}
      </output>
    </>
  );
}

function Key({ scope, keys, run }: { scope: ShortcutScope; keys: string; run: () => void }) {
  useShortcut(scope, keys, keys, run);
  return null;
}

const press = (key: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.body, { key, ...more });

it('two keys one after the other are one shortcut', () => {
  const go = vi.fn<() => void>();
  const single = vi.fn<() => void>();
  render(
    <Keys
      of={[
        ['everywhere', 'g i', go],
        ['screen', 'i', single],
      ]}
    />,
  );
  press('g');
  press('i');
  expect([go.mock.calls.length, single.mock.calls.length]).toEqual([1, 0]);
  press('i');
  expect(single).toHaveBeenCalledOnce();
});

it('the innermost scope has a key that two want', () => {
  const outer = vi.fn<() => void>();
  const inner = vi.fn<() => void>();
  const { unmount } = render(
    <Keys
      of={[
        ['panel', 'escape', inner],
        ['screen', 'escape', outer],
      ]}
    />,
  );
  press('Escape');
  expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([0, 1]);
  unmount();
  press('Escape');
  expect(outer).not.toHaveBeenCalled();
});

it('single keys rest while something is typed; those with mod do not', () => {
  const single = vi.fn<() => void>();
  const palette = vi.fn<() => void>();
  render(
    <Keys
      of={[
        ['everywhere', '?', single],
        ['everywhere', 'mod+k', palette],
      ]}
    />,
  );
  const field = screen.getByLabelText('field');
  fireEvent.keyDown(field, { key: '?', shiftKey: true });
  fireEvent.keyDown(field, { key: 'k', ctrlKey: true });
  expect([single.mock.calls.length, palette.mock.calls.length]).toEqual([0, 1]);
  press('?', { shiftKey: true });
  expect(single).toHaveBeenCalledOnce();
});

it('what the component calls now is run, and the list says what is active', () => {
  const first = vi.fn<() => void>();
  const second = vi.fn<() => void>();
  const { rerender } = render(<Keys of={[['screen', 'x', first]]} />);
  rerender(<Keys of={[['screen', 'x', second]]} />);
  press('x');
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  expect(screen.getByRole('status').textContent).toBe('x');
});

it('names a chord by what is pressed, not by how it is typed', () => {
  const of = (key: string, more: Partial<KeyboardEventInit> = {}) =>
    chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  expect(of('?', { shiftKey: true })).toBe('?');
  expect(of('K', { shiftKey: true, metaKey: true })).toBe('mod+shift+k');
  expect(of('Control', { ctrlKey: true })).toBeUndefined();
});

it('a key that closes a dialog or a menu does nothing behind it', () => {
  const back = vi.fn<() => void>();
  render(<Keys of={[['screen', 'escape', back]]} />);
  const dialog = document.createElement('div');
  dialog.setAttribute('role', 'dialog');
  dialog.setAttribute('aria-modal', 'true');
  document.body.append(dialog);
  addEventListener('keydown', () => dialog.remove(), { capture: true, once: true });
  press('Escape');
  const menu = document.createElement('div');
  menu.setAttribute('role', 'menu');
  document.body.append(menu);
  fireEvent.keyDown(menu, { key: 'Escape' });
  menu.remove();
  expect(back).not.toHaveBeenCalled();
  press('Escape');
  expect(back).toHaveBeenCalledOnce();
});

import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';

/**
 * Where a key counts, from the outermost in: everywhere, on the screen, in the list that it shows, in the panel beside
 * it. Where two have the same key, the innermost and newest has it; its owner is shown in the sheet.
 */
export type ShortcutScope = 'everywhere' | 'screen' | 'list' | 'panel';

export interface Shortcut {
  readonly id: number;
  readonly scope: ShortcutScope;
  /** `g i` one after the other, `mod+k` together; mod is ⌘ on a Mac and Ctrl elsewhere. */
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

export const scopes: readonly ShortcutScope[] = ['everywhere', 'screen', 'list', 'panel'];

/** A second key has this long to follow the first. */
const sequenceMs = 1_200;

let nextId = 0;
const useRegistry = create<{ readonly active: readonly Shortcut[] }>()(() => ({ active: [] }));

/** What can be pressed now: for the sheet. */
export function useActiveShortcuts(): readonly Shortcut[] {
  return useRegistry((state) => state.active);
}

/** A key for as long as the component is there. Single keys rest while something is typed; those with mod do not. */
export function useShortcut(
  scope: ShortcutScope,
  keys: string,
  label: string,
  run: () => void,
  { enabled = true }: { readonly enabled?: boolean } = {},
): void {
  const press = useEffectEvent(run);
  useEffect(() => {
    if (!enabled) return;
    const shortcut: Shortcut = { id: nextId++, scope, keys: keys.toLowerCase(), label, run: () => press() };
    useRegistry.setState(({ active }) => ({ active: [...active, shortcut] }));
    return () =>
      useRegistry.setState(({ active }) => ({ active: active.filter(({ id }) => id !== shortcut.id) }));
  }, [scope, keys, label, enabled]);
}

/** Listens to the keyboard; once in the shell. */
export function useShortcutKeys(): void {
  // Looked at before anybody else has the key: what Esc closes is gone when it comes to the shortcuts.
  const above = useRef(false);
  useLayoutEffect(() => {
    const look = (event: KeyboardEvent) => {
      above.current = isDialogOpen() || isInMenu(event.target);
    };
    addEventListener('keydown', look, true);
    return () => removeEventListener('keydown', look, true);
  }, []);
  useEffect(() => {
    let before = '';
    let beforeAt = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) {
        if (!event.repeat || event.defaultPrevented || event.isComposing) return;
      }
      const chord = chordOf(event);
      if (chord === undefined) return;
      const { active } = useRegistry.getState();
      const recent = event.timeStamp - beforeAt < sequenceMs ? before : '';
      before = '';
      if (!chord.includes('mod+') && (isTyping(event.target) || above.current)) return;
      const found =
        (recent !== '' ? innermost(active, `${recent} ${chord}`) : undefined) ?? innermost(active, chord);
      if (found) {
        event.preventDefault();
        found.run();
        return;
      }
      if (active.some(({ keys }) => keys.startsWith(`${chord} `))) {
        before = chord;
        beforeAt = event.timeStamp;
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function innermost(active: readonly Shortcut[], keys: string): Shortcut | undefined {
  let best: Shortcut | undefined;
  for (const shortcut of active) {
    if (shortcut.keys !== keys) continue;
    if (!best || scopes.indexOf(shortcut.scope) >= scopes.indexOf(best.scope)) best = shortcut;
  }
  return best;
}

/** @returns undefined for a modifier alone, and for combinations that belong to the browser or the system */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>) {
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead'].includes(event.key)) return undefined;
  const key = event.key.toLowerCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  // A shifted sign is a sign of its own (`?`); a shifted letter or named key says so.
  if (event.shiftKey && (key.length > 1 || key !== event.key)) parts.push('shift');
  return [...parts, key].join('+');
}

/** Where keys are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('.monaco-editor') !== null) return true;
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** An open menu or what hangs at a button has the keyboard too, and so has the button that opened it. */
function isInMenu(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      '[role="menu"], [role="listbox"], [role="dialog"], [aria-haspopup][aria-expanded="true"]',
    ) !== null
  );
}

/** A dialog has the keyboard to itself: Esc closes it and nothing behind it. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

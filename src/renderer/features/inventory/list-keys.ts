/** What a key asks of the list. */
export type ListCommand =
  | { readonly is: 'walk'; readonly by: number; readonly extend: boolean }
  | { readonly is: 'go'; readonly to: 'first' | 'last' }
  | { readonly is: 'open' | 'open-page' | 'toggle' | 'select-all' | 'select-none' };

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** @returns undefined for a key that means nothing here */
export function listCommandOf(pressed: PressedKey, rowsInSight: number): ListCommand | undefined {
  const { key, ctrlKey, metaKey, shiftKey: extend, altKey } = pressed;
  if (altKey) return undefined;
  // One row of the page before stays in sight.
  const page = Math.max(1, rowsInSight - 1);
  switch (key) {
    case 'ArrowDown':
      return { is: 'walk', by: 1, extend };
    case 'ArrowUp':
      return { is: 'walk', by: -1, extend };
    case 'PageDown':
      return { is: 'walk', by: page, extend };
    case 'PageUp':
      return { is: 'walk', by: -page, extend };
    case 'Home':
      return { is: 'go', to: 'first' };
    case 'End':
      return { is: 'go', to: 'last' };
    case 'ArrowRight':
      return { is: 'open' };
    case 'Enter':
      return { is: 'open-page' };
    case ' ':
      return { is: 'toggle' };
    case 'a':
      return ctrlKey || metaKey ? { is: 'select-all' } : undefined;
    case 'Escape':
      return { is: 'select-none' };
    default:
      return undefined;
  }
}

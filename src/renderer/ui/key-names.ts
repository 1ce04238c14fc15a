const apple: Readonly<Record<string, string>> = { mod: '⌘', alt: '⌥', shift: '⇧', ctrl: '⌃' };
const other: Readonly<Record<string, string>> = { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', ctrl: 'Ctrl' };
const keys: Readonly<Record<string, string>> = {
  escape: 'Esc',
  enter: '↵',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  ' ': '␣',
};

/** `mod+k` → [[mod, k]]; `g i` → [[g], [i]]: pressed one after the other. */
export function chordsOf(shortcut: string): string[][] {
  return shortcut
    .split(' ')
    .map((chord) => (chord === '+' ? ['+'] : chord.split('+').map((key) => key.toLowerCase())));
}

/** What stands on the key. */
export function keyName(key: string, onApple: boolean): string {
  return (onApple ? apple : other)[key] ?? keys[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

export function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

import * as monaco from 'monaco-editor/editor/editor.api.js';
import 'monaco-editor/features/clipboard/register.js';
import 'monaco-editor/features/codicon/register.js';
import 'monaco-editor/features/contextmenu/register.js';
import 'monaco-editor/features/diffEditor/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/folding/register.js';
import 'monaco-editor/features/lineSelection/register.js';
import 'monaco-editor/languages/definitions/markdown/register.js';
// oxlint-disable-next-line import/default -- the bundler makes a class of it
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';

declare const self: { MonacoEnvironment?: { getWorker(): Worker } };
self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

export type { editor } from 'monaco-editor/editor/editor.api.js';
export { monaco };

/** What both editors have in common: to be read, not written in. */
export const readOnlyOptions = {
  readOnly: true,
  domReadOnly: true,
  automaticLayout: true,
  fontFamily: 'JetBrains Mono Variable, ui-monospace, monospace',
  fontSize: 12,
  lineHeight: 18,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  renderLineHighlight: 'none',
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  links: false,
  bracketPairColorization: { enabled: false },
  hover: { enabled: 'off' },
  // Tab leaves the editor, as it does any other part of the page.
  tabFocusMode: true,
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
  padding: { top: 12, bottom: 24 },
} as const satisfies monaco.editor.IEditorOptions;

/** Takes the page's colours over; again when they change. */
export function applyTheme(dark: boolean): void {
  const colours = readTokens(tokenNames);
  const token = (name: (typeof tokenNames)[number]) => colours.get(name) ?? '#000000';
  const name = dark ? 'console-dark' : 'console-light';
  monaco.editor.defineTheme(name, {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: token('text-1').slice(1) },
      { token: 'keyword', foreground: token('accent').slice(1) },
      { token: 'string', foreground: token('text-2').slice(1) },
      { token: 'comment', foreground: token('text-3').slice(1) },
    ],
    colors: {
      'editor.background': token('background'),
      'editor.foreground': token('text-1'),
      'editorLineNumber.foreground': token('text-3'),
      'editorGutter.background': token('background'),
      'editor.selectionBackground': token('tint'),
      'editorWidget.background': token('surface-2'),
      'editorWidget.border': token('line-strong'),
      'diffEditor.insertedTextBackground': `${token('ok')}33`,
      'diffEditor.removedTextBackground': `${token('critical')}33`,
      'diffEditor.insertedLineBackground': `${token('ok')}18`,
      'diffEditor.removedLineBackground': `${token('critical')}18`,
      'diffEditor.unchangedRegionBackground': token('surface-1'),
      'diffEditor.unchangedRegionForeground': token('text-2'),
      'scrollbarSlider.background': `${token('line-strong')}99`,
      focusBorder: token('accent'),
    },
  });
  monaco.editor.setTheme(name);
}

/** Monaco takes six hexadecimal digits and nothing else, whatever way a colour is written in the style sheet. */
function readTokens(names: readonly string[]): ReadonlyMap<string, string> {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colours = names.map((name): [string, string] => {
    probe.style.color = `var(--${name})`;
    const channels = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
    const hex = channels
      .slice(0, 3)
      .map((channel) => Math.round(Number(channel)).toString(16).padStart(2, '0'))
      .join('');
    return [name, `#${hex.padEnd(6, '0')}`];
  });
  probe.remove();
  return new Map(colours);
}

const tokenNames = [
  'accent',
  'background',
  'critical',
  'line-strong',
  'ok',
  'surface-1',
  'surface-2',
  'text-1',
  'text-2',
  'text-3',
  'tint',
] as const;

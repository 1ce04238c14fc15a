import 'monaco-editor/languages/definitions/yaml/register.js';
import 'monaco-editor/features/hover/register.js';

export { monaco, applyTheme, readOnlyOptions, type editor } from './monaco.ts';

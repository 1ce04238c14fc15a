import { documents } from './documents.ts';
import { shell } from './shell.ts';
import { ui } from './ui.ts';

/** One file a feature, one member each. */
export const en = { documents, shell, ui };

import type { Catalogue } from '../catalogue.tsx';
import { documents } from './documents.ts';
import { shell } from './shell.ts';
import { ui } from './ui.ts';

export const de: Catalogue = { documents, shell, ui };

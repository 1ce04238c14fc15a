import type { Catalogue } from '../catalogue.tsx';
import { shell } from './shell.ts';
import { ui } from './ui.ts';

export const de: Catalogue = { shell, ui };

import type { Handler } from '../handler.ts';
import { changeSetting } from './change.ts';

export const reset: Handler<'settings.reset'> = ({ path }, { app }) => changeSetting(app, path, undefined);

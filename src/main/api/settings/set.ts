import type { Handler } from '../handler.ts';
import { changeSetting } from './change.ts';

export const set: Handler<'settings.set'> = ({ path, value }, { app }) =>
  changeSetting(app, path, value ?? null);

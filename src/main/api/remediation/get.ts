import type { Handler } from '../handler.ts';
import { found } from './found.ts';
import { shown } from './shown.ts';

export const get: Handler<'remediation.get'> = async ({ id }, { app }) => shown(await found(id, app), app);

import type { Handler } from '../handler.ts';

export const report: Handler<'reliability.report'> = (query, { app }) => app.reliability.report(query);

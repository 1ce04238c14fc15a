import { join } from 'node:path';
import type { Handler } from '../handler.ts';

export const list: Handler<'runbooks.list'> = async (_input, { app }) => ({
  folder: join(app.dataDir, 'runbooks'),
  runbooks: (await app.runbooks.list()).map(({ id, file, ...read }) => ({
    id,
    file,
    ...(read.ok ? { runbook: read.runbook, faults: [] } : { faults: [...read.faults] }),
  })),
});

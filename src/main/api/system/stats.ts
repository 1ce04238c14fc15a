import { statSync } from 'node:fs';
import type { Handler } from '../handler.ts';

export const stats: Handler<'system.stats'> = async (_input, { app }) => {
  const [inventory, freshness, documents, view] = await Promise.all([
    app.inventory.stats(),
    app.inventory.freshness(),
    app.documents.list(),
    app.inventory.view(),
  ]);
  const findings = { critical: 0, warning: 0, info: 0 };
  for (const finding of view.all('finding')) findings[finding.attributes.severity] += 1;
  const sizeBytes = ['', '-wal'].reduce((sum, end) => sum + fileSize(`${app.store.file}${end}`), 0);
  return {
    inventory,
    freshness: [...freshness],
    findings,
    documents: documents.length,
    store: { file: app.store.file, sizeBytes },
  };
};

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

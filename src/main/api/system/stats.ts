import { statSync } from 'node:fs';
import type { Handler } from '../handler.ts';

export const stats: Handler<'system.stats'> = async (_input, { app }) => {
  const [inventory, freshness, documents, view, trust] = await Promise.all([
    app.inventory.stats(),
    app.inventory.freshness(),
    app.documents.list(),
    app.inventory.view(),
    app.reliability.report({ days: 365, gate: 85 }),
  ]);
  const findings = { critical: 0, warning: 0, info: 0 };
  for (const finding of view.all('finding')) findings[finding.attributes.severity] += 1;
  const sizeBytes = ['', '-wal'].reduce((sum, end) => sum + fileSize(`${app.store.file}${end}`), 0);
  return {
    inventory,
    freshness: [...freshness],
    findings,
    documents: documents.length,
    reliability: {
      outcomes: trust.outcomes,
      opinions: trust.opinions,
      ...(trust.score.succeeded !== undefined && { succeeded: trust.score.succeeded }),
      ...(trust.score.brier !== undefined && { brier: trust.score.brier }),
      ...(trust.score.ece !== undefined && { ece: trust.score.ece }),
      falseConfidence: { passed: trust.falseConfidence.passed, failed: trust.falseConfidence.failed },
    },
    store: { file: app.store.file, sizeBytes },
  };
};

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

import { auditCsv, auditJson } from '../../audit/export.ts';
import type { Handler } from '../handler.ts';

export const exportAudit: Handler<'audit.export'> = async ({ format, ...filter }, { app }) => {
  const entries = await app.audit.find(filter);
  const day = app.clock.now().slice(0, 10);
  return format === 'csv'
    ? {
        fileName: `audit-${day}.csv`,
        mimeType: 'text/csv; charset=utf-8',
        content: auditCsv(entries),
        records: entries.length,
      }
    : {
        fileName: `audit-${day}.json`,
        mimeType: 'application/json',
        content: auditJson(entries),
        records: entries.length,
      };
};

import type { OutputOf } from '../../../shared/contract/contract.ts';
import { chainFile } from '../../audit/chain-file.ts';
import { auditCsv, auditJson } from '../../audit/export.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';

export const exportAudit: Handler<'audit.export'> = async ({ format, ...filter }, { app }) => {
  const name = (ending: string) => `audit-${app.clock.now().slice(0, 10)}.${ending}`;
  if (format === 'jsonl') {
    const given = Object.keys(filter);
    if (given.length > 0) {
      throw new DomainError(
        'filter-breaks-chain',
        `An export that can be proved has every record; it was asked for with a filter: ${given.join(', ')}.`,
        { hint: 'Leave the filter out, or export as json or csv.' },
      );
    }
    const records = await app.audit.records();
    return {
      fileName: name('jsonl'),
      mimeType: 'application/x-ndjson',
      content: chainFile(records),
      records: records.length,
    };
  }
  const entries = await app.audit.find(filter);
  const count = { records: entries.length };
  const answers: Record<typeof format, () => OutputOf<'audit.export'>> = {
    csv: () => ({
      fileName: name('csv'),
      mimeType: 'text/csv; charset=utf-8',
      content: auditCsv(entries),
      ...count,
    }),
    json: () => ({
      fileName: name('json'),
      mimeType: 'application/json',
      content: auditJson(entries),
      ...count,
    }),
  };
  return answers[format]();
};

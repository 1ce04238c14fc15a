import type { SourceImportReport } from '../../../shared/contract/sources.ts';
import type { ImportReport } from '../../mcp/apply-import.ts';

export function shownReport(report: ImportReport): SourceImportReport {
  const { keyringUnavailable, ...rest } = report;
  return {
    added: [...rest.added],
    renamed: rest.renamed.map((one) => ({ ...one })),
    collisions: [...rest.collisions],
    problems: rest.problems.map((one) => ({ ...one })),
    notes: [...rest.notes],
    stored: rest.stored.map((one) => ({ ...one })),
    toSet: rest.toSet.map((one) => ({ ...one })),
    ...(keyringUnavailable !== undefined && { keyringUnavailable }),
  };
}

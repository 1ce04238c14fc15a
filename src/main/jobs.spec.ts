import { expect, it } from 'vitest';
import type { GenerateReport } from './documents/generate-report.ts';
import { generationReport } from './jobs.ts';

const none = { created: 0, versioned: 0, refreshed: 0, unchanged: 0, retired: 0, failed: 0 };
const reportOf = (counts: Partial<GenerateReport['counts']>): GenerateReport => ({
  documents: [],
  counts: { ...none, ...counts },
  sections: { total: 205, rendered: 79 },
  durationMs: 12,
});

it('the summary of written documents leaves out what did not happen', () => {
  expect(generationReport(reportOf({ versioned: 2, unchanged: 9 }))).toEqual({
    outcome: 'succeeded',
    summary: '2 new versions, 9 unchanged; 79 of 205 sections written',
  });
  expect(generationReport(reportOf({ created: 1, refreshed: 3, failed: 1 }))).toEqual({
    outcome: 'partial',
    summary: '1 new document, 3 with newer values; 79 of 205 sections written; 1 failed',
  });
});

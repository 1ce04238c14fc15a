import { describe, expect, it } from 'vitest';
import type { GenerateReport } from './documents/generate-report.ts';
import { alertsReport, generationReport } from './jobs.ts';

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

describe('the summary of alerts that were asked for', () => {
  const none = {
    answered: 1,
    listed: 4,
    created: 0,
    noted: 0,
    closed: 0,
    reopened: 0,
    left: 0,
    problems: [] as readonly string[],
  };
  const told = (parts: Partial<typeof none>) => {
    const log: string[] = [];
    return { report: alertsReport({ ...none, ...parts }, (line) => log.push(line)), log };
  };

  it('says what became of tickets, or that nothing is new', () => {
    expect(told({}).report).toEqual({ outcome: 'succeeded', summary: 'nothing new' });
    expect(told({ created: 2, closed: 1, reopened: 1, noted: 3 }).report.summary).toBe(
      '2 new tickets, 3 notes in tickets, 1 ticket closed, 1 ticket opened again',
    );
    expect(alertsReport(undefined, () => {}).summary).toBe('there is no server that gives alerts');
  });

  it('is partial where a source did not answer or something was left, and the log has each', () => {
    const { report, log } = told({ created: 1, problems: ['am-b: no answer', 'am-a: 5 alerts left'] });
    expect(report).toEqual({ outcome: 'partial', summary: '1 new ticket; am-b: no answer' });
    expect(log).toEqual(['am-b: no answer', 'am-a: 5 alerts left']);
  });

  it('is a failure where nobody answered', () => {
    expect(() => told({ answered: 0, problems: ['am-a: no answer'] })).toThrow('am-a: no answer');
  });
});

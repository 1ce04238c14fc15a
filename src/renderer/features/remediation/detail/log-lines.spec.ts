import { expect, it } from 'vitest';
import { answered, exampleJournal, meant, readBack } from '../example-remediation.spec-helper.ts';
import { logLines } from './log-lines.ts';

it('tells read-backs that say the same as one line with their number, and anything else by itself', () => {
  const lines = logLines(
    exampleJournal(
      meant,
      answered,
      readBack('not-yet'),
      readBack('not-yet'),
      readBack('not-yet'),
      readBack('met'),
    ),
  );
  expect(lines.map(({ entry, times }) => [entry.is, times])).toEqual([
    ['call-intended', 1],
    ['call-returned', 1],
    ['read-back', 3],
    ['read-back', 1],
  ]);
  expect(lines[2]?.first).toBe('2030-01-01T10:00:02.000Z');
});

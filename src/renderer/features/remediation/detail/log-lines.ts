import type { JournalEntry } from '../../../../shared/model/remediation.ts';

/** Entries as they are shown: read-backs that say the same one after the other are one line, with how many they were. */
export interface LogLine {
  readonly entry: JournalEntry;
  readonly times: number;
  readonly first: string;
}

export function logLines(journal: readonly JournalEntry[]): readonly LogLine[] {
  const lines: LogLine[] = [];
  for (const entry of journal) {
    const before = lines.at(-1);
    if (before && isSameReadBack(before.entry, entry)) {
      lines[lines.length - 1] = { entry, times: before.times + 1, first: before.first };
    } else lines.push({ entry, times: 1, first: entry.at });
  }
  return lines;
}

function isSameReadBack(a: JournalEntry, b: JournalEntry): boolean {
  return (
    a.is === 'read-back' &&
    b.is === 'read-back' &&
    a.phase === b.phase &&
    a.verdict.is === b.verdict.is &&
    a.verdict.text === b.verdict.text
  );
}

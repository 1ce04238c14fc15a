import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface DataFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly folder: boolean;
}

/** What lies in the data directory, the largest first; folders with all that is in them. */
export function dataFiles(dataDir: string): DataFile[] {
  return readdirSync(dataDir, { withFileTypes: true })
    .map((entry) => ({
      name: entry.name,
      sizeBytes: entry.isDirectory()
        ? folderSize(join(dataDir, entry.name))
        : fileSize(join(dataDir, entry.name)),
      folder: entry.isDirectory(),
    }))
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes);
}

function folderSize(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => (entry.isFile() ? sum + fileSize(join(entry.parentPath, entry.name)) : sum),
    0,
  );
}

/** Files come and go while they are counted. */
function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema, type Instant } from '../../../shared/model/ids.ts';
import { DomainError } from '../../platform/errors.ts';

const folderSchema = z.strictObject({
  /** Stands in passages; short, and unlike any other. */
  name: z.string().min(1).max(200),
  path: z.string().min(1),
  importedAt: instantSchema,
});
export type ImportedFolder = z.output<typeof folderSchema>;
const fileSchema = z.strictObject({ folders: z.array(folderSchema) });

export interface FolderList {
  all(): readonly ImportedFolder[];
  /** By its name or its path. */
  find(nameOrPath: string): ImportedFolder | undefined;
  add(path: string, at: Instant): ImportedFolder;
  remove(name: string): void;
}

/** Which folders are imported: a file of the data directory, since it cannot be worked out again. */
export function openFolderList(file: string): FolderList {
  let folders = read(file);
  const write = (next: readonly ImportedFolder[]) => {
    writeFileAtomic.sync(file, `${JSON.stringify({ folders: next }, null, 2)}\n`, { mode: 0o600 });
    folders = next;
  };
  return {
    all: () => folders,
    find: (wanted) =>
      folders.find(({ name }) => name === wanted) ?? folders.find(({ path }) => path === wanted),
    add(path, importedAt) {
      const known = folders.find((folder) => folder.path === path);
      if (known) return known;
      const own = basename(path) === '' ? 'files' : basename(path).slice(0, 150);
      let name = own;
      for (let number = 2; folders.some((folder) => folder.name === name); number++)
        name = `${own}-${number}`;
      const folder = { name, path, importedAt };
      write([...folders, folder]);
      return folder;
    },
    remove(name) {
      write(folders.filter((folder) => folder.name !== name));
    },
  };
}

function read(file: string): readonly ImportedFolder[] {
  if (!existsSync(file)) return [];
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).folders;
  } catch (error) {
    throw new DomainError('knowledge-folders-unreadable', `${file} is not a list of imported folders`, {
      hint: 'mend it, or remove it and import the folders again with `datacenter-docs knowledge import`',
      cause: error,
    });
  }
}

import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema } from '../../../shared/model/ids.ts';
import { createOnce } from '../../platform/create-once.ts';
import { syncFolder } from '../../platform/sync-folder.ts';

const knownSchema = z.strictObject({
  life: z.string(),
  round: z.number().int().min(0),
  restores: z.number().int().min(0),
  /** Open when the database was taken back to an earlier state: whether they were claimed since is not known there. */
  doubtful: z.array(z.string()),
});
/** What is remembered of the database of claims. */
export type KnownClaims = z.output<typeof knownSchema>;

const brokenSchema = z.strictObject({
  remediation: z.string(),
  workstation: z.string(),
  nonce: z.string(),
  planHash: z.string(),
  at: instantSchema,
  breakGlass: z.strictObject({ by: z.string(), typed: z.string() }),
});
/** A claim that was made without the database, and is made known to it when it answers again. */
export type BrokenGlass = z.output<typeof brokenSchema>;

/** What stays on the disk of this workstation of claims; whatever is written is there when a call returns. */
export interface ClaimMemory {
  known(): Promise<KnownClaims | undefined>;
  remember(known: KnownClaims): Promise<void>;
  /** Before the database is asked: a nonce that was never written down was never sent. */
  intend(remediation: string, nonce: string): Promise<void>;
  intended(remediation: string): Promise<readonly string[]>;
  /** Remediations with intents that nothing came of here. */
  leftOver(): Promise<readonly string[]>;
  forget(remediation: string): Promise<void>;
  /** @returns false where it is there already */
  noteBroken(broken: BrokenGlass): Promise<boolean>;
  broken(): Promise<readonly BrokenGlass[]>;
  reconciled(remediation: string): Promise<void>;
}

/** In a folder of the data directory, beside the store: it stays what it is when the store is restored. */
export function claimMemory(folder: string): ClaimMemory {
  const knownFile = join(folder, 'known.json');
  const intents = join(folder, 'intents');
  const brokenFolder = join(folder, 'break-glass');
  // An id comes from others as well: it leads nowhere but here.
  const nameOf = (remediation: string) => `id-${encodeURIComponent(remediation)}`;

  return {
    async known() {
      const text = await textOf(knownFile);
      return text === undefined ? undefined : parsed(knownSchema, text);
    },
    async remember(known) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFileAtomic(knownFile, `${JSON.stringify(known)}\n`, { mode: 0o600 });
    },
    async intend(remediation, nonce) {
      await createOnce(join(intents, nameOf(remediation)), nonce);
      await syncFolder(intents);
    },
    intended: (remediation) => namesIn(join(intents, nameOf(remediation))),
    leftOver: async () =>
      (await namesIn(intents)).map((name) => decodeURIComponent(name.slice('id-'.length))),
    forget: (remediation) => rm(join(intents, nameOf(remediation)), { recursive: true, force: true }),
    noteBroken: (broken) =>
      createOnce(brokenFolder, `${nameOf(broken.remediation)}.json`, `${JSON.stringify(broken)}\n`),
    async broken() {
      const all: BrokenGlass[] = [];
      for (const name of await namesIn(brokenFolder)) {
        const text = await textOf(join(brokenFolder, name));
        const broken = parsed(brokenSchema, text ?? '');
        if (broken) all.push(broken);
        // Nothing is done before it is written whole: what is not, is of a process that ended while it wrote it.
        else await rm(join(brokenFolder, name), { force: true });
      }
      return all;
    },
    reconciled: (remediation) => rm(join(brokenFolder, `${nameOf(remediation)}.json`), { force: true }),
  };
}

function parsed<T extends z.ZodType>(schema: T, text: string): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

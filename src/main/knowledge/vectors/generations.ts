import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const aboutSchema = z.strictObject({
  model: z.string().min(1),
  /** A later one is made to replace those before it. */
  number: z.number().int().min(1),
  /** Every passage that there was had its vector: it may answer. */
  complete: z.boolean(),
});

/** One making of all vectors, by one model, in a folder of its own. */
export interface Generation extends z.output<typeof aboutSchema> {
  readonly folder: string;
}

const aboutFile = 'about.json';

/** What there is, oldest first. What says nothing of itself was begun and not used: it is removed. */
export async function readGenerations(home: string): Promise<Generation[]> {
  await mkdir(home, { recursive: true });
  const found: Generation[] = [];
  for (const name of await readdir(home)) {
    const folder = join(home, name);
    try {
      const about = aboutSchema.parse(JSON.parse(await readFile(join(folder, aboutFile), 'utf8')));
      found.push({ ...about, folder });
    } catch {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return found.toSorted((a, b) => a.number - b.number);
}

export async function beginGeneration(
  home: string,
  model: string,
  known: readonly Generation[],
): Promise<Generation> {
  const number = Math.max(0, ...known.map((one) => one.number)) + 1;
  const digest = createHash('sha256').update(model).digest('hex').slice(0, 16);
  const folder = join(home, `${number}-${digest}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const begun = { model, number, complete: false };
  await write(folder, begun);
  return { ...begun, folder };
}

/** From now on it answers; those before it are of no use any more. */
export async function completeGeneration(home: string, made: Generation): Promise<Generation> {
  const { folder, model, number } = made;
  await write(folder, { model, number, complete: true });
  for (const other of await readGenerations(home)) {
    if (other.folder !== folder) await rm(other.folder, { recursive: true, force: true });
  }
  return { ...made, complete: true };
}

function write(folder: string, about: z.output<typeof aboutSchema>): Promise<void> {
  return writeFileAtomic(join(folder, aboutFile), `${JSON.stringify(about)}\n`, { mode: 0o600 });
}

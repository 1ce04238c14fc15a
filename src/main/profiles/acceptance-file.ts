import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema, type Instant } from '../../shared/model/ids.ts';
import { readSmallFile } from '../platform/read-small-file.ts';

export const acceptanceFileName = 'profiles-accepted.json';

/** What somebody accepted of one profile: its text to the letter, and its actions by name. */
export interface Acceptance {
  /** SHA-256 of the text, as hex. */
  readonly hash: string;
  /** Tools that it called read and write, so that a change of them can be told. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly actions: readonly string[];
  readonly at: Instant;
  readonly by: string;
}

const acceptanceSchema = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  reads: z.array(z.string()),
  writes: z.array(z.string()),
  actions: z.array(z.string()),
  at: instantSchema,
  by: z.string(),
});
const fileSchema = z.strictObject({
  version: z.literal(1),
  profiles: z.record(z.string(), acceptanceSchema),
});

export interface AcceptanceFile {
  readonly accepted: ReadonlyMap<string, Acceptance>;
  /** Set while the file cannot be used: then nothing counts as accepted. */
  readonly problem?: string;
}

export function readAcceptances(file: string): AcceptanceFile {
  try {
    const { profiles } = fileSchema.parse(JSON.parse(readSmallFile(file).text));
    return { accepted: new Map(Object.entries(profiles)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { accepted: new Map() };
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return {
      accepted: new Map(),
      problem: `${file} cannot be used, so no profile counts as accepted: ${reason}. Move it away and accept them again.`,
    };
  }
}

export async function writeAcceptances(
  file: string,
  accepted: ReadonlyMap<string, Acceptance>,
): Promise<void> {
  const text = JSON.stringify({ version: 1, profiles: Object.fromEntries(accepted) }, undefined, 2);
  await writeFileAtomic(file, `${text}\n`, { mode: 0o600 });
}

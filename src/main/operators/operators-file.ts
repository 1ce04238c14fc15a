import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { operatorSchema } from '../../shared/model/operator.ts';
import { readSmallFile } from '../platform/read-small-file.ts';

export const operatorsFileName = 'operators.json';

/** As it is kept: of the token its hash alone, none while nobody may sign in with one. */
const keptOperatorSchema = operatorSchema.extend({
  tokenHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected the SHA-256 of a token in hexadecimal')
    .exactOptional(),
});
export type KeptOperator = z.output<typeof keptOperatorSchema>;

export const mostOperators = 1_000;

/** Names are one person's whatever the case, the width of letters and the number of spaces that they are written in. */
export const nameKey = (name: string): string =>
  name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toUpperCase().toLowerCase();

const fileSchema = z
  .strictObject({ version: z.literal(1), operators: z.array(keptOperatorSchema).max(mostOperators) })
  .refine(
    ({ operators }) => new Set(operators.map(({ name }) => nameKey(name))).size === operators.length,
    'the same name stands in it twice',
  )
  .refine(({ operators }) => {
    const hashes = operators.flatMap(({ tokenHash }) => tokenHash ?? []);
    return new Set(hashes).size === hashes.length;
  }, 'two operators have the same token');

export type OperatorsFile =
  | { readonly is: 'readable'; readonly operators: readonly KeptOperator[] }
  /** Somebody else might have written it, or nobody can tell what it says. */
  | { readonly is: 'unusable'; readonly reason: string };

const writableByOthers = 0o022;

export function readOperatorsFile(file: string): OperatorsFile {
  try {
    const { text, stats } = readSmallFile(file);
    // On Windows a mode says nothing; the user's own folder is closed to others there.
    if (process.platform !== 'win32' && (stats.mode & writableByOthers) !== 0) {
      return {
        is: 'unusable',
        reason: `others may write it (0${(stats.mode & 0o777).toString(8)}); chmod 600 closes it to them`,
      };
    }
    const parsed = fileSchema.safeParse(JSON.parse(text));
    return parsed.success
      ? { is: 'readable', operators: parsed.data.operators }
      : { is: 'unusable', reason: z.prettifyError(parsed.error) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { is: 'readable', operators: [] };
    if (code !== undefined) return { is: 'unusable', reason: `it cannot be read (${code})` };
    return { is: 'unusable', reason: error instanceof Error ? error.message : String(error) };
  }
}

export async function writeOperatorsFile(file: string, operators: readonly KeptOperator[]): Promise<void> {
  const text = `${JSON.stringify({ version: 1, operators }, undefined, 2)}\n`;
  await writeFileAtomic(file, text, { mode: 0o600 });
}

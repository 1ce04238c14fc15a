import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { runbookIdSchema, runbookSchema, type Runbook } from '../../../shared/model/runbook.ts';
import { longestYaml } from '../../platform/longest-yaml.ts';
import { readSmallFile } from '../../platform/read-small-file.ts';
import type { RemediationAction } from '../action.ts';

export type ReadRunbook =
  | { readonly id: string; readonly file: string; readonly ok: true; readonly runbook: Runbook }
  | { readonly id: string; readonly file: string; readonly ok: false; readonly faults: readonly string[] };

/** The runbooks of a folder, by name; of those that cannot be used, each fault and where it stands. */
export async function readRunbooks(
  folder: string,
  catalogue: readonly RemediationAction[],
): Promise<readonly ReadRunbook[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const files = names.filter((name) => /\.ya?ml$/.test(name)).toSorted();
  return files.map((name): ReadRunbook => {
    const id = name.replace(/\.ya?ml$/, '');
    const file = join(folder, name);
    const named = runbookIdSchema.safeParse(id);
    if (!named.success) {
      const faults = named.error.issues.map(({ message }) => `its file name: ${message}`);
      return { id, file, ok: false, faults };
    }
    try {
      return { id, file, ...parseRunbook(readSmallFile(file).text, catalogue) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { id, file, ok: false, faults: [`it cannot be read: ${reason}`] };
    }
  });
}

export function parseRunbook(
  text: string,
  catalogue: readonly RemediationAction[],
):
  | { readonly ok: true; readonly runbook: Runbook }
  | { readonly ok: false; readonly faults: readonly string[] } {
  if (text.length > longestYaml) {
    return {
      ok: false,
      faults: [`expected a text of at most ${longestYaml} characters, it has ${text.length}`],
    };
  }
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) {
    return { ok: false, faults: document.errors.map(({ message }) => `expected YAML: ${message}`) };
  }
  let value: unknown;
  try {
    // Aliases are not expanded: a few lines of them make gigabytes.
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { ok: false, faults: ['expected YAML without aliases (*name)'] };
  }
  const parsed = runbookSchema.safeParse(value);
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map(({ path, message }) =>
        path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
      ),
    };
  }
  const known = new Set(catalogue.map(({ id }) => id));
  const faults = parsed.data.steps.flatMap(({ action }, at) =>
    known.has(action) ? [] : [`steps.${at}.action: the catalogue has no action "${action}"`],
  );
  return faults.length > 0 ? { ok: false, faults } : { ok: true, runbook: parsed.data };
}

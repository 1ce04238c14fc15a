import { parseAllDocuments } from 'yaml';
import type { ReadText } from './answer.ts';
import { withoutPrototypeKeys } from './json.ts';

/** YAML is read slowly and nests without brackets: what is larger belongs into JSON. Characters. */
const maxYamlLength = 8_000_000;

/**
 * Almost any text is YAML. Only what is unmistakably a document counts: one that begins with `---`, one with nesting
 * under lower-case keys, or at least three plain lower-case keys. `certain` says that something else (a fence)
 * already called it YAML.
 */
export function parseYaml(text: string, { certain }: { certain: boolean }): ReadText | undefined {
  if (text.length > maxYamlLength || (!certain && !looksLikeYaml(text))) return undefined;
  try {
    const documents = parseAllDocuments(text, { schema: 'core', prettyErrors: false, logLevel: 'silent' });
    if (!Array.isArray(documents)) return undefined;
    const values: unknown[] = [];
    for (const document of documents) {
      if (document.errors.length > 0) return undefined;
      // Bounds aliases of aliases, which would otherwise unfold a kilobyte into gigabytes.
      const value: unknown = document.toJS({ maxAliasCount: 100 });
      if (value !== null) values.push(withoutPrototypeKeys(value));
    }
    if (values.length === 0 || !values.every((value) => typeof value === 'object')) return undefined;
    return { data: values.length === 1 ? values[0] : values, form: 'yaml' };
  } catch {
    return undefined;
  }
}

function looksLikeYaml(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
  const [first] = lines;
  if (first === undefined) return false;
  if (/^---(\s|$)/.test(first) && lines.length > 1) return true;
  const outer = lines.filter((line) => /^\S/.test(line) && !/^---\s*$/.test(line));
  const key = /^(?:[a-z_][\w./-]*|"[^"\n]+"|'[^'\n]+'):(?:\s|$)/;
  const item = /^-\s+(?:[a-z_][\w./-]*|"[^"\n]+"|'[^'\n]+'):(?:\s|$)/;
  if (item.test(first)) return outer.every((line) => line.startsWith('-') || key.test(line));
  if (!key.test(first)) return false;
  // Items of a list may stand at the same column as its key.
  if (!outer.every((line) => key.test(line) || /^-(\s|$)/.test(line))) return false;
  const keys = outer.filter((line) => key.test(line));
  const nested = lines.some(
    (line, index) => key.test(line) && /:\s*$/.test(line) && /^(?:\s+\S|-\s)/.test(lines[index + 1] ?? ''),
  );
  return nested || (keys.length >= 3 && keys.length === lines.length);
}

import { createHash } from 'node:crypto';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { profileSchema } from '../../shared/model/profile.ts';
import { longestYaml } from '../platform/longest-yaml.ts';
import { compileProfile } from './compile-profile.ts';
import type { CatalogueEntry, CompiledProfile } from './compiled-profile.ts';

/** What is wrong with a text, and where it stands there, from 1. */
export interface ProfileFault {
  /** Dotted; empty: the text as a whole. */
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export type ParsedProfile =
  | { readonly ok: true; readonly profile: CompiledProfile; readonly warnings: readonly ProfileFault[] }
  | { readonly ok: false; readonly faults: readonly ProfileFault[]; readonly id?: string };

const mostFaults = 100;

/** Reads a profile as it is written, down to its expressions: one that is in force cannot fail by its own words. */
export function parseProfile(text: string, catalogue: readonly CatalogueEntry[]): ParsedProfile {
  if (text.length > longestYaml) {
    return fault(`expected a text of at most ${longestYaml} characters, it has ${text.length}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) => {
    if (offset === undefined) return {};
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ message, pos }) => ({
      path: '',
      message: `expected YAML: ${message}`,
      ...at(pos[0]),
    }));
    return { ok: false, faults: faults.slice(0, mostFaults) };
  }
  if (document.contents === null) {
    return fault('expected a profile, and there is nothing in it: it begins with `profile: 1`');
  }
  let value: unknown;
  try {
    // Aliases are not expanded: a few lines of them make gigabytes.
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return fault('expected YAML without aliases (*name)');
  }
  const placed = (path: readonly PropertyKey[], message: string): ProfileFault => ({
    path: path.map(String).join('.'),
    message,
    ...at(offsetOf(document, path)),
  });
  const parsed = profileSchema.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap((issue) => {
      const paths =
        issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
      return paths.map((path) =>
        placed(path, issue.code === 'unrecognized_keys' ? 'there is no such setting' : issue.message),
      );
    });
    const id = (value as { readonly id?: unknown } | null)?.id;
    return {
      ok: false,
      faults: faults.slice(0, mostFaults),
      ...(typeof id === 'string' && { id: id.slice(0, 100) }),
    };
  }
  const { profile, faults, warnings } = compileProfile(parsed.data, catalogue);
  const shown = (problems: typeof faults) =>
    problems.map(({ path, message }) => placed(path, message)).slice(0, mostFaults);
  return profile
    ? { ok: true, profile, warnings: shown(warnings) }
    : { ok: false, faults: shown(faults), id: parsed.data.id };
}

/** Finds what a record of a kind was made by: `attributes.memoryBytes` of the entity that gives hosts. */
export function placesIn(
  text: string,
  { source }: Pick<CompiledProfile, 'source'>,
): (kind: string, path: string) => Pick<ProfileFault, 'line' | 'column'> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return (kind, path) => {
    const own = source.entities.flatMap((entity, index) => (entity.kind === kind ? [index] : []));
    const members = path.split('.').filter((member) => member !== '');
    // Where several entities give one kind, the one that says most of the path is meant.
    for (let length = members.length; length >= 0; length -= 1) {
      for (const index of own) {
        const node: unknown = document.getIn(['entities', index, ...members.slice(0, length)], true);
        if (!isNode(node) || !node.range) continue;
        const { line, col } = lines.linePos(node.range[0]);
        return { line, column: col };
      }
    }
    return {};
  };
}

/** What is accepted: the text to the letter. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function faultText({ path, message, line }: ProfileFault): string {
  const where = [line === undefined ? '' : `line ${line}`, path].filter((one) => one !== '').join(', ');
  return where === '' ? message : `${where}: ${message}`;
}

function fault(message: string): ParsedProfile {
  return { ok: false, faults: [{ path: '', message }] };
}

/** Where the innermost thing of a path that is there begins. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

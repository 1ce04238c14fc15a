import { createHash } from 'node:crypto';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { profileSchema } from '../../shared/model/profile.ts';
import {
  mostFaults,
  placedIssues,
  placedText,
  readPlacedYaml,
  type PlacedFault,
} from '../platform/placed-yaml.ts';
import { compileProfile } from './compile-profile.ts';
import type { CatalogueEntry, CompiledProfile } from './compiled-profile.ts';

export type ProfileFault = PlacedFault;

export type ParsedProfile =
  | { readonly ok: true; readonly profile: CompiledProfile; readonly warnings: readonly ProfileFault[] }
  | { readonly ok: false; readonly faults: readonly ProfileFault[]; readonly id?: string };

/** Reads a profile as it is written, down to its expressions: one that is in force cannot fail by its own words. */
export function parseProfile(text: string, catalogue: readonly CatalogueEntry[]): ParsedProfile {
  const read = readPlacedYaml(
    text,
    'expected a profile, and there is nothing in it: it begins with `profile: 1`',
  );
  if (!read.ok) return read;
  const { yaml } = read;
  const parsed = profileSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const id = (yaml.value as { readonly id?: unknown } | null)?.id;
    return {
      ok: false,
      faults: placedIssues(parsed.error, yaml),
      ...(typeof id === 'string' && { id: id.slice(0, 100) }),
    };
  }
  const { profile, faults, warnings } = compileProfile(parsed.data, catalogue);
  const shown = (problems: typeof faults) =>
    problems.map(({ path, message }) => yaml.place(path, message)).slice(0, mostFaults);
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

export const faultText = placedText;

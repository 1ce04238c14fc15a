import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { longestYaml } from './longest-yaml.ts';

/** What is wrong with a text, and where it stands there, from 1. */
export interface PlacedFault {
  /** Dotted; empty: the text as a whole. */
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export interface PlacedYaml {
  readonly value: unknown;
  /** What is wrong at a path, placed where the innermost thing of it that is there begins. */
  place(path: readonly PropertyKey[], message: string): PlacedFault;
}

export type ReadYaml =
  | { readonly ok: true; readonly yaml: PlacedYaml }
  | { readonly ok: false; readonly faults: readonly PlacedFault[] };

/** More of them nobody reads. */
export const mostFaults = 100;

/**
 * A YAML text that people write.
 * @param expected what a text with nothing in it is to be told: a file that was cut off looks like that
 */
export function readPlacedYaml(text: string, expected: string): ReadYaml {
  const whole = (message: string): ReadYaml => ({ ok: false, faults: [{ path: '', message }] });
  if (text.length > longestYaml)
    return whole(`expected a text of at most ${longestYaml} characters, it has ${text.length}`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
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
  if (document.contents === null) return whole(expected);
  const offsetOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return undefined;
  };
  let value: unknown;
  try {
    // Aliases are not expanded: a few lines of them make gigabytes.
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return whole('expected YAML without aliases (*name)');
  }
  return {
    ok: true,
    yaml: {
      value,
      place(path, message) {
        const offset = offsetOf(path);
        return { path: path.map(String).join('.'), message, ...(offset !== undefined && at(offset)) };
      },
    },
  };
}

/** What a schema finds wrong; of settings that there are not, each by itself. */
export function placedIssues(error: z.ZodError, yaml: PlacedYaml): readonly PlacedFault[] {
  const faults = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => yaml.place([...issue.path, key], 'there is no such setting'))
      : [yaml.place(issue.path, issue.message)],
  );
  return faults.slice(0, mostFaults);
}

export function placedText({ path, message, line }: PlacedFault): string {
  const where = [line === undefined ? '' : `line ${line}`, path].filter((one) => one !== '').join(', ');
  return where === '' ? message : `${where}: ${message}`;
}

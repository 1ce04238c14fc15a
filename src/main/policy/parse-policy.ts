import { createHash } from 'node:crypto';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { policySchema, type Policy } from '../../shared/model/policy.ts';
import { longestYaml } from '../platform/longest-yaml.ts';

/** What is wrong with a text, and where it stands there, from 1. */
export interface PolicyFault {
  /** Dotted; empty: the text as a whole. */
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

const mostFaults = 100;

/** Reads a policy as it is written. A text with nothing in it is refused: a file that was cut off looks like that. */
export function parsePolicy(text: string): ParsedPolicy {
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
    return fault(
      'expected a policy, and there is nothing in it: `killSwitch: false` is enough for the defaults',
    );
  }
  let value: unknown;
  try {
    // Aliases are not expanded: a few lines of them make gigabytes.
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return fault('expected YAML without aliases (*name)');
  }
  const parsed = policySchema.safeParse(value);
  if (parsed.success) return { ok: true, policy: parsed.data };
  const faults = parsed.error.issues.flatMap((issue) => {
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({
      path: path.map(String).join('.'),
      message: issue.code === 'unrecognized_keys' ? 'there is no such setting' : issue.message,
      ...at(offsetOf(document, path)),
    }));
  });
  return { ok: false, faults: faults.slice(0, mostFaults) };
}

/** Names a text: equal texts are the same version. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export function faultText({ path, message, line }: PolicyFault): string {
  const where = [line === undefined ? '' : `line ${line}`, path].filter((one) => one !== '').join(', ');
  return where === '' ? message : `${where}: ${message}`;
}

function fault(message: string): ParsedPolicy {
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

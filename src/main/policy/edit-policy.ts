import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isPair, isScalar, parseDocument, stringify, type Document, type YAMLMap } from 'yaml';

export interface PolicyEdit {
  readonly path: readonly string[];
  readonly value: string | number | boolean;
}

/**
 * Sets values in a text and leaves every other character of it alone, as far as that can be done; where it cannot, at
 * least comments and order stay. The text must be YAML.
 */
export function editPolicy(text: string, edits: readonly PolicyEdit[]): string {
  return edits.reduce(edited, text);
}

function edited(text: string, edit: PolicyEdit): string {
  const document = parseDocument(text);
  const wanted = written(document, edit);
  const inPlace = replaced(text, document, edit) ?? inserted(text, document, edit);
  // What was cut into the text must read like what was meant, and nothing else may have moved.
  if (inPlace !== undefined && isDeepStrictEqual(valueOf(inPlace), valueOf(wanted))) return inPlace;
  return wanted;
}

/** The way that always works; it may set spaces and line ends as it likes. */
function written(document: Document, { path, value }: PolicyEdit): string {
  const copy = document.clone();
  if (isScalar(copy.contents)) copy.contents = null;
  // `actions:` with nothing under it has nothing to set a value in.
  for (let length = 1; length < path.length; length += 1) {
    if (copy.getIn(path.slice(0, length)) === null) copy.deleteIn(path.slice(0, length));
  }
  copy.setIn(path, value);
  return copy.toString({ lineWidth: 0 });
}

/** A value that stands there already. */
function replaced(text: string, document: Document, { path, value }: PolicyEdit): string | undefined {
  const node: unknown = document.getIn(path, true);
  if (!isScalar(node) || !node.range || node.anchor !== undefined) return undefined;
  const [from, to] = node.range;
  return from === to ? undefined : text.slice(0, from) + literal(value) + text.slice(to);
}

/** A line of its own, after the last one of the innermost mapping that is there. */
function inserted(text: string, document: Document, { path, value }: PolicyEdit): string | undefined {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const parent: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (parent === undefined || parent === null) continue;
    if (!isMap(parent) || parent.flow === true || parent.items.length === 0) return undefined;
    const [indent, end] = [indentOf(text, parent), lastEnd(parent)];
    if (indent === undefined || end === undefined) return undefined;
    const [key = '', ...rest] = path.slice(length);
    const line = `${indent}${key}: ${rest.reduceRight((inner, name) => `{ ${name}: ${inner} }`, literal(value))}`;
    const lineEnd = text.indexOf('\n', end);
    return lineEnd === -1 ? `${text}\n${line}\n` : `${text.slice(0, lineEnd)}\n${line}${text.slice(lineEnd)}`;
  }
  return undefined;
}

/** What stands before the first key of a mapping, if that is nothing but spaces. */
function indentOf(text: string, { range }: YAMLMap): string | undefined {
  if (!range) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', range[0] - 1) + 1, range[0]);
  return /^ *$/.test(indent) ? indent : undefined;
}

/** Where the last value of a mapping ends; comments after it do not count. */
function lastEnd(map: YAMLMap): number | undefined {
  const last: unknown = map.items.at(-1);
  if (!isPair(last)) return undefined;
  const { key, value } = last;
  if (isMap(value) && value.flow !== true && value.items.length > 0) return lastEnd(value);
  if (isScalar(value) && value.range) return value.range[1];
  if (isNode(value) && value.range && 'flow' in value && value.flow) return value.range[1];
  return value === null && isNode(key) ? key.range?.[1] : undefined;
}

function literal(value: PolicyEdit['value']): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}

function valueOf(text: string): unknown {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  return document.toJS({ maxAliasCount: 0 }) as unknown;
}

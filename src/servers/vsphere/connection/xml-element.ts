import { SaxesParser } from 'saxes';
import type { ManagedRef } from './managed-ref.ts';

const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
/** No answer of vSphere nests deeper than a snapshot tree, which ends at 32. */
const deepest = 256;

/**
 * One element of an answer, read by paths of local names: `config.hardware.numCPU`. What is not there is undefined,
 * and so is an element without text: vSphere writes an absent value either way. Numbers stay text until they are
 * asked for, because a WWN does not fit a double.
 */
export class XmlElement {
  readonly name: string;
  /** Local name of `xsi:type`: which of several classes a value is. */
  readonly type: string | undefined;
  /** The attribute `type` of a reference. */
  readonly refType: string | undefined;
  readonly children: XmlElement[] = [];
  content = '';

  constructor(name: string, type?: string, refType?: string) {
    this.name = name;
    this.type = type;
    this.refType = refType;
  }

  /** Every element that the path's last name stands for; names before it mean the first of theirs. */
  all(path: string): readonly XmlElement[] {
    const names = path.split('.');
    const last = names.pop();
    const parent = this.#down(names);
    return parent === undefined ? [] : parent.children.filter((child) => child.name === last);
  }

  one(path: string): XmlElement | undefined {
    return this.#down(path.split('.'));
  }

  text(path: string): string | undefined {
    const content = this.one(path)?.content;
    return content === undefined || content === '' ? undefined : content;
  }

  texts(path: string): string[] {
    return this.all(path).map(({ content }) => content);
  }

  number(path: string): number | undefined {
    const text = this.text(path);
    if (text === undefined) return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }

  boolean(path: string): boolean | undefined {
    const text = this.text(path);
    return text === undefined ? undefined : text === 'true' || text === '1';
  }

  /** As an instant in UTC; undefined for what is no time. */
  instant(path: string): string | undefined {
    const text = this.text(path);
    const time = text === undefined ? Number.NaN : Date.parse(text);
    return Number.isNaN(time) ? undefined : new Date(time).toISOString();
  }

  ref(path: string): ManagedRef | undefined {
    return this.one(path)?.asRef();
  }

  refs(path: string): ManagedRef[] {
    return this.all(path).flatMap((element) => element.asRef() ?? []);
  }

  asRef(): ManagedRef | undefined {
    return this.refType === undefined || this.content === ''
      ? undefined
      : { type: this.refType, value: this.content };
  }

  #down(names: readonly string[]): XmlElement | undefined {
    return names.reduce<XmlElement | undefined>(
      (at, name) => at?.children.find((child) => child.name === name),
      this,
    );
  }
}

/**
 * Reads one XML document. Strict: what is not well-formed is an error, and so is a document type, which SOAP forbids
 * and which could make a short answer endless.
 * @throws Error that says what is wrong and where
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let written = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type is not permitted in SOAP');
  });
  parser.on('opentag', ({ local, attributes }) => {
    let type: string | undefined;
    let refType: string | undefined;
    for (const attribute of Object.values(attributes)) {
      if (attribute.local !== 'type') continue;
      if (attribute.uri === instanceNamespace) type = attribute.value.slice(attribute.value.indexOf(':') + 1);
      else if (attribute.uri === '') refType = attribute.value;
    }
    const element = new XmlElement(local, type, refType);
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
    if (open.length >= deepest) throw new Error(`elements nest deeper than ${deepest}`);
    open.push(element);
    written = '';
  });
  const take = (part: string) => {
    written += part;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const element = open.pop();
    // Text beside children is the layout of the document.
    if (element !== undefined && element.children.length === 0) element.content = written;
    written = '';
  });
  parser.write(withoutControls(text)).close();
  if (root === undefined) throw new Error('the document is empty');
  return root;
}

/**
 * Notes and names may hold control characters, which no XML document can carry, and vSphere writes them all the same:
 * one of them must not cost the whole answer.
 */
function withoutControls(text: string): string {
  return text
    .replaceAll(controls, '')
    .replaceAll(controlReferences, (written, hex: string, decimal: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code < 32 && code !== 9 && code !== 10 && code !== 13 ? '' : written;
    });
}

// Built from a string, because a pattern may not show control characters.
const controls = new RegExp(String.raw`[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]`, 'g');
const controlReferences = /&#(?:x([0-9a-f]+)|(\d+));/gi;

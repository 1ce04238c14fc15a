import type { ManagedRef } from './managed-ref.ts';
import type { XmlElement } from './xml-element.ts';

/** XML that is ready to be sent. Text becomes markup only through `element`, which escapes it. */
export interface Markup {
  readonly xml: string;
}

type Content = string | number | boolean | Markup | readonly Markup[];

/** `type` is the class of the value, where the schema permits several. */
export function element(name: string, content: Content, options: { readonly type?: string } = {}): Markup {
  const type = options.type === undefined ? '' : ` xsi:type="${escape(options.type)}"`;
  return { xml: `<${name}${type}>${inner(content)}</${name}>` };
}

export function reference(name: string, ref: ManagedRef): Markup {
  return { xml: `<${name} type="${escape(ref.type)}">${escape(ref.value)}</${name}>` };
}

/** Nothing where the value is absent: vSphere leaves unset what is not named. */
export function optional(name: string, content: string | number | boolean | undefined): readonly Markup[] {
  return content === undefined ? [] : [element(name, content)];
}

/** An element as it was received, so that it can be sent back with one value changed. */
export function received(name: string, source: XmlElement): Markup {
  const type = source.type === undefined ? '' : ` xsi:type="${escape(typeName(source.type))}"`;
  const refType = source.refType === undefined ? '' : ` type="${escape(source.refType)}"`;
  const content =
    source.children.length > 0
      ? source.children.map((child) => received(child.name, child).xml).join('')
      : escape(source.content);
  return { xml: `<${name}${type}${refType}>${content}</${name}>` };
}

/** Types of XML Schema itself keep their prefix. */
function typeName(local: string): string {
  return /^[a-z]/.test(local) ? `xsd:${local}` : local;
}

function inner(content: Content): string {
  if (typeof content !== 'object') return escape(String(content));
  return 'xml' in content ? content.xml : content.map(({ xml }) => xml).join('');
}

function escape(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // Control characters exist in no XML document, escaped or not.
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) continue;
    escaped += entities[character] ?? character;
  }
  return escaped;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export function envelope(method: string, self: ManagedRef, args: readonly Markup[]): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body><${method} xmlns="urn:vim25">${reference('_this', self).xml}${inner(args)}</${method}></soapenv:Body>` +
    '</soapenv:Envelope>'
  );
}

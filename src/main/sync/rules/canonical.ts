/**
 * The text that an audit record's hash is made of: JSON with members in order. Engines write objects with names that
 * are numbers first, so they come first here as well, by their value.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) {
    const items: string[] = [];
    for (const item of value) items.push(canonicalJson(item));
    return `[${items.join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const parts: string[] = [];
    for (const name of inOrder(Object.keys(value)))
      parts.push(`${quote(name)}:${canonicalJson((value as { [name: string]: unknown })[name])}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value);
}

function inOrder(names: readonly string[]): string[] {
  const numbers: string[] = [];
  const others: string[] = [];
  for (const name of names) (isIndex(name) ? numbers : others).push(name);
  numbers.sort((a, b) => Number(a) - Number(b));
  others.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return numbers.concat(others);
}

const isIndex = (name: string): boolean => /^(0|[1-9]\d{0,9})$/.test(name) && Number(name) < 4_294_967_295;

/** As JSON has it now: half a pair is escaped, which older engines do not do; and nothing that they escape beyond. */
function quote(text: string): string {
  let quoted = '"';
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const short = escapes[text.charAt(i)];
    if (short !== undefined) quoted += short;
    else if (code < 0x20 || isHalf(text, i)) quoted += `\\u${`000${code.toString(16)}`.slice(-4)}`;
    else quoted += text.charAt(i);
  }
  return `${quoted}"`;
}

const escapes: { readonly [character: string]: string } = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function isHalf(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0xd800 || code > 0xdfff) return false;
  if (code <= 0xdbff) {
    const next = text.charCodeAt(at + 1);
    return !(next >= 0xdc00 && next <= 0xdfff);
  }
  const previous = at === 0 ? 0 : text.charCodeAt(at - 1);
  return !(previous >= 0xd800 && previous <= 0xdbff);
}

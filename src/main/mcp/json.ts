/**
 * JSON from somebody else. `JSON.parse` itself is safe; what is not are a `__proto__` member, which any later
 * `Object.assign` would obey, and nesting so deep that recursive code over it (hashing, zod, JSON.stringify) overflows
 * the stack. Both are settled here once, so that the rest of the application may trust its data.
 */
export const maxJsonDepth = 256;

export class JsonTooDeepError extends Error {
  override readonly name = 'JsonTooDeepError';
  constructor() {
    super(`nested deeper than ${maxJsonDepth} levels`);
  }
}

/** @throws SyntaxError | JsonTooDeepError */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new JsonTooDeepError();
  const value: unknown = JSON.parse(text);
  // A key may also be spelled with escapes; `\u` is rare enough that looking closer then costs nothing on average.
  if (text.includes('__proto__') || text.includes('\\u00')) return withoutPrototypeKeys(value);
  return value;
}

/** As `parseJson`, but only objects and arrays count: a bare word or number in a text is not a JSON document. */
export function tryParseJsonDocument(text: string): { value: object } | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return undefined;
  try {
    const value = parseJson(trimmed);
    return typeof value === 'object' && value !== null ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** Counts brackets outside strings; one pass without allocation, a few milliseconds for 5 MB. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: {
        i = endOfString(text, i);
        break;
      }
      case 0x7b:
      case 0x5b: {
        depth += 1;
        if (depth > maxJsonDepth) return true;
        break;
      }
      case 0x7d:
      case 0x5d: {
        depth -= 1;
        break;
      }
      default:
    }
  }
  return false;
}

/** Index of the quote that closes the string that opens at `from`, or the text's end. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/**
 * Removes own `__proto__` members in place, and refuses what is too deep: for values that did not come through
 * `parseJson`, as from a YAML parser.
 * @throws JsonTooDeepError
 */
export function withoutPrototypeKeys(root: unknown): unknown {
  const stack: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxJsonDepth) throw new JsonTooDeepError();
    if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
    for (const member of Object.values(value)) {
      if (typeof member === 'object' && member !== null) stack.push({ value: member, depth: depth + 1 });
    }
  }
  return root;
}

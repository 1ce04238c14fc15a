/**
 * Where a value holds something that JSON would lose or change in silence, and what.
 * @returns undefined when it is JSON through and through
 */
export function jsonFault(value: unknown, path = 'output'): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : `${path} is ${value}`;
    case 'object':
      break;
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return `${path} is ${typeof value}`;
  }
  if (value === null) return undefined;
  if (!Array.isArray(value)) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return `${path} is a ${value.constructor.name}`;
  }
  for (const [key, member] of Object.entries(value)) {
    const fault = jsonFault(member, `${path}.${key}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

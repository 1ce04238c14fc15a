import { LabError } from '../../domain.ts';

type Json = Record<string, unknown>;

const lookups = {
  n: (value: unknown, wanted: readonly string[]) => !wanted.includes(text(value)),
  ic: (value: unknown, [wanted = '']: readonly string[]) => lower(value).includes(wanted.toLowerCase()),
  nic: (value: unknown, [wanted = '']: readonly string[]) => !lower(value).includes(wanted.toLowerCase()),
  isw: (value: unknown, [wanted = '']: readonly string[]) => lower(value).startsWith(wanted.toLowerCase()),
  nisw: (value: unknown, [wanted = '']: readonly string[]) => !lower(value).startsWith(wanted.toLowerCase()),
  iew: (value: unknown, [wanted = '']: readonly string[]) => lower(value).endsWith(wanted.toLowerCase()),
  niew: (value: unknown, [wanted = '']: readonly string[]) => !lower(value).endsWith(wanted.toLowerCase()),
  ie: (value: unknown, [wanted = '']: readonly string[]) => lower(value) === wanted.toLowerCase(),
  nie: (value: unknown, [wanted = '']: readonly string[]) => lower(value) !== wanted.toLowerCase(),
  empty: (value: unknown, [wanted = 'true']: readonly string[]) =>
    (text(value) === '') === (wanted.toLowerCase() === 'true'),
  regex: (value: unknown, [wanted = '']: readonly string[]) => new RegExp(wanted).test(text(value)),
  iregex: (value: unknown, [wanted = '']: readonly string[]) => new RegExp(wanted, 'i').test(text(value)),
  lt: (value: unknown, [wanted = '']: readonly string[]) => Number(value) < Number(wanted),
  lte: (value: unknown, [wanted = '']: readonly string[]) => Number(value) <= Number(wanted),
  gt: (value: unknown, [wanted = '']: readonly string[]) => Number(value) > Number(wanted),
  gte: (value: unknown, [wanted = '']: readonly string[]) => Number(value) >= Number(wanted),
  in: (value: unknown, wanted: readonly string[]) => wanted.includes(text(value)),
} satisfies Record<string, (value: unknown, wanted: readonly string[]) => boolean>;

/**
 * Filters as NetBox's API takes them: `site_id`, `status`, `name__ic`, lists meaning any of. A filter that no object
 * of the type has is ignored, as NetBox ignores it.
 * @throws LabError for filters that walk over several relations, which NetBox's MCP server refuses.
 */
export function matchesFilters(object: Json, filters: Json): boolean {
  return Object.entries(filters).every(([name, raw]) => {
    if (['limit', 'offset', 'fields', 'ordering', 'brief'].includes(name)) return true;
    const wanted = (Array.isArray(raw) ? raw : [raw]).map(text);
    if (name === 'q')
      return [object['display'], object['name'], object['description']].some((value) =>
        lookups.ic(value, wanted),
      );
    const [field = '', lookup, ...rest] = name.split('__');
    if (lookup === undefined) return fieldOf(object, field, (value) => wanted.includes(text(value)));
    if (rest.length > 0 || !Object.hasOwn(lookups, lookup))
      throw new LabError(
        `Invalid filter '${name}': Multi-hop relationship traversal or invalid lookup suffix not supported. Use direct field filters like 'site_id' or two-step queries.`,
      );
    return fieldOf(object, field, (value) => lookups[lookup as keyof typeof lookups](value, wanted));
  });
}

function fieldOf(object: Json, field: string, accepts: (value: unknown) => boolean): boolean {
  if (field in object) {
    const value = object[field];
    if (!isObject(value)) return accepts(value);
    return [value['slug'], value['value'], value['name'], value['id']].some(
      (candidate) => candidate !== undefined && accepts(candidate),
    );
  }
  if (field.endsWith('_id')) {
    const related = object[field.slice(0, -3)];
    if (related !== undefined) return accepts(isObject(related) ? related['id'] : null);
  }
  return true;
}

export function ordered(objects: readonly Json[], ordering: readonly string[]): readonly Json[] {
  if (ordering.length === 0) return objects;
  return objects.toSorted((a, b) => {
    for (const term of ordering) {
      const down = term.startsWith('-');
      const field = down ? term.slice(1) : term;
      const order = compare(a[field], b[field]);
      if (order !== 0) return down ? -order : order;
    }
    return 0;
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [text(a), text(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function onlyFields(object: Json, fields: readonly string[]): Json {
  return fields.length === 0
    ? object
    : Object.fromEntries(fields.flatMap((field) => (field in object ? [[field, object[field]]] : [])));
}

const briefFields = [
  'id',
  'url',
  'display',
  'name',
  'slug',
  'model',
  'cid',
  'vid',
  'address',
  'prefix',
  'device',
  'description',
];

export function brief(object: Json): Json {
  return onlyFields(object, briefFields);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (isObject(value)) return text(value['display'] ?? value['value'] ?? value['id']);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function lower(value: unknown): string {
  return text(value).toLowerCase();
}

import { sourceName } from './ids.ts';
import {
  inventoryQuerySchema,
  type FilterOperator,
  type InventoryFilter,
  type InventoryQueryInput,
} from './inventory-query.ts';
import { domains } from './kind.ts';
import { isEntityKind } from './kinds/registry.ts';

/**
 * What is typed into a filter box or after `inventory list`: words, and `path:value` tokens.
 *
 *     kind:vm,host cluster:prod-a powerState:off name~web usedBytes>10GiB label.team:* sort:-memoryBytes gone:yes
 *
 * `:` or `=` equals, `!=` differs, `~` contains, `>` `>=` `<` `<=` compare, `:*` is known, `!=*` is not. Quotes hold
 * blanks together. `kind`, `source`, `domain` and `sort` take several values with commas; `partition` is
 * repeated. Bare words are searched for.
 */
export interface FilterTokens {
  readonly query: InventoryQueryInput;
  /** Tokens that mean nothing, and why; the rest of the query still holds. */
  readonly problems: readonly { readonly token: string; readonly reason: string }[];
}

const tokenPattern = /(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+/g;
const operatorPattern = /^([\p{L}_][\p{L}\p{N}_./@-]*?)(!=|>=|<=|:|=|~|>|<)(.*)$/su;

export function parseFilterTokens(text: string): FilterTokens {
  const query: Mutable<InventoryQueryInput> = {};
  const problems: { token: string; reason: string }[] = [];
  const words: string[] = [];
  const filters: InventoryFilter[] = [];
  for (const [token] of text.matchAll(tokenPattern)) {
    const parts = isWord(token) ? null : operatorPattern.exec(token);
    if (!parts) {
      words.push(unquoted(token));
      continue;
    }
    const [, path = '', operator = ':', rest = ''] = parts;
    const value = unquoted(rest);
    const reason = isReserved(path)
      ? applyReserved(query, path, operator, value)
      : applyFilter(filters, path, operator, value);
    if (reason !== undefined) problems.push({ token, reason });
  }
  if (words.length > 0) query.text = words.join(' ');
  if (filters.length > 0) query.filters = filters;
  const checked = inventoryQuerySchema.safeParse(query);
  if (!checked.success) {
    problems.push({ token: text, reason: checked.error.issues[0]?.message ?? 'not a query' });
    return { query: {}, problems };
  }
  return { query, problems };
}

/** In quotes, a MAC or IPv6 address, or a URL. */
function isWord(token: string): boolean {
  return token.startsWith('"') || /^(?:[0-9a-f]{0,4}:){2,}/i.test(token) || /^[a-z]+:\/\//i.test(token);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const reserved = ['kind', 'source', 'domain', 'partition', 'sort', 'gone', 'at'] as const;
type Reserved = (typeof reserved)[number];

function isReserved(path: string): path is Reserved {
  return (reserved as readonly string[]).includes(path);
}

/** @returns Why the token means nothing. */
function applyReserved(
  query: Mutable<InventoryQueryInput>,
  path: Reserved,
  operator: string,
  value: string,
): string | undefined {
  if (operator !== ':' && operator !== '=') return `"${path}" takes ":" only`;
  const values = value.split(',').filter(Boolean);
  switch (path) {
    case 'kind': {
      const wrong = values.filter((name) => !isEntityKind(name));
      if (wrong.length > 0) return `there is no kind "${wrong.join('", "')}"`;
      query.kinds = [...(query.kinds ?? []), ...values.filter(isEntityKind)];
      return undefined;
    }
    case 'source': {
      const wrong = values.find((name) => !sourceName.safeParse(name).success);
      if (wrong !== undefined) return `"${wrong}" is no name of a source`;
      query.sources = [...(query.sources ?? []), ...values];
      return undefined;
    }
    case 'domain': {
      const known = domains.filter((domain) => values.includes(domain));
      if (known.length < values.length) return `expected one of ${domains.join(', ')}`;
      query.domains = [...(query.domains ?? []), ...known];
      return undefined;
    }
    case 'partition':
      query.partitions = [...(query.partitions ?? []), value];
      return undefined;
    case 'sort':
      query.sort = values.map((name) =>
        name.startsWith('-')
          ? { path: name.slice(1), direction: 'descending' as const }
          : { path: name, direction: 'ascending' as const },
      );
      return undefined;
    case 'gone':
      if (value !== 'yes' && value !== 'no') return 'expected gone:yes or gone:no';
      query.includeDisappeared = value === 'yes';
      return undefined;
    case 'at': {
      const date = new Date(value);
      if (Number.isNaN(date.getTime())) return 'expected an ISO date and time';
      query.at = date.toISOString();
      return undefined;
    }
    default:
      return path satisfies never;
  }
}

const operators: Readonly<Record<string, FilterOperator>> = {
  ':': 'eq',
  '=': 'eq',
  '!=': 'ne',
  '~': 'contains',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
};

function applyFilter(
  filters: InventoryFilter[],
  path: string,
  operator: string,
  value: string,
): string | undefined {
  const op = operators[operator] ?? 'eq';
  if (value === '') return `a value is missing after "${path}${operator}"`;
  if (value === '*' && (op === 'eq' || op === 'ne')) {
    filters.push({ path, op: op === 'eq' ? 'exists' : 'missing', value: '' });
  } else filters.push({ path, op, value });
  return undefined;
}

function unquoted(text: string): string {
  return text.replaceAll(/"((?:[^"\\]|\\.)*)"?/g, (_, inner: string) => inner.replaceAll(/\\(.)/gs, '$1'));
}

function quoted(text: string): string {
  return /[\s"\\:]|^[=!<>~/]/.test(text) || text === ''
    ? `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
    : text;
}

const symbols = {
  eq: ':',
  ne: '!=',
  contains: '~',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
} as const;

/** The tokens that give a query again, for a filter box to show and for a link to carry. */
export function formatFilterTokens(query: InventoryQueryInput): string {
  const tokens: string[] = [];
  if (query.text) {
    for (const word of query.text.split(/\s+/).filter(Boolean)) {
      tokens.push(
        operatorPattern.test(word) ? `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"` : quoted(word),
      );
    }
  }
  if (query.kinds?.length) tokens.push(`kind:${query.kinds.join(',')}`);
  if (query.sources?.length) tokens.push(`source:${query.sources.join(',')}`);
  if (query.domains?.length) tokens.push(`domain:${query.domains.join(',')}`);
  for (const partition of query.partitions ?? []) tokens.push(`partition:${quoted(partition)}`);
  for (const { path, op, value = '' } of query.filters ?? []) {
    if (op === 'exists') tokens.push(`${path}:*`);
    else if (op === 'missing') tokens.push(`${path}!=*`);
    else tokens.push(`${path}${symbols[op]}${quoted(String(value))}`);
  }
  if (query.sort?.length) {
    tokens.push(
      `sort:${query.sort.map((by) => (by.direction === 'descending' ? '-' : '') + by.path).join(',')}`,
    );
  }
  if (query.includeDisappeared) tokens.push('gone:yes');
  if (query.at) tokens.push(`at:${query.at}`);
  return tokens.join(' ');
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  pb: 1e15,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  pib: 2 ** 50,
  '%': 1,
};

/** `10GiB` → 10737418240, `2.5k` → 2500, `80%` → 80; undefined when it is no number with a known unit. */
export function parseQuantity(text: string): number | undefined {
  const parts = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z%]*)$/i.exec(text.trim());
  const unit = parts?.[2] === undefined ? undefined : units[parts[2].toLowerCase()];
  return parts && unit !== undefined ? Number(parts[1]) * unit : undefined;
}

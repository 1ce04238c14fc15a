import { parseFilterTokens, type FilterTokens } from '../../../shared/model/filter-tokens.ts';
import { unknownPath } from '../../../shared/model/filter-paths.ts';
import { filterTokens, whileTyping, withoutPaths } from '../../../shared/model/filter-cursor.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { InventoryQueryInput } from '../../../shared/model/inventory-query.ts';
import { isEntityKind, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { decodeColumns, encodeColumns, type Columns } from './column-state.ts';
import { decodeSorts, encodeSorts, type Sorts } from './sort-state.ts';

/** `all`: entities of every kind in one table. */
export type KindTab = EntityKind | 'all';

/** What the list shows; all of it stands in the address. */
export interface ListState {
  readonly kind: KindTab;
  /** As written in the filter box. */
  readonly filter: string;
  readonly sorts: Sorts;
  /** Undefined: those that this person arranged for the kind, or the usual ones. */
  readonly columns: Columns | undefined;
  /** Shown beside the list. */
  readonly entity: EntityId | undefined;
}

export const listParameters = ['kind', 'filter', 'sort', 'columns', 'entity'] as const;
export type ListParameters = Readonly<Partial<Record<(typeof listParameters)[number], string>>>;

/** @param usual The kind to show when the address names none. */
export function readListState(parameters: ListParameters, usual: KindTab): ListState {
  const { kind, filter = '', sort, columns, entity } = parameters;
  const state: ListState = {
    kind: kind === 'all' || (kind !== undefined && isEntityKind(kind)) ? kind : usual,
    filter,
    sorts: decodeSorts(sort),
    columns: decodeColumns(columns),
    entity: entity === undefined ? undefined : (entity as EntityId),
  };
  return adopted(state, kind !== undefined);
}

/**
 * A link to a filter names kinds and order among its tokens: one kind becomes the tab, several become the table of all
 * kinds, where they stay in the box.
 */
function adopted(state: ListState, hasTab: boolean): ListState {
  const { query } = parseFilterTokens(state.filter);
  const sorts =
    query.sort?.length && state.sorts.length === 0 ? decodeSorts(sortText(state.filter)) : state.sorts;
  const [only] = query.kinds ?? [];
  const kinds = new Set(query.kinds);
  if (kinds.size === 1 && only !== undefined) {
    return { ...state, kind: only, sorts, filter: withoutPaths(state.filter, ['kind', 'sort']) };
  }
  const filter = withoutPaths(state.filter, ['sort']);
  if (kinds.size > 1) return { ...state, kind: 'all', sorts, filter };
  // Words that are looked for without a kind are looked for in all.
  const everywhere = !hasTab && state.filter.trim() !== '';
  return { ...state, ...(everywhere && { kind: 'all' as const }), sorts, filter };
}

function sortText(filter: string): string {
  return filterTokens(filter)
    .filter(({ path }) => path === 'sort')
    .map(({ value }) => value)
    .join(',');
}

export function writeListState(
  state: ListState,
): Record<(typeof listParameters)[number], string | undefined> {
  const { kind, filter, sorts, columns, entity } = state;
  return {
    kind,
    filter: filter.trim() === '' ? undefined : filter.trim(),
    sort: sorts.length === 0 ? undefined : encodeSorts(sorts),
    columns: columns && encodeColumns(columns),
    entity,
  };
}

export interface EffectiveQuery {
  readonly query: InventoryQueryInput;
  readonly problems: FilterTokens['problems'];
  /** The one kind that the table is of. */
  readonly kind: KindTab;
  readonly sorts: Sorts;
  readonly at: Instant | undefined;
}

/** Findings are a list of work. */
const worstFirst: Sorts = [{ path: 'severity', direction: 'ascending' }];

/**
 * What is asked for: the tab and the order hold unless the box says otherwise.
 * @param cursor Where the filter is being written: what is unfinished there is no fault yet.
 */
export function effectiveQuery(
  { kind, filter, sorts }: Pick<ListState, 'kind' | 'filter' | 'sorts'>,
  asOf: Instant | undefined,
  cursor?: number,
): EffectiveQuery {
  const { query: parsed, problems } = parseFilterTokens(
    cursor === undefined ? filter : whileTyping(filter, cursor, isMeaningful),
  );
  const { at, sort: ordered, kinds: named, filters = [], ...rest } = parsed;
  const kinds = named ?? (kind === 'all' ? undefined : [kind]);
  const asked: Sorts = ordered?.length
    ? ordered.map(({ path, direction = 'ascending' }) => ({ path, direction }))
    : sorts;
  const effective = asked.length === 0 && kinds?.length === 1 && kinds[0] === 'finding' ? worstFirst : asked;
  const nowhere = filters.flatMap(({ path }) => {
    const reason = unknownPath(path, kinds);
    return reason === undefined ? [] : [{ path, reason }];
  });
  const meant = filters.filter(({ path }) => !nowhere.some((one) => one.path === path));
  return {
    query: {
      ...rest,
      ...(meant.length > 0 && { filters: meant }),
      ...(kinds && { kinds: [...kinds] }),
      ...(effective.length > 0 && { sort: [...effective] }),
    },
    problems: [
      ...problems,
      ...nowhere.map(({ path, reason }) => ({
        token: filterTokens(filter).find((token) => token.path === path)?.text ?? path,
        reason,
      })),
    ],
    kind: kinds?.length === 1 && kinds[0] !== undefined ? kinds[0] : 'all',
    sorts: effective,
    at: (at as Instant | undefined) ?? asOf,
  };
}

function isMeaningful(token: string): boolean {
  return parseFilterTokens(token).problems.length === 0;
}

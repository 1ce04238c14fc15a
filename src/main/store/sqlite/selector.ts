import { toSqlValue, type Column } from './columns.ts';

/**
 * A selector as SQL. `where` admits at least every document that matches; when `exact` it admits no other, and no
 * document has to be looked at again.
 */
export interface Condition {
  /** Undefined: admits everything. */
  readonly where: string | undefined;
  readonly params: readonly (string | number)[];
  readonly exact: boolean;
}

/** What of a selector is left to match in JavaScript once SQLite has applied the conditions that are exact. */
export function residualSelector(
  selector: unknown,
  columns: ReadonlyMap<string, Column>,
): Record<string, unknown> {
  if (!isRecord(selector)) return {};
  return Object.fromEntries(
    Object.entries(selector).filter(
      ([field, matcher]) => !selectorToSql({ [field]: matcher }, columns).exact,
    ),
  );
}

const everything = (exact: boolean): Condition => ({ where: undefined, params: [], exact });
const comparisons: Readonly<Record<string, string>> = {
  $eq: '=',
  $gt: '>',
  $gte: '>=',
  $lt: '<',
  $lte: '<=',
};
/** SQLite takes 32,766 parameters a statement; a longer list is matched in JavaScript. */
const longestList = 10_000;

export function selectorToSql(selector: unknown, columns: ReadonlyMap<string, Column>): Condition {
  if (!isRecord(selector)) return everything(false);
  return all(
    Object.entries(selector).map(([field, matcher]) => {
      if (field === '$and' && Array.isArray(matcher))
        return all(matcher.map((part) => selectorToSql(part, columns)));
      if (field === '$or' && Array.isArray(matcher))
        return any(matcher.map((part) => selectorToSql(part, columns)));
      const column = columns.get(field);
      if (!column) return everything(false);
      return matcherToSql(column, isRecord(matcher) ? matcher : { $eq: matcher });
    }),
  );
}

function matcherToSql(column: Column, matcher: Readonly<Record<string, unknown>>): Condition {
  const operators = Object.entries(matcher);
  if (operators.length === 0) return everything(false);
  return all(operators.map(([operator, operand]) => operatorToSql(column, operator, operand)));
}

function operatorToSql(column: Column, operator: string, operand: unknown): Condition {
  if (operator === '$in' && Array.isArray(operand) && operand.length <= longestList) {
    const values = operand.map((value) => toSqlValue(column.type, value));
    if (!values.every((value) => value !== undefined)) return everything(false);
    return { where: `${column.sql} IN (${values.map(() => '?').join(',')})`, params: values, exact: true };
  }
  const comparison = comparisons[operator];
  const value = toSqlValue(column.type, operand);
  if (comparison === undefined || value === undefined) return everything(false);
  if (column.type === 'boolean') {
    // Written out rather than bound: a partial index is only used when its condition stands in the statement.
    return operator === '$eq'
      ? { where: `${column.sql} = ${value}`, params: [], exact: true }
      : everything(false);
  }
  return { where: `${column.sql} ${comparison} ?`, params: [value], exact: true };
}

function all(parts: readonly Condition[]): Condition {
  const limiting = parts.filter((part) => part.where !== undefined);
  return {
    where: limiting.length === 0 ? undefined : limiting.map((part) => part.where).join(' AND '),
    params: limiting.flatMap((part) => part.params),
    exact: parts.every((part) => part.exact),
  };
}

function any(parts: readonly Condition[]): Condition {
  if (parts.length === 0 || parts.some((part) => part.where === undefined)) return everything(false);
  return {
    where: `(${parts.map((part) => `(${part.where})`).join(' OR ')})`,
    params: parts.flatMap((part) => part.params),
    exact: parts.every((part) => part.exact),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

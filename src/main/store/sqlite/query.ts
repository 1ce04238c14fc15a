import { getQueryMatcher, getSortComparator, type PreparedQuery } from 'rxdb';
import type { AnySchema } from './columns.ts';
import type { Connection } from './connection.ts';
import { residualSelector, selectorToSql, type Condition } from './selector.ts';
import type { CollectionTable, RawRow } from './table.ts';

/** Which columns a query reads and what it makes of them: RxDB's document data, or the plain document. */
export interface RowShape<R> {
  readonly columns: string;
  parse(row: RawRow): R;
}

/**
 * A prepared query as one SQL statement plus what SQLite cannot decide. Conditions and sort over indexed fields go
 * to SQLite, which then walks the index that RxDB's planner would have taken; what remains is matched and sorted in
 * JavaScript by RxDB's own functions, document by document.
 */
export class SqlQuery<R> {
  /** The table's change index has to be there before this runs. */
  readonly readsByChange: boolean;
  readonly #connection: Connection;
  readonly #table: CollectionTable;
  readonly #shape: RowShape<R>;
  readonly #condition: Condition;
  readonly #orderBy: string | undefined;
  readonly #matches: ((document: R) => boolean) | undefined;
  readonly #compare: ((a: R, b: R) => number) | undefined;
  readonly #skip: number;
  readonly #limit: number;

  constructor(
    connection: Connection,
    table: CollectionTable,
    schema: AnySchema,
    { query }: PreparedQuery<unknown>,
    shape: RowShape<R>,
  ) {
    this.#connection = connection;
    this.#table = table;
    this.#shape = shape;
    this.#skip = (query as Partial<typeof query>).skip ?? 0;
    this.#limit = query.limit ?? Infinity;
    this.#condition = selectorToSql(query.selector, table.columns);
    this.#orderBy = this.#sortToSql(query.sort);
    if (!this.#condition.exact) {
      const residual = residualSelector(query.selector, table.columns);
      this.#matches = getQueryMatcher(schema, { ...query, selector: residual }) as (document: R) => boolean;
    }
    if (this.#orderBy === undefined) {
      const compare = getSortComparator<R>(schema as never, query as never);
      this.#compare = (a, b) => compare(a, b) ?? 0;
    }
    this.readsByChange = JSON.stringify([query.selector, query.sort]).includes('_meta.lwt');
  }

  run(): R[] {
    if (this.#limit === 0) return [];
    if (this.#matches === undefined && this.#compare === undefined) return this.#page();
    const end = this.#skip + this.#limit;
    const found: R[] = [];
    for (const document of this.#matching()) {
      found.push(document);
      if (!this.#compare && found.length === end) break;
    }
    if (this.#compare) found.sort(this.#compare);
    return found.slice(this.#skip, end);
  }

  count(): number {
    let matching = 0;
    if (this.#matches === undefined) {
      const row = this.#connection
        .prepareRead(this.#select('count(*) AS n', false))
        .get(...this.#condition.params);
      matching = Number(row?.['n']);
    } else {
      for (const _ of this.#matching()) matching++;
    }
    return Math.max(0, Math.min(this.#limit, matching - this.#skip));
  }

  #page(): R[] {
    const limit = this.#limit === Infinity ? -1 : this.#limit;
    const paging = limit === -1 && this.#skip === 0 ? '' : ` LIMIT ${limit} OFFSET ${this.#skip}`;
    return this.#connection
      .prepareRead(this.#select(this.#shape.columns) + paging)
      .all(...this.#condition.params)
      .map((row) => this.#shape.parse(row));
  }

  *#matching(): Generator<R, void, undefined> {
    const statement = this.#connection.prepareRead(this.#select(this.#shape.columns));
    for (const row of statement.iterate(...this.#condition.params)) {
      const document = this.#shape.parse(row);
      if (!this.#matches || this.#matches(document)) yield document;
    }
  }

  #select(what: string, ordered = true): string {
    const where = this.#condition.where === undefined ? '' : ` WHERE ${this.#condition.where}`;
    const order = ordered && this.#orderBy !== undefined ? ` ORDER BY ${this.#orderBy}` : '';
    return `SELECT ${what} FROM ${this.#table.sql}${where}${order}`;
  }

  #sortToSql(sort: readonly Readonly<Record<string, string>>[]): string | undefined {
    const terms: string[] = [];
    for (const [path, direction] of sort.flatMap((part) => Object.entries(part))) {
      const column = this.#table.columns.get(path);
      if (!column) return undefined;
      terms.push(direction === 'desc' ? `${column.sql} DESC` : column.sql);
    }
    return terms.length === 0 ? undefined : terms.join(', ');
  }
}

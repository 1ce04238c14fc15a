import type { InventoryRow } from '../../../shared/contract/inventory.ts';
import type { EntityId } from '../../../shared/model/ids.ts';

export interface RowsAnswer {
  readonly total: number;
  readonly rows: readonly InventoryRow[];
  readonly at: string;
}

export type LoadRows = (offset: number, limit: number, signal: AbortSignal) => Promise<RowsAnswer>;

export interface RowPagesOptions {
  readonly load: LoadRows;
  readonly onError: (error: unknown) => void;
  /** The list has another length than its pages so far: places no longer fit together, and it is to be read anew. */
  readonly onDrift?: () => void;
  readonly pageSize?: number;
  /** Pages that stay in memory; those farthest from what is looked at go first. */
  readonly mostPages?: number;
  /** Rows read ahead of where one scrolls to. */
  readonly ahead?: number;
}

type Page =
  | { readonly is: 'here'; readonly rows: readonly InventoryRow[] }
  | { readonly is: 'coming'; readonly abort: AbortController };

/**
 * The rows of one result, of which only what is looked at, and what comes next, is here. A row that is not here yet
 * is undefined. What is no longer wanted while it is still on its way is taken back.
 */
export class RowPages {
  #pages = new Map<number, Page>();
  #total: number | undefined;
  #at: string | undefined;
  #version = 0;
  #first = 0;
  #tints = new Map<EntityId, number>();
  readonly #listeners = new Set<() => void>();
  readonly #options: Required<RowPagesOptions>;
  #over = false;

  constructor(options: RowPagesOptions) {
    this.#options = { pageSize: 100, mostPages: 60, ahead: 200, onDrift: () => {}, ...options };
  }

  /** Undefined until the first answer is there. */
  get total(): number | undefined {
    return this.#total;
  }

  /** The moment of the newest answer. */
  get at(): string | undefined {
    return this.#at;
  }

  /** Counts what could be seen to change. */
  get version(): number {
    return this.#version;
  }

  row(index: number): InventoryRow | undefined {
    const { pageSize } = this.#options;
    const page = this.#pages.get(Math.floor(index / pageSize));
    return page?.is === 'here' ? page.rows[index % pageSize] : undefined;
  }

  /** How often a row was marked as changed. */
  tint(id: EntityId): number {
    return this.#tints.get(id) ?? 0;
  }

  hasAll(first: number, last: number): boolean {
    const until = Math.min(last, (this.#total ?? 1) - 1);
    for (const place of this.#placesOf(first, until)) if (this.#pages.get(place)?.is !== 'here') return false;
    return true;
  }

  /** Asks for what is looked at, and for what comes next in the direction that one scrolls. */
  want(first: number, last: number): void {
    const { ahead, pageSize } = this.#options;
    const down = first >= this.#first;
    this.#first = first;
    const most = this.#total === undefined ? Number.POSITIVE_INFINITY : this.#total - 1;
    const near = this.#placesOf(first, Math.min(last, most));
    const next = down
      ? this.#placesOf(last + 1, Math.min(last + ahead, most))
      : this.#placesOf(Math.max(0, first - ahead), first - 1);
    const wanted = new Set([...near, ...(this.#total === undefined ? [] : next)]);
    for (const [place, page] of this.#pages) {
      if (page.is !== 'coming' || wanted.has(place)) continue;
      page.abort.abort();
      this.#pages.delete(place);
    }
    for (const place of wanted) if (!this.#pages.has(place)) this.#ask(place);
    this.#drop(Math.floor(first / pageSize));
  }

  /** Takes rows over that were read again; those that differ are marked. */
  replace(rows: readonly InventoryRow[]): void {
    const byId = new Map(rows.map((row) => [row.id, row]));
    let changed = false;
    for (const [place, page] of this.#pages) {
      if (page.is !== 'here' || !page.rows.some((row) => byId.has(row.id))) continue;
      const next = page.rows.map((row) => {
        const now = byId.get(row.id);
        if (!now || sameRow(row, now)) return row;
        changed = true;
        if (!sameValues(row, now)) this.#tints.set(row.id, this.tint(row.id) + 1);
        return now;
      });
      this.#pages.set(place, { is: 'here', rows: next });
    }
    if (changed) this.#tell();
  }

  /** Everything that is here, in order. */
  *here(): Iterable<InventoryRow> {
    for (const place of [...this.#pages.keys()].toSorted((a, b) => a - b)) {
      const page = this.#pages.get(place);
      if (page?.is === 'here') yield* page.rows;
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  end(): void {
    this.#over = true;
    for (const page of this.#pages.values()) if (page.is === 'coming') page.abort.abort();
    this.#listeners.clear();
  }

  #ask(place: number): void {
    const { load, onError, onDrift, pageSize } = this.#options;
    const abort = new AbortController();
    const coming: Page = { is: 'coming', abort };
    this.#pages.set(place, coming);
    const take = async () => {
      try {
        const { total, rows, at } = await load(place * pageSize, pageSize, abort.signal);
        if (this.#over || this.#pages.get(place) !== coming) return;
        if (this.#total !== undefined && this.#total !== total) {
          this.#pages.delete(place);
          onDrift();
          return;
        }
        this.#pages.set(place, { is: 'here', rows });
        this.#total = total;
        this.#at = at;
        this.#tell();
      } catch (error) {
        if (this.#over || abort.signal.aborted || this.#pages.get(place) !== coming) return;
        this.#pages.delete(place);
        onError(error);
      }
    };
    void take();
  }

  #drop(around: number): void {
    const { mostPages } = this.#options;
    if (this.#pages.size <= mostPages) return;
    const farthest = [...this.#pages.keys()].toSorted((a, b) => Math.abs(b - around) - Math.abs(a - around));
    for (const place of farthest.slice(0, this.#pages.size - mostPages)) {
      if (this.#pages.get(place)?.is === 'here') this.#pages.delete(place);
    }
  }

  #placesOf(first: number, last: number): readonly number[] {
    const { pageSize } = this.#options;
    const places: number[] = [];
    if (last < 0 || first > last) return this.#total === undefined && first === 0 ? [0] : places;
    for (
      let place = Math.floor(Math.max(0, first) / pageSize);
      place <= Math.floor(last / pageSize);
      place++
    ) {
      places.push(place);
    }
    return places;
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function sameRow(a: InventoryRow, b: InventoryRow): boolean {
  return (
    a.confirmedAt === b.confirmedAt &&
    a.observedAt === b.observedAt &&
    a.severity === b.severity &&
    sameValues(a, b)
  );
}

/** When something was confirmed is no news; what it says is. */
function sameValues(a: InventoryRow, b: InventoryRow): boolean {
  return (
    a.name === b.name &&
    a.changedAt === b.changedAt &&
    a.disappearedAt === b.disappearedAt &&
    a.severity === b.severity &&
    a.values.length === b.values.length &&
    a.values.every((value, i) => isSame(value, b.values[i]) || isLaterOf(value, a.confirmedAt))
  );
}

function isLaterOf(value: unknown, confirmedAt: string): boolean {
  return value === confirmedAt;
}

function isSame(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) ? a.join('\n') === b.join('\n') : a === b;
}

import type { Problem } from '../shared/device-pages.ts';
import { numbersOf } from './protocol/oid.ts';
import type { SnmpSession } from './protocol/session.ts';
import { SnmpFailure } from './protocol/snmp-failure.ts';
import { isAbsent, type SnmpValue } from './protocol/value.ts';
import { type BulkSize, walkColumns } from './protocol/walk.ts';
import type { SnmpDevice } from './device.ts';

/** Cells that a row has, by the names they were asked for with. */
export type Cells<K extends string> = Readonly<Partial<Record<K, SnmpValue>>>;

export interface Row<K extends string> {
  /** As it follows the column's OID. */
  readonly index: string;
  readonly numbers: readonly number[];
  readonly cells: Cells<K>;
}

/** Rows of one table, whatever the tool: a device that has more says so and is asked no further. */
export const mostTableRows = 20_000;

/**
 * What one call reads of one device: whatever it does not give is kept as a problem, and the rest is still read. Once
 * the time for the device is over nothing more is asked.
 */
export class Reading {
  readonly device: SnmpDevice;
  readonly problems: Problem[] = [];
  readonly #notGiven = new Set<string>();
  readonly #given = new Set<string>();
  readonly #session: SnmpSession;
  readonly #size: BulkSize;

  constructor(device: SnmpDevice, session: SnmpSession, size: BulkSize) {
    this.device = device;
    this.#session = session;
    this.#size = size;
  }

  /** Modules of which the device gave nothing: it does not have them, or this account may not see them. */
  get notGiven(): string[] {
    return [...this.#notGiven].filter((mib) => !this.#given.has(mib)).toSorted();
  }

  /** Single objects, with `.0` or as a few agents have them without. Those that the device does not have are left out. */
  async scalars<K extends string>(mib: string, objects: Readonly<Record<K, string>>): Promise<Cells<K>> {
    const wanted = Object.entries<string>(objects);
    try {
      const found: Partial<Record<string, SnmpValue>> = {};
      for (const suffix of ['.0', '']) {
        const missing = wanted.filter(([name]) => found[name] === undefined);
        if (missing.length === 0 || (suffix === '' && missing.length < wanted.length)) break;
        const answer = await this.#session.get(missing.map(([, oid]) => oid + suffix));
        for (const [place, [name]] of missing.entries()) {
          const value = answer[place];
          if (value !== undefined && !isAbsent(value)) found[name] = value;
        }
      }
      this.#note(mib, Object.keys(found).length > 0);
      return found as Cells<K>;
    } catch (error) {
      this.#failed(mib, error);
      return {} as Cells<K>;
    }
  }

  /** Rows of a table in the order of their index. */
  async table<K extends string>(
    mib: string,
    what: string,
    columns: Readonly<Record<K, string>>,
    mostRows = mostTableRows,
  ): Promise<Row<K>[]> {
    const names = Object.keys(columns) as K[];
    const walked = await walkColumns(
      this.#session,
      names.map((name) => columns[name]),
      mostRows,
      this.#size,
    );
    if (walked.cut !== undefined) this.problems.push({ what, reason: walked.cut });
    const rows = new Map<string, Partial<Record<K, SnmpValue>>>();
    for (const [place, name] of names.entries())
      for (const [index, value] of walked.columns[place] ?? []) {
        let row = rows.get(index);
        if (row === undefined) rows.set(index, (row = {}));
        row[name] = value;
      }
    // A table that could not be read may have rows.
    if (walked.cut === undefined || rows.size > 0) this.#note(mib, rows.size > 0);
    return [...rows].map(([index, cells]) => ({ index, numbers: numbersOf(index), cells }));
  }

  #note(mib: string, given: boolean): void {
    (given ? this.#given : this.#notGiven).add(mib);
  }

  #failed(what: string, error: unknown): void {
    if (!(error instanceof SnmpFailure)) throw error;
    this.problems.push({ what, reason: error.message });
  }
}

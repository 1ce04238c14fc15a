import type { Varbind } from 'net-snmp';
import { compareOids, indexBelow } from './oid.ts';
import type { SnmpSession } from './session.ts';
import { SnmpFailure } from './snmp-failure.ts';
import { isAbsent, type SnmpValue } from './value.ts';

/**
 * How many values one request asks for. About what fits a packet; a device that does not answer long requests is asked
 * for less from then on, because many drop what they would have to send in pieces.
 */
export class BulkSize {
  #values = 60;

  repetitions(columns: number, left: number): number {
    return Math.max(1, Math.min(Math.floor(this.#values / columns), left));
  }

  /** @returns whether there is anything less to ask for */
  shrink(): boolean {
    if (this.#values <= 1) return false;
    this.#values = Math.max(1, Math.floor(this.#values / 4));
    return true;
  }
}

/** Columns that one request names. */
const mostColumns = 10;

export interface Walked {
  /** Values by index, for each column in its order. */
  readonly columns: readonly ReadonlyMap<string, SnmpValue>[];
  /** Absent: all there is. */
  readonly cut?: string;
}

/**
 * Columns of a table, side by side. What was read before something went wrong is given, with what went wrong: a table
 * that is not whole says so.
 */
export async function walkColumns(
  session: SnmpSession,
  bases: readonly string[],
  mostRows: number,
  size: BulkSize,
): Promise<Walked> {
  const columns = bases.map(() => new Map<string, SnmpValue>());
  const all = bases.map((base, column) => ({ base, column, cursor: base }));
  for (let first = 0; first < all.length; first += mostColumns) {
    let open = all.slice(first, first + mostColumns);
    while (open.length > 0) {
      const rows = Math.max(...open.map(({ column }) => columns[column]?.size ?? 0));
      if (rows > mostRows) return { columns, cut: `it has more than ${mostRows} rows` };
      let answer: Varbind[][];
      try {
        // One more than wanted tells whether there is more.
        answer = await askLess(
          session,
          open.map(({ cursor }) => cursor),
          mostRows - rows + 1,
          size,
        );
      } catch (error) {
        if (error instanceof SnmpFailure) return { columns, cut: error.message };
        throw error;
      }
      const next: typeof open = [];
      for (const [place, cell] of open.entries()) {
        const values = answer[place] ?? [];
        let { cursor } = cell;
        let done = false;
        // A short answer leaves the last columns out; one without the first leads nowhere.
        if (values.length === 0 && place === 0) return { columns, cut: 'it answered with nothing' };
        for (const varbind of values) {
          const index = isAbsent(varbind) ? undefined : indexBelow(cell.base, varbind.oid);
          if (index === undefined) {
            done = true;
            break;
          }
          if (compareOids(varbind.oid, cursor) <= 0)
            return { columns, cut: `it goes back from ${cursor} to ${varbind.oid}: this would have no end` };
          cursor = varbind.oid;
          columns[cell.column]?.set(index, varbind);
        }
        if (!done) next.push({ ...cell, cursor });
      }
      open = next;
    }
  }
  return { columns };
}

/** @throws SnmpFailure when it does not answer the shortest request either */
export async function askLess(
  session: SnmpSession,
  oids: readonly string[],
  left: number,
  size: BulkSize,
): Promise<Varbind[][]> {
  for (;;) {
    try {
      return await session.getBulk(oids, size.repetitions(oids.length, left));
    } catch (error) {
      const tooLong = error instanceof SnmpFailure && (error.kind === 'silent' || error.kind === 'unfit');
      if (!tooLong || !size.shrink()) throw error;
    }
  }
}

import { ObjectType, type Varbind } from 'net-snmp';
import { expect, test } from 'vitest';
import { compareOids } from './oid.ts';
import type { SnmpSession } from './session.ts';
import { SnmpFailure } from './snmp-failure.ts';
import { numberIn } from './value.ts';
import { BulkSize, walkColumns } from './walk.ts';

/** A device that has these objects, and what it does to its answers. */
function device(
  objects: Readonly<Record<string, number>>,
  change: (answer: Varbind[][], oids: readonly string[], repetitions: number) => Varbind[][] = (answer) =>
    answer,
): { session: SnmpSession; asked: { oids: readonly string[]; repetitions: number }[] } {
  const order = Object.keys(objects).toSorted(compareOids);
  const asked: { oids: readonly string[]; repetitions: number }[] = [];
  const after = (oid: string): Varbind => {
    const next = order.find((one) => compareOids(one, oid) > 0);
    return next === undefined
      ? { oid, type: ObjectType.EndOfMibView, value: null }
      : { oid: next, type: ObjectType.Integer, value: objects[next] };
  };
  return {
    asked,
    session: {
      get: () => Promise.reject(new Error('not asked')),
      setInteger: () => Promise.reject(new Error('not asked')),
      close: () => undefined,
      getBulk(oids, repetitions) {
        asked.push({ oids, repetitions });
        const answer = oids.map((oid) => {
          const column: Varbind[] = [];
          for (let at = oid; column.length < repetitions; at = column.at(-1)?.oid ?? at)
            column.push(after(at));
          return column;
        });
        return Promise.resolve().then(() => change(answer, oids, repetitions));
      },
    },
  };
}

const table = (rows: number, columns = 2) =>
  Object.fromEntries(
    Array.from({ length: columns }, (_, column) =>
      Array.from(
        { length: rows },
        (_row, row) => [`1.3.1.${column + 1}.${row + 1}`, column * 1_000 + row] as const,
      ),
    ).flat(),
  );
const walk = (session: SnmpSession, columns = 2, mostRows = 1_000) =>
  walkColumns(
    session,
    Array.from({ length: columns }, (_, column) => `1.3.1.${column + 1}`),
    mostRows,
    new BulkSize(),
  );

test('columns come side by side, whole, and in as few requests as fit', async () => {
  const { session, asked } = device(table(100));
  const { columns, cut } = await walk(session);
  expect(cut).toBeUndefined();
  expect(columns.map(({ size }) => size)).toEqual([100, 100]);
  expect(numberIn(columns[1]?.get('100'))).toBe(1_099);
  expect(asked.length).toBeLessThanOrEqual(5);
});

test('a table that is not there has no rows', async () => {
  expect(await walk(device({}).session)).toEqual({ columns: [new Map(), new Map()] });
});

test('an answer that is cut short is asked for again from there', async () => {
  const { session } = device(table(50), (answer) => [
    answer[0]?.slice(0, 3) ?? [],
    answer[1]?.slice(0, 1) ?? [],
  ]);
  expect((await walk(session)).columns.map(({ size }) => size)).toEqual([50, 50]);
});

test('one that begins and leaves the last columns out altogether, too', async () => {
  const { session } = device(table(7), (answer) => [answer[0] ?? [], []]);
  expect((await walk(session)).columns.map(({ size }) => size)).toEqual([7, 7]);
});

test('a device that does not answer long requests is asked for less, and from then on', async () => {
  const size = new BulkSize();
  const { session, asked } = device(table(20), (answer, oids, repetitions) => {
    if (oids.length * repetitions > 16) throw new SnmpFailure('silent', 'no answer');
    return answer;
  });
  const bases = ['1.3.1.1', '1.3.1.2'];
  const { columns, cut } = await walkColumns(session, bases, 1_000, size);
  expect(cut).toBeUndefined();
  expect(columns.map((column) => column.size)).toEqual([20, 20]);
  const before = asked.length;
  await walkColumns(session, bases, 1_000, size);
  expect(asked.slice(before).every(({ repetitions }) => repetitions * 2 <= 16)).toBe(true);
});

test('one that has gone in the middle: what was read stands, and that it is not all is said', async () => {
  let left = 2;
  const { session } = device(table(100), (answer) => {
    left -= 1;
    if (left < 0) throw new SnmpFailure('silent', 'no answer any more');
    return answer;
  });
  const { columns, cut } = await walk(session);
  expect(cut).toBe('no answer any more');
  expect(columns[0]?.size).toBeGreaterThan(0);
});

test('one that goes back and forth for ever is left', async () => {
  const { session } = device(table(100), (answer) =>
    answer.map((column) => [...column.slice(0, 3), { ...column[0], oid: column[0]?.oid ?? '' }]),
  );
  expect((await walk(session)).cut).toContain('this would have no end');
});

test('so is one that gives the same value for ever', async () => {
  let asked = 0;
  const { session } = device(table(100), (answer) => {
    asked += 1;
    if (asked > 50) throw new SnmpFailure('silent', 'it was asked without an end');
    return answer.map(() => [{ oid: '1.3.1.1.1', type: ObjectType.Integer, value: 7 }]);
  });
  expect((await walk(session, 1)).cut).toContain('this would have no end');
});

test('one that answers with nothing is not taken for one that has nothing', async () => {
  expect((await walk(device(table(3), () => [[], []]).session)).cut).toBe('it answered with nothing');
});

test('no more rows than allowed are read; exactly as many are all of them', async () => {
  expect((await walk(device(table(100)).session, 2, 40)).cut).toBe('it has more than 40 rows');
  expect((await walk(device(table(40)).session, 2, 40)).cut).toBeUndefined();
});

test('many columns are asked for in parts', async () => {
  const { session, asked } = device(table(5, 23));
  expect((await walk(session, 23)).columns.every(({ size }) => size === 5)).toBe(true);
  expect(Math.max(...asked.map(({ oids }) => oids.length))).toBe(10);
});

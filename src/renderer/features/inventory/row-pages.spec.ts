import { describe, expect, it } from 'vitest';
import type { InventoryRow } from '../../../shared/contract/inventory.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { RowPages, type RowsAnswer } from './row-pages.ts';

const then = '2026-11-23T12:00:00.000Z' as Instant;

function rowOf(index: number, value: string | number = index): InventoryRow {
  return {
    id: `s:vm:${index}` as EntityId,
    kind: 'vm',
    name: `vm-${index}`,
    source: 's',
    simulated: false,
    observedAt: then,
    confirmedAt: then,
    changedAt: then,
    values: [value],
  };
}

interface Asked {
  readonly offset: number;
  readonly limit: number;
  readonly signal: AbortSignal;
  answer(): Promise<void>;
}

function pagesOf(total: number, mostPages = 60) {
  const asked: Asked[] = [];
  const errors: unknown[] = [];
  const pages = new RowPages({
    pageSize: 10,
    ahead: 20,
    mostPages,
    onError: (error) => errors.push(error),
    load: (offset, limit, signal) => {
      const { promise, resolve } = Promise.withResolvers<RowsAnswer>();
      asked.push({
        offset,
        limit,
        signal,
        async answer() {
          const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) =>
            rowOf(offset + i),
          );
          resolve({ total, rows, at: then });
          await promise;
          await Promise.resolve();
        },
      });
      return promise;
    },
  });
  const answerAll = async () => {
    for (const one of asked.splice(0)) await one.answer();
  };
  return { pages, asked, answerAll, errors };
}

describe('the rows of a result', () => {
  it('come by pages: first what is looked at, then what comes next', async () => {
    const { pages, asked, answerAll } = pagesOf(500);
    pages.want(0, 7);
    expect(asked.map(({ offset }) => offset)).toEqual([0]);
    expect(pages.total).toBeUndefined();
    await answerAll();
    expect(pages.total).toBe(500);
    expect(pages.row(3)?.name).toBe('vm-3');
    expect(pages.row(12)).toBeUndefined();
    pages.want(0, 7);
    expect(asked.map(({ offset }) => offset)).toEqual([10, 20]);
  });

  it('are read ahead in the direction that one scrolls', async () => {
    const { pages, asked, answerAll } = pagesOf(500);
    pages.want(0, 7);
    await answerAll();
    pages.want(200, 207);
    expect(asked.map(({ offset }) => offset)).toEqual([200, 210, 220]);
    await answerAll();
    pages.want(195, 202);
    expect(asked.map(({ offset }) => offset)).toEqual([190, 170, 180]);
  });

  it('are taken back when one has scrolled past them', async () => {
    const { pages, asked, answerAll } = pagesOf(500);
    pages.want(0, 7);
    await answerAll();
    pages.want(100, 107);
    const past = asked.splice(0);
    pages.want(400, 407);
    expect(past.every(({ signal }) => signal.aborted)).toBe(true);
    await answerAll();
    for (const late of past) await late.answer();
    expect(pages.row(100)).toBeUndefined();
    expect(pages.row(400)?.name).toBe('vm-400');
  });

  it('do not pile up: the farthest go first', async () => {
    const { pages, answerAll } = pagesOf(500, 6);
    for (let first = 0; first < 200; first += 10) {
      pages.want(first, first + 7);
      await answerAll();
    }
    expect(pages.row(195)).toBeDefined();
    expect(pages.row(0)).toBeUndefined();
    expect([...pages.here()].length).toBeLessThanOrEqual(70);
  });

  it('are changed in place, and marked where they say something else', async () => {
    const { pages, answerAll } = pagesOf(30);
    pages.want(0, 29);
    await answerAll();
    const version = pages.version;
    pages.replace([
      rowOf(3),
      { ...rowOf(4), confirmedAt: '2026-11-23T13:00:00.000Z' as Instant },
      rowOf(5, 'other'),
    ]);
    expect(pages.version).toBe(version + 1);
    expect([3, 4, 5].map((index) => pages.tint(rowOf(index).id))).toEqual([0, 0, 1]);
    expect(pages.row(5)?.values).toEqual(['other']);
    expect(pages.row(4)?.confirmedAt).toBe('2026-11-23T13:00:00.000Z');
  });

  it('of a list that has another length by now are not mixed with those before', async () => {
    let total = 100;
    let drifted = 0;
    const pages = new RowPages({
      pageSize: 10,
      ahead: 0,
      onError: () => {},
      onDrift: () => {
        drifted += 1;
      },
      load: async (offset, limit) => ({
        total,
        rows: Array.from({ length: limit }, (_, i) => rowOf(offset + i)),
        at: then,
      }),
    });
    const settle = async () => {
      for (let i = 0; i < 5; i++) await Promise.resolve();
    };
    pages.want(0, 5);
    await settle();
    total = 112;
    pages.want(20, 25);
    await settle();
    expect(drifted).toBe(1);
    expect(pages.row(20)).toBeUndefined();
    expect(pages.total).toBe(100);
  });

  it('that are none are known to be none', async () => {
    const { pages, answerAll } = pagesOf(0);
    pages.want(0, 40);
    await answerAll();
    expect(pages.total).toBe(0);
    expect(pages.hasAll(0, 40)).toBe(true);
  });

  it('that cannot be read are asked for again the next time', async () => {
    const errors: unknown[] = [];
    let calls = 0;
    const pages = new RowPages({
      onError: (error) => errors.push(error),
      load: () => {
        calls += 1;
        return Promise.reject(new Error('away'));
      },
    });
    pages.want(0, 10);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(errors).toHaveLength(1);
    pages.want(0, 10);
    expect(calls).toBe(2);
  });
});

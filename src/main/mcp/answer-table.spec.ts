import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { parseTables, type TableRecord } from './answer-table.ts';

describe('a plain-text table', () => {
  it('is read as kubectl prints it, single spaces and all', () => {
    const pods = [
      'NAME                     READY   STATUS             RESTARTS       AGE',
      'coredns-7b98449c4-x2x8p  1/1     Running            1 (2d3h ago)   5d',
      'web-6c9f9d6c5b-zzzzz     0/1     CrashLoopBackOff   311            26h',
    ].join('\n');
    expect(parseTables(pods)).toEqual([
      {
        NAME: 'coredns-7b98449c4-x2x8p',
        READY: '1/1',
        STATUS: 'Running',
        RESTARTS: '1 (2d3h ago)',
        AGE: '5d',
      },
      { NAME: 'web-6c9f9d6c5b-zzzzz', READY: '0/1', STATUS: 'CrashLoopBackOff', RESTARTS: '311', AGE: '26h' },
    ]);
  });

  it('keeps titles of several words and empty cells', () => {
    const events = [
      'LAST SEEN   TYPE      REASON    OBJECT',
      '3m          Warning             pod/web',
      '5m                    Pulled',
    ].join('\n');
    expect(parseTables(events)).toEqual([
      { 'LAST SEEN': '3m', TYPE: 'Warning', REASON: '', OBJECT: 'pod/web' },
      { 'LAST SEEN': '5m', TYPE: '', REASON: 'Pulled', OBJECT: '' },
    ]);
  });

  it('is read with an underlined head in mixed case, and with numbers to the right', () => {
    const volumes = [
      'Name     Size GB  State',
      '-------  -------  ------',
      'vol_a       1024  online',
      'vol_b         12  online',
    ].join('\n');
    expect(parseTables(volumes)).toEqual([
      { Name: 'vol_a', 'Size GB': '1024', State: 'online' },
      { Name: 'vol_b', 'Size GB': '12', State: 'online' },
    ]);
  });

  it('is empty when there is only a head', () => {
    expect(parseTables('NAME   READY   STATUS')).toEqual([]);
  });

  it.each([
    [
      'Markdown',
      '| Name | State |\n|------|:-----:|\n| a\\|b | up |\n| c |',
      [
        { Name: 'a|b', State: 'up' },
        { Name: 'c', State: '' },
      ],
    ],
    ['Markdown without outer pipes', 'Name | State\n--- | ---\na | up', [{ Name: 'a', State: 'up' }]],
    [
      'ASCII borders',
      '+------+-------+\n| Name | State |\n+------+-------+\n| a    | up    |\n+------+-------+',
      [{ Name: 'a', State: 'up' }],
    ],
    [
      'box borders',
      '┌──────┬───────┐\n│ Name │ State │\n├──────┼───────┤\n│ a    │ up    │\n└──────┴───────┘',
      [{ Name: 'a', State: 'up' }],
    ],
    ['psql', ' name | state \n------+-------\n a    | up\n(1 row)', [{ name: 'a', state: 'up' }]],
  ])('is read from %s', (_, given, records) => {
    expect(parseTables(given)).toEqual(records);
  });

  it('is found under a sentence, and joined with those below it', () => {
    const given =
      'Two kinds of objects:\n\nNAME      READY\npod/a     1/1\n\nNAME      TYPE\nsvc/a     ClusterIP\n\nDone.';
    expect(parseTables(given)).toEqual([
      { NAME: 'pod/a', READY: '1/1' },
      { NAME: 'svc/a', TYPE: 'ClusterIP' },
    ]);
  });

  it.each([
    ['a description', 'Name:       web\nNamespace:  default\nNode:       n1'],
    ['prose with two spaces', 'The array is full.  Please add disks.\nThen run it again.  Thank you.'],
    ['a report', 'NAME   READY\na      1/1\n\nfirst line\nsecond line\nthird line'],
    ['columns that do not line up', 'NAME   READY\nvery-long-name-that-runs over everything'],
    ['a title twice', 'NAME   NAME\na      b'],
    ['a pipe without a rule', 'ps aux | grep ssh\nls | wc'],
  ])('is not seen in %s', (_, given) => {
    expect(parseTables(given)).toBeUndefined();
  });

  const word = fc.stringMatching(/^[a-z0-9/().:<>-]{1,8}$/);
  const cell = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const title = fc.stringMatching(/^[A-Z]{1,6}( [A-Z]{1,4})?$/);
  const table = fc.uniqueArray(title, { minLength: 2, maxLength: 6 }).chain((head) =>
    fc
      .array(fc.tuple(cell, ...head.slice(1).map(() => fc.oneof(cell, fc.constant('')))), {
        minLength: 1,
        maxLength: 8,
      })
      .map((rows) => ({ head, rows })),
  );
  const recordsOf = ({ head, rows }: { head: string[]; rows: string[][] }): TableRecord[] =>
    rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));

  it('gives back what was printed with aligned columns', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 2, max: 4 }), ({ head, rows }, gap) => {
        const widths = head.map(
          (name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)) + gap,
        );
        const print = (cells: readonly string[]) =>
          cells
            .map((text, i) => text.padEnd(widths[i] ?? 0))
            .join('')
            .trimEnd();
        expect(parseTables([head, ...rows].map(print).join('\n'))).toEqual(recordsOf({ head, rows }));
      }),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });

  it('gives back what was printed with pipes', () => {
    fc.assert(
      fc.property(table, ({ head, rows }) => {
        const print = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
        const text = [print(head), print(head.map(() => '---')), ...rows.map(print)].join('\n');
        expect(parseTables(text)).toEqual(recordsOf({ head, rows }));
      }),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });

  it('is read in linear time', () => {
    const line = (n: number) => `pod-${String(n).padStart(6, '0')}   1/1     Running   ${n}`;
    const text = [
      'NAME         READY   STATUS    RESTARTS',
      ...Array.from({ length: 50_000 }, (_, n) => line(n)),
    ].join('\n');
    const before = performance.now();
    expect(parseTables(text)).toHaveLength(50_000);
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});

import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { instant } from '../../shared/model/ids.ts';
import type { StoredRecord } from '../store/store.ts';
import { chainFile, verifyChainFile } from './chain-file.ts';
import { genesis, makeRecord, type AuditEvent, type AuditRecord } from './record.ts';
import { verifyChains } from './verify.ts';

const events: readonly AuditEvent[] = [
  { phase: 'intent', action: 'remediation.approve', via: 'browser' },
  { phase: 'fact', action: 'remediation.call', via: 'scheduler', result: 'done' },
  { phase: 'outcome', action: 'policy.apply', via: 'cli', of: 'x', result: 'failed' },
  { phase: 'fact', action: 'session.open', via: 'browser', result: 'done' },
];

function chainOf(workstation: string, details: readonly unknown[]): AuditRecord[] {
  const chain: AuditRecord[] = [];
  for (const [index, one] of details.entries()) {
    chain.push(
      makeRecord({
        workstation,
        sequence: index + 1,
        at: instant(Date.parse('2026-11-23T03:00:00Z') + index * 1000),
        operator: index % 2 === 0 ? 'alice' : 'Ørjan 测试',
        event: events[index % events.length] as AuditEvent,
        subject: `rem-${index}`,
        details: one,
        previousHash: chain.at(-1)?.hash ?? genesis,
      }),
    );
  }
  return chain;
}

const stored = (records: readonly AuditRecord[]) => records as unknown as StoredRecord[];
const bytesOf = (text: string) => new TextEncoder().encode(text);
const chains = fc
  .array(fc.jsonValue({ maxDepth: 2 }), { minLength: 1, maxLength: 6 })
  .map((details) => chainOf('noc-1', details));

describe('an export with its chain', () => {
  const noc = chainOf('noc-1', [{ step: 1 }, { step: 2 }, null, { z: 1, a: 'ä', 10: 'x', 9: 'y' }]);
  const collector = chainOf('collector', [1, 2]);
  const file = chainFile(stored([...noc, ...collector].toReversed()));

  test('proves itself, chain by chain, wherever it is', () => {
    expect(verifyChainFile(bytesOf(file))).toEqual({
      ok: true,
      records: 6,
      chains: [
        expect.objectContaining({ workstation: 'collector', records: 2, head: collector.at(-1)?.hash }),
        expect.objectContaining({ workstation: 'noc-1', records: 4, head: noc.at(-1)?.hash }),
      ],
      lines: [],
      missingHeads: [],
    });
  });

  test('is proved by a stranger with SHA-256 and the description alone', () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, member]) => [name, sorted(member)]),
      );
    };
    for (const line of file.trimEnd().split('\n')) {
      const { id, hash, ...content } = JSON.parse(line) as Record<string, unknown>;
      expect(
        createHash('sha256')
          .update(JSON.stringify(sorted(content)))
          .digest('hex'),
      ).toBe(hash);
      expect(id).toBe(hash);
    }
  });

  test('of nothing is nothing, and proved', () => {
    expect(verifyChainFile(bytesOf(chainFile([])))).toMatchObject({ ok: true, records: 0 });
  });

  test('that lost its end looks whole, and a head that was kept elsewhere shows it', () => {
    const cut = bytesOf(chainFile(stored(noc.slice(0, 3))));
    const head = noc[3]?.hash ?? '';
    expect(verifyChainFile(cut).ok).toBe(true);
    expect(verifyChainFile(cut, [head])).toMatchObject({ ok: false, missingHeads: [head] });
    expect(verifyChainFile(bytesOf(file), [head]).ok).toBe(true);
  });

  test.each([
    ['a record in the middle', () => [noc[0], noc[2], noc[3]], 'missing'],
    ['the first record', () => noc.slice(1), 'missing'],
    ['a record that comes twice', () => [...noc, noc[1]], 'out-of-chain'],
    ['a record of another chain', () => [noc[0], { ...collector[1], workstation: 'noc-1' }], 'altered'],
  ])('without or with %s does not hold', (_, records, kind) => {
    const forged = bytesOf(chainFile(stored(records() as AuditRecord[])));
    expect(verifyChainFile(forged)).toMatchObject({ ok: false, chains: [{ break: { kind } }] });
  });

  test('shows what was unreadable in the store, rather than leaving it out', () => {
    const broken = chainFile(stored([{ ...noc[0], operator: 7 } as unknown as AuditRecord]));
    expect(verifyChainFile(bytesOf(broken))).toMatchObject({
      ok: false,
      lines: [{ line: 1, reason: expect.stringContaining('operator') }],
    });
  });

  test('has one form: what reads the same and is written otherwise is a forgery', () => {
    const [first = ''] = file.split('\n');
    const twice = first.replace('"operator":', '"operator":"eve","operator":');
    for (const line of [twice, ` ${first}`, first.replace(':', ': '), `\uFEFF${first}`, `${first}\r`]) {
      expect(verifyChainFile(bytesOf(file.replace(first, line))).ok).toBe(false);
    }
  });

  test('no byte of it can be another unnoticed', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.integer({ min: 1, max: 255 }), (chain, at, difference) => {
        const bytes = bytesOf(chainFile(stored(chain)));
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ difference;
        expect(verifyChainFile(bytes).ok).toBe(false);
      }),
      { numRuns: propertyRuns(1_000, 20_000) },
    );
  });

  test('no byte can be added or taken away unnoticed', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.option(fc.integer({ min: 0, max: 255 })), (chain, at, byte) => {
        const bytes = [...bytesOf(chainFile(stored(chain)))];
        const place = at % bytes.length;
        if (byte === null) bytes.splice(place, 1);
        else bytes.splice(place, 0, byte);
        expect(verifyChainFile(Uint8Array.from(bytes)).ok).toBe(false);
      }),
      { numRuns: propertyRuns(1_000, 20_000) },
    );
  });
});

describe('records in the store', () => {
  const fields = [
    'id',
    'schemaVersion',
    'workstation',
    'sequence',
    'at',
    'operator',
    'event',
    'subject',
    'details',
    'previousHash',
    'hash',
  ] as const;

  /** One character of a value, wherever it stands in it, is another. */
  function altered(value: unknown, at: number, by: number): unknown {
    const text = JSON.stringify(value);
    const place = at % text.length;
    const code = (text.charCodeAt(place) + by) % 128;
    const changed = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
    try {
      return JSON.parse(changed) as unknown;
    } catch {
      // No JSON any more: the store would hold that text.
      return changed;
    }
  }

  test('no byte of any field of any record can be another unnoticed', () => {
    fc.assert(
      fc.property(
        chains,
        fc.nat(),
        fc.constantFrom(...fields),
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        (chain, which, field, at, by) => {
          const place = which % chain.length;
          const record = chain[place] as AuditRecord;
          const value = altered(record[field], at, by);
          // `1` and `1.0` or an escape and its character are the same value.
          fc.pre(JSON.stringify(value) !== JSON.stringify(record[field]));
          const last = chain.at(-1) as AuditRecord;
          const reports = verifyChains(stored(chain.with(place, { ...record, [field]: value })), {
            workstation: 'noc-1',
            newest: { sequence: last.sequence, hash: last.hash },
          });
          expect(reports.some((report) => report.break !== undefined)).toBe(true);
        },
      ),
      { numRuns: propertyRuns(2_000, 20_000) },
    );
  });

  test('no records can be taken away or change places unnoticed', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), fc.boolean(), (chain, one, other, swap) => {
        const last = chain.at(-1) as AuditRecord;
        const [a, b] = [one % chain.length, other % chain.length];
        fc.pre(!swap || a !== b);
        const forged = swap
          ? chain.map((record, place) =>
              place === a
                ? { ...record, sequence: b + 1 }
                : place === b
                  ? { ...record, sequence: a + 1 }
                  : record,
            )
          : chain.toSpliced(a, 1);
        const reports = verifyChains(stored(forged), {
          workstation: 'noc-1',
          newest: { sequence: last.sequence, hash: last.hash },
        });
        expect(reports.some((report) => report.break !== undefined)).toBe(true);
      }),
      { numRuns: propertyRuns(500, 5_000) },
    );
  });
});

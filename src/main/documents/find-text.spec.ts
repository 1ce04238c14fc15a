import { describe, expect, test } from 'vitest';
import { testId } from '../../../test/support/build-view.ts';
import type { Block } from '../../shared/model/block.ts';
import type { DocumentNote, DocumentRecord } from '../../shared/model/document.ts';
import type { Instant } from '../../shared/model/ids.ts';
import { indexContent } from './content-index.ts';
import { findText, searchWords } from './find-text.ts';

const at = '2026-11-23T08:00:00.000Z' as Instant;

function document(parts: {
  id?: string;
  title?: string;
  sections?: Readonly<Record<string, readonly Block[]>>;
  notes?: readonly Pick<DocumentNote, 'section' | 'text'>[];
}): DocumentRecord {
  return {
    id: parts.id ?? 'virtualization',
    generator: 'virtualization',
    generatorVersion: 1,
    domain: 'vmware',
    title: parts.title ?? 'Virtualization',
    version: 1,
    versionAt: at,
    refreshedAt: at,
    sections: Object.entries(parts.sections ?? {}).map(([title, blocks]) => ({
      key: title.toLowerCase(),
      title,
      level: 2,
      blocks,
      inputs: { config: '', content: '' },
      writtenAt: at,
    })),
    notes: (parts.notes ?? []).map((note, i) => ({ id: `note-${i}`, author: 'ola', createdAt: at, ...note })),
    schemaVersion: 1,
  };
}

const vm = testId('vm', 'web-1');
const table: Block = {
  t: 'table',
  columns: [{ title: 'VM', path: 'name' }, { title: 'Memory' }, { title: 'Host' }],
  rows: [
    { entity: vm, home: true, cells: [['web-1'], ['4 GiB'], [{ t: 'unknown', reason: 'not read' }]] },
    { cells: [['web-2'], ['8 GiB'], ['esx-a01']] },
  ],
};
const paragraph = (text: string): Block => ({ t: 'paragraph', content: [text] });

function find(records: readonly DocumentRecord[], text: string, limit = 20) {
  return findText(records.map(indexContent), text, limit);
}

describe('words', () => {
  test('are folded, said once, and quoted ones belong together', () => {
    expect(searchWords(' Web  web "Host Down" x')).toEqual(['web', 'host down', 'x']);
  });

  test('none: nothing is found', () => {
    expect(find([document({})], '  ')).toEqual({ results: [], total: 0, documents: 0 });
  });
});

describe('a place', () => {
  test('is a row with its entity and section, and says where the words are', () => {
    const found = find([document({ sections: { VMs: [table] } })], 'WEB-1');
    expect(found).toMatchObject({ total: 1, documents: 1 });
    expect(found.results).toEqual([
      {
        document: { id: 'virtualization', title: 'Virtualization', domain: 'vmware' },
        section: { key: 'vms', title: 'VMs' },
        entity: vm,
        snippet: 'web-1 · 4 GiB · –',
        ranges: [[0, 5]],
      },
    ]);
  });

  test('has all words, some of them in the titles or the head of the table above it', () => {
    const records = [document({ sections: { VMs: [table], Hosts: [paragraph('esx-a01 runs')] } })];
    expect(find(records, 'virtualization vms esx-a01 memory').results).toMatchObject([
      { section: { key: 'vms' }, snippet: 'web-2 · 8 GiB · esx-a01' },
    ]);
    expect(find(records, 'esx-a01 storage').total).toBe(0);
  });

  test('under a heading inside a section names it', () => {
    const records = [
      document({
        sections: { Findings: [{ t: 'heading', text: 'Critical' }, paragraph('esx-a01 is down')] },
      }),
    ];
    expect(find(records, 'critical down').results).toMatchObject([{ heading: 'Critical' }]);
  });

  test('is not why something is unknown', () => {
    expect(find([document({ sections: { VMs: [table] } })], 'not read').total).toBe(0);
  });

  test('may be a note, also one whose section is gone', () => {
    const records = [
      document({ sections: { VMs: [table] }, notes: [{ section: 'gone', text: 'ask Ada\nbefore March' }] }),
    ];
    expect(find(records, 'march').results).toMatchObject([{ note: 'note-0', snippet: 'before March' }]);
  });

  test('in a long line is shown around the first word', () => {
    const long = `${'a'.repeat(300)} needle ${'b '.repeat(200)}`;
    const [place] = find([document({ sections: { VMs: [paragraph(long)] } })], 'needle').results;
    expect(place?.snippet.length).toBeLessThan(200);
    const [[start, end] = [0, 0]] = place?.ranges ?? [];
    expect(place?.snippet.slice(start, end)).toBe('needle');
  });

  test('shows no control, escape or direction-changing sign', () => {
    const records = [document({ sections: { VMs: [paragraph('vm\u001b[31m\u202Eevil needle')] } })];
    expect(find(records, 'needle').results[0]?.snippet).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('the order', () => {
  const records = [
    document({ id: 'a', title: 'Network', sections: { Hosts: [paragraph('storage of esx-a01')] } }),
    document({ id: 'b', title: 'Storage', sections: { Pools: [paragraph('storage')], Storage: [] } }),
    document({ id: 'c', title: 'Racks', sections: { Storage: [paragraph('storage here')] } }),
  ];

  test('is titles, section titles, then lines; whose title matches is listed once', () => {
    expect(
      find(records, 'storage').results.map(({ document: { id }, section }) => [id, section?.key]),
    ).toEqual([
      ['b', undefined],
      ['c', 'storage'],
      ['a', 'hosts'],
    ]);
  });

  test('all are counted, as many as asked for are given', () => {
    const found = find(records, 'storage', 1);
    expect(found).toMatchObject({ total: 3, documents: 3 });
    expect(found.results).toHaveLength(1);
  });
});

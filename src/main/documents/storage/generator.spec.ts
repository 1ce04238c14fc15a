import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildEntity, buildView, testId, type AnyEntity } from '../../../../test/support/build-view.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import type { Block, Inline, Row } from '../../../shared/model/block.ts';
import type { AttributesOf, EntityKind } from '../../../shared/model/kinds/registry.ts';
import { kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../shared/model/relation.ts';
import type { DocumentPlan, GeneratorSettings } from '../generator.ts';
import { contentText } from '../plain-text.ts';
import { allKinds } from './estate.ts';
import { storageGenerator } from './generator.ts';

const TiB = 2 ** 40;
const settings: GeneratorSettings = { rowsPerPage: 500, depth: 'standard', changeDays: 7 };

/** One of everything, as an array with nothing to hide would be seen. */
const samples: { readonly [K in (typeof allKinds)[number]]: AttributesOf<K> } = {
  array: {
    vendor: 'V',
    model: 'A400',
    serial: 'S-A',
    softwareVersion: '9.14.1',
    state: 'ok',
    managementIp: '10.0.0.1',
    site: 'fra1',
    rack: 'r1',
    protocols: ['fcp'],
    licenses: [{ name: 'fcp', state: 'compliant', expiresAt: '2027-01-01T00:00:00.000Z' }],
    haConfigured: true,
    spareDiskCount: 2,
    logicalUsedBytes: 3 * TiB,
    physicalUsedBytes: 2 * TiB,
  },
  controller: {
    array: 'a1',
    model: 'A400',
    serial: 'S-C',
    state: 'ok',
    vendorState: 'up',
    haEnabled: true,
    haPartner: 'c2',
    takeoverPossible: true,
    takeoverState: 'none',
    components: [{ type: 'fan', name: 'fans', state: 'failed', detail: '1 failed' }],
  },
  shelf: {
    array: 'a1',
    model: 'NS224',
    serial: 'S-S',
    state: 'ok',
    bayCount: 24,
    diskCount: 12,
    components: [],
  },
  disk: {
    array: 'a1',
    model: 'X',
    serial: 'S-D',
    type: 'nvme',
    capacityBytes: 15 * 10 ** 12,
    shelf: 's0',
    bay: 3,
    pool: 'p1',
    role: 'data',
    state: 'ok',
    vendorState: 'present',
  },
  'storage-port': {
    array: 'a1',
    controller: 'c1',
    protocol: 'fc',
    speedMbps: 32_000,
    enabled: true,
    linkUp: false,
    wwn: '500a098012345678',
    fabric: 'fabric-a',
    interfaces: [{ name: 'lif1', address: '2001', up: false, homePort: '1a' }],
  },
  pool: {
    array: 'a1',
    owner: 'c1',
    state: 'ok',
    vendorState: 'online',
    raidType: 'RAID-DP',
    raidState: 'normal',
    diskCount: 12,
    sizeBytes: 10 * TiB,
    usedBytes: 5 * TiB,
    freeBytes: 5 * TiB,
  },
  volume: {
    array: 'a1',
    pool: 'p1',
    tenant: 'svm',
    state: 'ok',
    vendorState: 'online',
    access: 'read-write',
    sizeBytes: 8 * TiB,
    usedBytes: 6 * TiB,
    thin: true,
    autogrow: true,
    autogrowMaximumBytes: 9 * TiB,
    snapshotReservePercent: 5,
    snapshotPolicy: 'default',
    replicated: false,
    savedBytes: TiB,
  },
  lun: {
    array: 'a1',
    volume: 'v1',
    serial: 'abc',
    naa: 'naa.600a0980abc',
    sizeBytes: 8 * TiB,
    state: 'ok',
    protocols: ['fcp'],
    mappings: [{ host: 'h1', number: 0 }],
  },
  share: {
    array: 'a1',
    volume: 'v1',
    protocol: 'nfs',
    path: '/home',
    policy: 'p',
    access: [{ client: '10.0.0.0/8', permission: 'read' }],
  },
  'initiator-host': {
    array: 'a1',
    osType: 'vmware',
    protocol: 'fcp',
    lunCount: 1,
    initiators: [
      { id: '20000025b5000001', comment: 'esx-a01', connected: true, paths: 4 },
      { id: '20000025b5000002', connected: false, paths: 2 },
    ],
  },
  replication: {
    sourceArray: 'a1',
    sourceVolume: 'v1',
    destinationArray: 'a2',
    destinationVolume: 'v1_dr',
    type: 'asynchronous',
    schedule: 'every-15min',
    state: 'snapmirrored',
    healthy: true,
    lagSeconds: 300,
  },
  'storage-snapshot': {
    array: 'a1',
    volume: 'v1',
    createdAt: '2026-11-01T00:00:00.000Z',
    scheduled: true,
    sizeBytes: 1024,
  },
};

function entity(kind: EntityKind, name: string, array: string | undefined, relations: Relation[] = []) {
  const attributes: object = samples[kind as keyof typeof samples];
  return buildEntity(kind, name, {
    attributes,
    relations,
    ...(array !== undefined && kind !== 'array' && { partition: array }),
  });
}

function pieces(block: Block): readonly Inline[] {
  switch (block.t) {
    case 'paragraph':
      return block.content;
    case 'list':
      return block.items.flat();
    case 'facts':
      return block.items.flatMap(({ value }) => value);
    case 'table':
      return block.rows.flatMap(({ cells }) => cells.flat());
    case 'heading':
    case 'prose':
    case 'diagram':
      return [];
  }
}

function blocksOf(documents: readonly DocumentPlan[]): readonly Block[] {
  return documents.flatMap(({ sections }) => sections.flatMap((section) => section.render()));
}

function hasId(piece: Inline): piece is Extract<Inline, { readonly t: 'entity' | 'fact' | 'document' }> {
  return typeof piece !== 'string' && ['entity', 'fact', 'document'].includes(piece.t);
}

function homes(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) =>
    block.t === 'table' ? block.rows.flatMap((row) => (row.home && row.entity ? [row.entity] : [])) : [],
  );
}

function section(documents: readonly DocumentPlan[], key: string, id = 'storage'): readonly Block[] {
  const found = documents.find((one) => one.id === id)?.sections.find((one) => one.key === key);
  if (!found) throw new Error(`no section ${key} in ${id}`);
  return found.render();
}

/** Cells of an entity's row by column title. */
function rowOf(blocks: readonly Block[], name: string): Record<string, string> {
  for (const block of blocks) {
    if (block.t !== 'table') continue;
    const row = block.rows.find((one: Row) => contentText(one.cells[0] ?? []) === name);
    if (row)
      return Object.fromEntries(
        block.columns.map(({ title }, i) => [title, contentText(row.cells[i] ?? [])]),
      );
  }
  throw new Error(`no row ${name}`);
}

const small = buildView(allKinds.map((kind) => entity(kind, kind === 'array' ? 'a1' : `${kind} 1`, 'a1')));

describe('the storage document', () => {
  const documents = Array.from(storageGenerator.documents(small, settings));

  test('is one page in the catalogue’s order while everything fits', () => {
    const keys = documents.map(({ id, sections }) => [id, ...sections.map(({ key }) => key)]);
    const order = storageGenerator.catalogue.map(({ key }) => key);
    expect(documents).toHaveLength(1);
    expect(keys[0]?.slice(1).every((key) => order.includes(key))).toBe(true);
    expect(keys[0]?.slice(1, 8)).toEqual([
      'scope',
      'summary',
      'changes',
      'findings',
      'findings-not-judged',
      'capacity',
      'systems',
    ]);
  });

  test('says used, headroom and what was promised of the pools', () => {
    expect(section(documents, 'capacity')[0]).toMatchObject({ t: 'facts' });
    const [totals] = section(documents, 'capacity');
    const items = totals?.t === 'facts' ? totals.items : [];
    expect(items.map(({ label, value }) => `${label}: ${contentText(value)}`)).toEqual([
      'Usable: 10 TiB',
      'Used: 5 TiB',
      'Headroom: 5 TiB (50 %)',
      'Promised to volumes: 0 B (0 % of usable)',
    ]);
  });

  test('counts what volumes promise by the pool that they name', () => {
    const view = buildView([
      buildEntity('pool', 'a1 p1', { partition: 'a1', attributes: { sizeBytes: 10 * TiB, usedBytes: TiB } }),
      ...[1, 2].map((n) =>
        buildEntity('volume', `v${n}`, { partition: 'a1', attributes: { pool: 'p1', sizeBytes: 6 * TiB } }),
      ),
    ]);
    const row = rowOf(section(Array.from(storageGenerator.documents(view, settings)), 'capacity'), 'a1 p1');
    expect(row).toMatchObject({ Promised: '12 TiB', Overcommit: '120 %', 'Used %': '10 %' });
  });

  test('counts room once that pools share, and says what a cluster finds wrong with itself', () => {
    const pool = (name: string, sizeBytes: number, usedBytes: number) =>
      buildEntity('pool', name, {
        partition: 'ceph',
        attributes: { sharesRoom: true, sizeBytes, usedBytes },
      });
    const view = buildView([
      buildEntity('array', 'ceph', {
        attributes: {
          healthChecks: [{ code: 'OSD_DOWN', severity: 'warning', summary: '1 osds down', muted: false }],
          osdNearFullPercent: 85,
          osdFullPercent: 95,
        },
      }),
      pool('ceph p1', 10 * TiB, TiB),
      pool('ceph p2', 11 * TiB, 2 * TiB),
    ]);
    const documents = Array.from(storageGenerator.documents(view, settings));
    expect(rowOf(section(documents, 'summary'), 'ceph')).toMatchObject({ Usable: '12 TiB', Used: '3 TiB' });
    const [, health] = section(documents, 'systems');
    expect(rowOf(health ? [health] : [], 'ceph')).toMatchObject({
      'Checks that do not hold': 'OSD_DOWN (warning): 1 osds down',
      'Nearly full': '85 %',
    });
  });

  test('names what is broken and what cannot be known with its reason', () => {
    expect(rowOf(section(documents, 'ports'), 'storage-port 1')).toMatchObject({
      Link: 'down',
      Interfaces: 'lif1 2001 down at home on 1a',
    });
    const blind = buildView([
      buildEntity('volume', 'v', { partition: 'a1', unknown: { usedBytes: 'the volume is offline' } }),
    ]);
    const row = rowOf(section(Array.from(storageGenerator.documents(blind, settings)), 'volumes'), 'v');
    expect(row['Used']).toContain('the volume is offline');
    expect(row['Used %']).toContain('the volume is offline');
  });

  test('shows initiators without a connection', () => {
    expect(rowOf(section(documents, 'hosts'), 'initiator-host 1')).toMatchObject({
      'Not connected': '20000025b5000002',
      'Paths of each': '2 to 4',
    });
  });

  test('links LUNs to the datastores and hosts that use them, across sources', () => {
    const view = buildView([
      buildEntity('lun', 'l', {
        partition: 'a1',
        keys: ['naa:600'],
        relations: [{ type: 'mapped-to', toKey: 'wwn:20' }],
      }),
      buildEntity('datastore', 'ds-1', { relations: [{ type: 'backed-by', toKey: 'naa:600' }] }),
      buildEntity('host', 'esx-1', { keys: ['wwn:20'] }),
    ]);
    expect(
      rowOf(section(Array.from(storageGenerator.documents(view, settings)), 'consumers'), 'l'),
    ).toMatchObject({
      'Datastores and persistent volumes': 'ds-1',
      Hosts: 'esx-1',
    });
  });

  test('draws each picture from what there is', () => {
    const view = buildView([
      entity('controller', 'c1', 'a1'),
      entity('pool', 'p1', 'a1', [{ type: 'managed-by', to: testId('controller', 'c1') }]),
      entity('shelf', 's0', 'a1'),
      entity('disk', 'd1', 'a1', [
        { type: 'member-of', to: testId('pool', 'p1') },
        { type: 'part-of', to: testId('shelf', 's0') },
      ]),
      entity('storage-port', '1a', 'a1'),
      entity('initiator-host', 'h1', 'a1'),
      entity('lun', 'l1', 'a1', [{ type: 'mapped-to', to: testId('initiator-host', 'h1') }]),
      entity('replication', 'r', 'a2'),
    ]);
    const drawn = blocksOf(Array.from(storageGenerator.documents(view, settings))).flatMap((block) =>
      block.t === 'diagram' ? [block] : [],
    );
    expect(drawn.map(({ title, graph }) => [title, graph?.nodes.length, graph?.edges.length])).toEqual([
      ['Controllers, shelves and pools', 3, 2],
      ['Hosts, fabrics and LUNs', 3, 2],
      ['Replication', 2, 1],
    ]);
  });

  test('has a page for each array beyond the limit, which the root links to', () => {
    const many = buildView([
      entity('array', 'a1', undefined),
      entity('array', 'a2', undefined),
      ...['a1', 'a2'].flatMap((array) => [1, 2].map((n) => entity('volume', `${array} v${n}`, array))),
    ]);
    const paged = Array.from(storageGenerator.documents(many, { ...settings, rowsPerPage: 3 }));
    expect(paged.map(({ id }) => id)).toEqual(['storage', 'storage/array-a1', 'storage/array-a2']);
    expect(homes(section(paged, 'volumes', 'storage/array-a2'))).toEqual([
      testId('volume', 'a2 v1'),
      testId('volume', 'a2 v2'),
    ]);
    expect(paged[0]?.sections.some(({ key }) => key === 'volumes')).toBe(false);
    const links = section(paged, 'summary').flatMap(pieces);
    expect(links).toContainEqual({ t: 'document', id: 'storage/array-a1', text: 'a1' });
    // What a page does not show is no reason to write it again.
    const reads = paged[1]?.sections.find(({ key }) => key === 'volumes')?.reads;
    expect(reads).toEqual([{ kind: 'volume', partition: 'a1' }]);
  });

  test('leaves objects out at depth summary', () => {
    const summary = Array.from(storageGenerator.documents(small, { ...settings, depth: 'summary' }));
    expect(homes(blocksOf(summary))).toEqual([testId('array', 'a1')]);
  });
});

describe('any estate', () => {
  const name = fc.oneof(
    fc.constantFrom('vol_1', 'a/b', 'x|y', '`z`', 'Ä', '[l](u)', '<b>', '1'),
    fc.string({ minLength: 1, maxLength: 12 }),
  );
  const part = fc.record({
    kind: fc.constantFrom(...allKinds),
    name,
    array: fc.constantFrom('a1', 'a2', 'Array 3', undefined),
    keep: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
    source: fc.constantFrom('array-a', 'array-b'),
  });
  const estate = fc
    .uniqueArray(part, { maxLength: 25, selector: (one) => `${one.source} ${one.kind} ${one.name}` })
    .map((parts) => parts.map(randomEntity));

  function randomEntity(one: {
    kind: (typeof allKinds)[number];
    name: string;
    array: string | undefined;
    keep: readonly boolean[];
    source: string;
  }): AnyEntity {
    const attributes = Object.fromEntries(
      Object.entries(samples[one.kind]).filter((_, i) => one.keep[i] === true),
    );
    expect(kindDefinition(one.kind).attributes.safeParse(attributes).success).toBe(true);
    return buildEntity(one.kind, one.name, {
      source: one.source,
      attributes,
      ...(one.array !== undefined && one.kind !== 'array' && { partition: one.array }),
    });
  }

  test('has every entity at home exactly once, and no fact of an entity that is not there', () => {
    fc.assert(
      fc.property(
        estate,
        fc.constantFrom(1, 4, 500),
        fc.constantFrom('standard' as const, 'full' as const),
        (entities, rowsPerPage, depth) => {
          const view = buildView(entities);
          const documents = Array.from(storageGenerator.documents(view, { ...settings, rowsPerPage, depth }));
          const blocks = blocksOf(documents);
          expect(homes(blocks).toSorted()).toEqual(entities.map(({ id }) => id).toSorted());
          const known = new Set<string>([...entities.map(({ id }) => id), ...documents.map(({ id }) => id)]);
          const mentioned = blocks.flatMap(pieces).flatMap((piece) => (hasId(piece) ? [piece.id] : []));
          expect(mentioned.filter((id) => !known.has(id))).toEqual([]);
          expect(known.size).toBe(entities.length + documents.length);
          const keys = documents.flatMap(({ id, sections }) => sections.map(({ key }) => `${id} ${key}`));
          expect(new Set(keys).size).toBe(keys.length);
          const nodes = blocks.flatMap((block) =>
            block.t === 'diagram' ? (block.graph?.nodes.length ?? 0) : [],
          );
          expect(Math.max(0, ...nodes)).toBeLessThanOrEqual(40);
        },
      ),
      { numRuns: propertyRuns(100, 3_000) },
    );
  });
});

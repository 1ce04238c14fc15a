import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildEntity, buildView, type AnyEntity } from '../../../../test/support/build-view.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { documentsBench } from '../../../../test/support/test-documents.ts';
import {
  collectVmware,
  createVmwareLab,
  entitiesOf,
  labSession,
} from '../../../../test/support/vmware-lab.ts';
import type { Block } from '../../../shared/model/block.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { DocumentPlan, GeneratorDefinition, GeneratorSettings } from '../generator.ts';
import { virtualizationGenerator, virtualizationKinds } from './generator.ts';

const settings: GeneratorSettings = { rowsPerPage: 200, depth: 'standard', changeDays: 7 };
const plan = (view: InventoryView, changed: Partial<GeneratorSettings> = {}) =>
  Array.from(virtualizationGenerator.documents(view, { ...settings, ...changed }));
const blocksOf = (documents: readonly DocumentPlan[]): readonly Block[] =>
  documents.flatMap((document) => document.sections.flatMap((section) => section.render()));

function homes(documents: readonly DocumentPlan[]): string[] {
  return blocksOf(documents).flatMap((block) =>
    block.t === 'table'
      ? block.rows.flatMap((row) =>
          row.home === true && row.entity !== undefined ? [row.entity as string] : [],
        )
      : [],
  );
}

function section(documents: readonly DocumentPlan[], key: string, id = 'virtualization') {
  const found = documents.find((one) => one.id === id)?.sections.find((one) => one.key === key);
  if (found === undefined) throw new Error(`${id} has no section ${key}`);
  return found;
}
const textOf = (blocks: readonly Block[]) => JSON.stringify(blocks);

/** The same with a page a cluster. */
const paged: GeneratorDefinition = {
  ...virtualizationGenerator,
  documents: (read) => plan(read, { rowsPerPage: 30 }),
};

let entities: readonly AnyEntity[];
let view: InventoryView;
beforeAll(async () => {
  entities = entitiesOf(await collectVmware(labSession(createVmwareLab())));
  view = buildView(entities);
});

describe('an estate that fits one document', () => {
  test('is one document with every entity at home once', () => {
    const documents = plan(view);
    expect(documents.map((document) => document.id)).toEqual(['virtualization']);
    expect(homes(documents).toSorted()).toEqual(entities.map((entity) => entity.id as string).toSorted());
  });

  test('has its sections in the order of a handover, all of them in the catalogue', () => {
    const keys = plan(view)[0]?.sections.map((one) => one.key) ?? [];
    const catalogue = virtualizationGenerator.catalogue.map((one) => one.key);
    expect(keys.filter((key) => !catalogue.includes(key))).toEqual([]);
    const order = [
      'vcenter',
      'clusters',
      'resource-pools',
      'hosts',
      'dv-switches',
      'vsan',
      'datastores',
      'vms',
      'snapshots',
      'patches',
      'sources',
    ];
    expect(keys.filter((key) => order.includes(key))).toEqual(order);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('draws diagrams of at most 40 nodes', () => {
    const diagrams = blocksOf(plan(view)).flatMap((block) => (block.t === 'diagram' ? [block] : []));
    expect(diagrams.map((one) => one.title)).toEqual(
      expect.arrayContaining([
        'Clusters and hosts',
        'Distributed switch dvs-fra1',
        'Storage paths of the estate',
      ]),
    );
    for (const { graph } of diagrams) expect(graph?.nodes.length).toBeLessThanOrEqual(40);
  });

  test('says why a guest tells nothing, rather than leaving it empty', () => {
    expect(textOf(section(plan(view), 'vm-partitions').render())).toContain('VMware Tools is not installed');
  });

  test('shows no license key', () => {
    expect(textOf(blocksOf(plan(view)))).not.toContain('LAB0A');
  });

  test('with depth full has more columns, with summary no tables of hosts and VMs', () => {
    const columns = (depth: GeneratorSettings['depth']) => {
      const [block] = section(plan(view, { depth }), 'vms').render();
      return block?.t === 'table' ? block.columns.map((column) => column.title) : [];
    };
    expect(columns('full').filter((title) => !columns('standard').includes(title))).toEqual([
      'Firmware',
      'HA priority',
      'Created',
      'Notes',
    ]);
    expect(plan(view, { depth: 'summary' })[0]?.sections.map((one) => one.key)).not.toContain('vms');
  });
});

describe('a large estate', () => {
  test('has a page a cluster, and every entity is still at home once', () => {
    const documents = plan(view, { rowsPerPage: 30 });
    expect(documents.map((document) => document.id)).toEqual([
      'virtualization',
      'virtualization/cluster-prod-a',
      'virtualization/cluster-prod-b',
    ]);
    expect(homes(documents).toSorted()).toEqual(entities.map((entity) => entity.id as string).toSorted());
  });

  test('has pages by name for clusters with very many VMs', () => {
    const documents = plan(view, { rowsPerPage: 10 });
    const pages = documents.filter((document) => document.parent === 'virtualization/cluster-prod-a');
    expect(pages.length).toBeGreaterThan(2);
    expect(homes(documents).toSorted()).toEqual(entities.map((entity) => entity.id as string).toSorted());
  });

  test('reads VMs by cluster on every page, so that a VM rewrites nothing of other clusters', () => {
    const ofClusters: readonly string[] = ['vm', 'host', 'datastore', 'cluster', 'resource-pool'];
    const read = plan(view, { rowsPerPage: 30 })
      .slice(1)
      .flatMap((page) =>
        page.sections
          .filter((one) => one.live !== true)
          .flatMap(({ reads }) => reads)
          .filter(({ kind }) => ofClusters.includes(kind))
          .map(({ partition }) => [page.id, `virtualization/cluster-${partition}`]),
      );
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter(([page, expected]) => page !== expected)).toEqual([]);
  });

  test('keeps clusters of the same name in two vCenters apart', () => {
    const twin = (source: string) => [
      buildEntity('cluster', 'prod', { source, partition: 'prod' }),
      buildEntity('vm', 'web', { source, partition: 'prod' }),
    ];
    const documents = plan(buildView([...twin('vc-1'), ...twin('vc-2')]), { rowsPerPage: 1 });
    expect(documents.filter((document) => document.parent === 'virtualization')).toHaveLength(2);
    expect(homes(documents)).toHaveLength(4);
    expect(new Set(homes(documents)).size).toBe(4);
  });

  test('keeps clusters of the same name in two datacenters of one vCenter apart', () => {
    const twin = (datacenter: string) => {
      const partition = `${datacenter} / prod`;
      return [
        buildEntity('cluster', 'prod', {
          nativeId: `c-${datacenter}`,
          partition,
          attributes: { datacenter },
        }),
        buildEntity('vm', 'web', {
          nativeId: `vm-${datacenter}`,
          partition,
          attributes: { cluster: 'prod' },
        }),
      ];
    };
    const documents = plan(buildView([...twin('fra1'), ...twin('ber1')]), { rowsPerPage: 1 });
    expect(
      documents.flatMap(({ title, parent }) => (parent === 'virtualization' ? [title] : [])).toSorted(),
    ).toEqual(['Cluster ber1 / prod', 'Cluster fra1 / prod']);
    expect(new Set(homes(documents)).size).toBe(4);
  });
});

describe('a change to one VM', () => {
  test('gives a version to its own page, and to the root only what is counted there', async () => {
    const bench = documentsBench([paged]);
    const [target] = view.inPartition('vm', 'prod-b');
    if (target === undefined) throw new Error('prod-b has no VMs');
    const withChange = (change: object) =>
      entities.map((entity) =>
        entity.id === target.id
          ? buildEntity('vm', target.name, { ...target, attributes: { ...target.attributes, ...change } })
          : entity,
      );
    bench.see(entities);
    await bench.documents.generate();
    // Notes are nice to have: at this depth nothing shows them.
    bench.see(withChange({ notes: 'changed' }));
    expect((await bench.documents.generate()).counts).toMatchObject({ versioned: 0 });
    bench.see(withChange({ hardwareVersion: 'vmx-99' }));
    const report = await bench.documents.generate();
    expect(report.documents.filter((one) => one.outcome === 'versioned')).toMatchObject([
      { id: 'virtualization/cluster-prod-b', written: ['vms'] },
    ]);
  });

  test('that is only measured gives no version at all', async () => {
    const lab = createVmwareLab();
    const bench = documentsBench([paged]);
    bench.see(entitiesOf(await collectVmware(labSession(lab))));
    await bench.documents.generate();
    lab.advance(1_800);
    bench.see(entitiesOf(await collectVmware(labSession(lab))));
    const report = await bench.documents.generate();
    expect(report.counts).toMatchObject({ versioned: 0, failed: 0 });
    expect(report.counts.refreshed).toBeGreaterThan(0);
  });
});

describe('any estate', () => {
  const clusterName = fc.constantFrom('a', 'b', 'Prod A/1', '');
  const source = fc.constantFrom('vc-1', 'vc-2');
  const anyEntity = fc
    .record({
      kind: fc.constantFrom(...virtualizationKinds),
      name: fc.string({ minLength: 1, maxLength: 12 }),
      partition: clusterName,
      source,
      id: fc.integer({ min: 0, max: 1_000_000 }),
    })
    .map(({ kind, name, partition, source: from, id }) =>
      buildEntity(kind, name, {
        nativeId: `n${id}`,
        source: from,
        ...(partition === '' || !['vm', 'host', 'datastore', 'resource-pool', 'cluster'].includes(kind)
          ? {}
          : { partition: kind === 'cluster' ? name : partition }),
      }),
    );

  test('of entities that have no more than their names: all are at home once, on any page size', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEntity, { maxLength: 40, selector: (entity) => entity.id }),
        fc.constantFrom(1, 5, 200),
        fc.constantFrom('standard' as const, 'full' as const),
        (some, rowsPerPage, depth) => {
          const documents = plan(buildView(some), { rowsPerPage, depth });
          expect(homes(documents).toSorted()).toEqual(some.map((entity) => entity.id as string).toSorted());
          const ids = documents.map((document) => document.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids).toEqual(expect.arrayContaining(documents.flatMap(({ parent }) => parent ?? [])));
        },
      ),
      { numRuns: propertyRuns(40, 1_000) },
    );
  });

  test('that is empty says so', () => {
    const documents = plan(buildView([]));
    expect(textOf(section(documents, 'summary').render())).toContain(
      'Nothing of vSphere has been collected yet',
    );
    expect(() => blocksOf(documents)).not.toThrow();
  });
});

import { createDocuments, type Documents, type DocumentsPorts } from '../../src/main/documents/documents.ts';
import { entityTable, facts, computed, fact, paragraph } from '../../src/main/documents/build.ts';
import { changesSection, sourcesSection } from '../../src/main/documents/common-sections.ts';
import type {
  DocumentPlan,
  GeneratorDefinition,
  GeneratorSettings,
} from '../../src/main/documents/generator.ts';
import { slug } from '../../src/main/documents/slug.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { buildView, type AnyEntity, type ViewParts } from './build-view.ts';

/** A small generator that uses what real ones use: a page a partition, home rows, facts, live sections. */
export const testGenerator: GeneratorDefinition = {
  id: 'test',
  domain: 'vmware',
  title: 'Test estate',
  version: 1,
  catalogue: [{ key: 'summary', title: 'Summary', contains: 'counts' }],
  documents: (view, settings): DocumentPlan[] => [
    {
      id: 'test',
      title: 'Test estate',
      sections: [
        {
          key: 'summary',
          title: 'Summary',
          level: 2,
          reads: [{ kind: 'vm' }],
          render: () => [facts([['VMs', computed(String(view.all('vm').length), 'all VMs')]])],
        },
        changesSection(view, { kinds: ['vm'], days: settings.changeDays }),
        sourcesSection(view, { domains: ['vmware'] }),
      ],
    },
    ...view.partitions('vm').map((partition): DocumentPlan => {
      const vms = view.inPartition('vm', partition);
      return {
        id: `test/cluster-${slug(partition)}`,
        title: `Cluster ${partition}`,
        parent: 'test',
        sections: [
          {
            key: 'vms',
            title: 'VMs',
            level: 2,
            reads: [{ kind: 'vm', partition }],
            render: () => [
              entityTable({
                entities: vms,
                home: true,
                columns: [
                  { title: 'VM', path: 'name' },
                  ...(settings.depth === 'summary' ? [] : [{ title: 'vCPU', path: 'vcpus' as const }]),
                  { title: 'CPU', path: 'cpuUsageMhz' },
                ],
              }),
            ],
          },
          ...vms
            .filter((vm) => vm.labels['alone'] !== undefined)
            .map((vm) => ({
              key: `vm-${vm.nativeId}`,
              title: vm.name,
              level: 3 as const,
              reads: [{ kind: 'vm' as const, partition }],
              render: () => [paragraph('It has ', fact(vm, 'vcpus'), ' vCPU.')],
            })),
        ],
      };
    }),
  ],
};

export interface DocumentsBench {
  readonly documents: Documents;
  readonly store: MemoryStore;
  readonly clock: FakeClock;
  /** What the inventory holds from now on. */
  see(entities: readonly AnyEntity[], parts?: ViewParts): void;
  /** What is in force from now on. */
  set(changed: Partial<GeneratorSettings>): void;
  /** A new process over the same store. */
  restart(): DocumentsBench;
}

export function documentsBench(
  generators: readonly GeneratorDefinition[] = [testGenerator],
  store: MemoryStore = createMemoryStore(),
  clock: FakeClock = createFakeClock(),
  ids = { next: 1 },
  prose?: DocumentsPorts['prose'],
  fence?: DocumentsPorts['fence'],
): DocumentsBench {
  let entities: readonly AnyEntity[] = [];
  let parts: ViewParts = {};
  const settings: GeneratorSettings = { rowsPerPage: 500, depth: 'full', changeDays: 7 };
  const documents = createDocuments({
    store,
    inventory: { view: () => buildView(entities, { at: clock.now(), ...parts }) },
    generators,
    settings,
    clock,
    random: {
      id: (length = 16) => String(ids.next++).padStart(length, '0'),
      unit: () => 0.5,
    },
    logger: silentLogger,
    ...(prose === undefined ? {} : { prose }),
    ...(fence === undefined ? {} : { fence }),
  });
  return {
    documents,
    store,
    clock,
    see: (seen, viewParts = {}) => {
      entities = seen;
      parts = viewParts;
    },
    set: (changed) => void Object.assign(settings, changed),
    restart: () => {
      const next = documentsBench(generators, store.reopen(), clock, ids, prose, fence);
      next.see(entities, parts);
      return next;
    },
  };
}

import { describe, expect, test } from 'vitest';
import { buildEntity, testId, type EntityParts } from '../../../test/support/build-view.ts';
import { documentsBench, testGenerator } from '../../../test/support/test-documents.ts';
import { entityTable } from './build.ts';
import { sourcesSection } from './common-sections.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Instant, RunId } from '../../shared/model/ids.ts';
import type { GeneratorDefinition } from './generator.ts';

const vm = (name: string, attributes: EntityParts<'vm'>['attributes'] = {}, parts: EntityParts<'vm'> = {}) =>
  buildEntity('vm', name, {
    partition: 'prod-a',
    attributes: { vcpus: 2, cpuUsageMhz: 100, ...attributes },
    ...parts,
  });

const page = 'test/cluster-prod-a';

describe('generation', () => {
  test('writes each document once, as version 1', async () => {
    const bench = documentsBench();
    bench.see([vm('a'), vm('b', {}, { partition: 'prod-b' })]);
    const report = await bench.documents.generate();
    expect(report.counts).toMatchObject({ created: 3, unchanged: 0 });
    expect((await bench.documents.list()).map(({ id, version }) => [id, version])).toEqual([
      ['test', 1],
      ['test/cluster-prod-a', 1],
      ['test/cluster-prod-b', 1],
    ]);
    expect(await bench.documents.versions(page)).toMatchObject([{ version: 1, reason: 'first written' }]);
  });

  test('of unchanged input writes nothing, also in a new process and with force', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    const again = bench.restart();
    const report = await again.documents.generate();
    expect(report.counts).toMatchObject({ unchanged: 2, created: 0 });
    expect(report.sections.rendered).toBe(0);
    expect((await again.documents.generate(undefined, { force: true })).counts).toMatchObject({
      unchanged: 2,
    });
    expect(again.store.writes).toEqual([]);
  });

  test('touches only the page that shows what changed', async () => {
    const bench = documentsBench();
    const b = vm('b', {}, { partition: 'prod-b' });
    bench.see([vm('a'), b]);
    await bench.documents.generate();
    bench.store.writes.length = 0;
    bench.see([vm('a', { vcpus: 4 }), b]);
    const report = await bench.documents.generate();
    expect(report.documents.filter(({ outcome }) => outcome !== 'unchanged')).toMatchObject([
      { id: page, outcome: 'versioned', version: 2, written: ['vms'] },
    ]);
    expect(bench.store.writes).toEqual([
      { collection: 'document-versions', documents: 1 },
      { collection: 'documents', documents: 1 },
    ]);
  });

  test('refreshes measured values in place, without a version', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    bench.see([vm('a', { cpuUsageMhz: 900 })]);
    expect((await bench.documents.generate()).counts).toMatchObject({ refreshed: 1, versioned: 0 });
    const shown = await bench.documents.show(page);
    expect(shown).toMatchObject({ version: 1 });
    expect(shown.text).toContain('900 MHz');
  });

  test('makes no version of configuration that the document does not show', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    bench.see([vm('a', { firmware: 'efi', cpuUsageMhz: 300 } as never)]);
    expect((await bench.documents.generate()).counts).toMatchObject({ refreshed: 1, versioned: 0 });
  });

  test('can be asked for one document with its pages', async () => {
    const bench = documentsBench();
    bench.see([vm('a'), vm('b', {}, { partition: 'prod-b' })]);
    expect((await bench.documents.generate([page])).documents.map(({ id }) => id)).toEqual([page]);
    await expect(bench.documents.generate(['tset'])).rejects.toMatchObject({ code: 'document-not-found' });
  });

  test('retires what is gone, keeps it readable, and takes it up again', async () => {
    const bench = documentsBench();
    const other = vm('b', {}, { partition: 'prod-b' });
    bench.see([vm('a'), other]);
    await bench.documents.generate();
    bench.see([other]);
    expect((await bench.documents.generate()).counts).toMatchObject({ retired: 1 });
    expect((await bench.documents.show(page)).text).toContain('what this document describes is gone');
    expect((await bench.documents.generate()).counts).toMatchObject({ retired: 0 });
    bench.see([vm('a'), other]);
    const report = await bench.documents.generate();
    expect(report.documents.find(({ id }) => id === page)).toMatchObject({
      outcome: 'versioned',
      reason: 'what it describes is there again',
    });
    expect((await bench.documents.show(page)).retiredAt).toBeUndefined();
  });

  test('writes nothing of a domain of which there is nothing', async () => {
    const bench = documentsBench();
    bench.see([]);
    expect((await bench.documents.generate()).documents).toEqual([]);
    expect(await bench.documents.list()).toEqual([]);
  });

  test('of the same inventory writes anew what other settings make of it', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    expect(await bench.documents.stale()).toEqual([]);
    bench.set({ depth: 'summary' });
    expect((await bench.documents.stale()).map(({ id }) => id)).toEqual([page]);
    const report = await bench.documents.generate();
    expect(report.documents).toMatchObject([{ outcome: 'unchanged' }, { id: page, outcome: 'versioned' }]);
    expect((await bench.documents.show(page)).text).not.toContain('| vCPU |');
    expect(await bench.documents.stale()).toEqual([]);
  });

  test('survives a section that fails: it stands as it was and is tried again', async () => {
    let broken = false;
    const fragile: GeneratorDefinition = {
      ...testGenerator,
      documents: (view, settings) =>
        Array.from(testGenerator.documents(view, settings)).map((plan) => ({
          ...plan,
          sections: plan.sections.map((section) => ({
            ...section,
            render: () => {
              if (broken && section.key === 'vms') throw new Error('no columns');
              return section.render();
            },
          })),
        })),
    };
    const bench = documentsBench([fragile]);
    bench.see([vm('a')]);
    await bench.documents.generate();
    broken = true;
    bench.see([vm('a', { vcpus: 8 })]);
    const report = await bench.documents.generate();
    expect(report.documents.find(({ id }) => id === page)).toMatchObject({
      outcome: 'unchanged',
      errors: [{ section: 'vms', message: 'no columns' }],
    });
    expect((await bench.documents.show(page)).text).toContain('| 2 |');
    broken = false;
    expect((await bench.documents.generate()).counts).toMatchObject({ versioned: 1 });
  });

  test('survives a generator that fails: its documents are not retired', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    const broken = documentsBench(
      [
        {
          ...testGenerator,
          documents: () => {
            throw new Error('boom');
          },
        },
      ],
      bench.store,
      bench.clock,
    );
    broken.see([vm('a')]);
    const report = await broken.documents.generate();
    expect(report.counts).toMatchObject({ failed: 1, retired: 0 });
    expect(report.documents[0]?.errors).toEqual([{ message: 'boom' }]);
  });

  test('a crash between version and document is healed by the next run', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    bench.see([vm('a', { vcpus: 4 })]);
    bench.store.beforeWrite = (collection) => {
      if (collection === 'documents') throw new Error('killed');
    };
    await expect(bench.documents.generate()).rejects.toThrow('killed');
    const again = bench.restart();
    expect(await again.documents.versions(page)).toHaveLength(1);
    await again.documents.generate();
    expect((await again.documents.versions(page)).map(({ version }) => version)).toEqual([2, 1]);
    expect((await again.documents.show(page, { version: 1 })).text).toContain('| 2 |');
    expect((await again.documents.show(page)).text).toContain('| 4 |');
  });
});

describe('versions', () => {
  const change = (parts: Partial<Change>): Change => ({
    id: 'c',
    entityId: testId('vm', 'a'),
    kind: 'vm',
    source: 'vcenter-a',
    entityName: 'a',
    runId: 'run-1' as RunId,
    at: '2026-11-23T12:30:00.000Z' as Instant,
    type: 'field',
    class: 'configuration',
    path: 'attributes.vcpus',
    from: 2,
    to: 4,
    schemaVersion: 1,
    ...parts,
  });

  test('say why they were made', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    await bench.clock.advance(3_600_000);
    bench.see([vm('a', { vcpus: 4 })], { changes: [change({})] });
    await bench.documents.generate();
    expect((await bench.documents.versions(page))[0]).toMatchObject({
      version: 2,
      reason: 'vcpus changed on 1 VM',
      sections: ['vms'],
    });
  });

  test('are shown as they were, without measured values that were taken later', async () => {
    const bench = documentsBench();
    const alone = vm('a', {}, { labels: { alone: 'yes' } });
    bench.see([alone]);
    await bench.documents.generate();
    await bench.clock.advance(1000);
    bench.see([vm('a', { cpuUsageMhz: 400 }, { labels: { alone: 'yes' } })]);
    await bench.documents.generate();
    await bench.clock.advance(1000);
    bench.see([vm('a', { vcpus: 4, cpuUsageMhz: 700 })]);
    await bench.documents.generate();
    const first = await bench.documents.show(page, { version: 1 });
    expect(first.sections.map((section) => section.key)).toEqual(['vms', 'vm-a']);
    expect(first.text).toContain('| a | 2 | 400 MHz |');
    await bench.clock.advance(1000);
    bench.see([vm('a', { vcpus: 4, cpuUsageMhz: 800 })]);
    await bench.documents.generate();
    expect((await bench.documents.show(page)).text).toContain('| a | 4 | 800 MHz |');
    await expect(bench.documents.show(page, { version: 3 })).rejects.toMatchObject({
      code: 'version-not-found',
    });
  });

  test('differ by configuration alone, in lines that are shown whole', async () => {
    const bench = documentsBench();
    bench.see([vm('a'), vm('b')]);
    await bench.documents.generate();
    bench.see([vm('a', { vcpus: 4, cpuUsageMhz: 500 }), vm('b', { cpuUsageMhz: 600 })]);
    await bench.documents.generate();
    const diff = await bench.documents.diff(page);
    expect(diff).toMatchObject({ from: 1, to: 2, sections: [{ key: 'vms', type: 'changed' }] });
    const lines = diff.text.split('\n');
    expect(lines.filter((line) => line.startsWith('-|'))).toEqual(['-| a | 2 | 100 MHz |']);
    expect(lines.filter((line) => line.startsWith('+|'))).toEqual(['+| a | 4 | 500 MHz |']);
    expect(lines.slice(0, 3)).toEqual([
      '--- test/cluster-prod-a version 1\t2026-11-23 12:00 UTC',
      '+++ test/cluster-prod-a version 2\t2026-11-23 12:00 UTC',
      '# changed: VMs',
    ]);
    expect((await bench.documents.diff(page, 1, 1)).text).toBe('');
  });
});

describe('notes', () => {
  const noted = async () => {
    const bench = documentsBench();
    bench.see([vm('a', {}, { labels: { alone: 'yes' } })]);
    await bench.documents.generate();
    const note = await bench.documents.addNote(page, {
      section: 'vm-a',
      text: 'Ask **Nina** before rebooting',
      author: 'ola',
    });
    return { bench, note };
  };

  test('stand after their section and survive regeneration', async () => {
    const { bench } = await noted();
    bench.see([vm('a', { vcpus: 16 }, { labels: { alone: 'yes' } })]);
    await bench.documents.generate();
    const { text } = await bench.documents.show(page);
    expect(text).toMatch(
      /It has 16 vCPU\.\n\n> \*\*Note\*\* by ola, .* UTC\n>\n> Ask \*\*Nina\*\* before rebooting/,
    );
  });

  test('whose section is gone stand at the end, saying so', async () => {
    const { bench } = await noted();
    bench.see([vm('a')]);
    await bench.documents.generate();
    const { text } = await bench.documents.show(page);
    expect(text).toContain(
      '## Notes on sections that are no longer written\n\n> **Note** on section `vm-a` by ola',
    );
  });

  test('that are written while documents are generated are not lost', async () => {
    const { bench } = await noted();
    bench.see([vm('a', { vcpus: 16 }, { labels: { alone: 'yes' } }), vm('z', {}, { partition: 'prod-z' })]);
    const [, second] = await Promise.all([
      bench.documents.generate(),
      bench.documents.addNote(page, { section: 'vms', text: 'second', author: 'ola' }),
    ]);
    expect((await bench.documents.listNotes(page)).map(({ text }) => text)).toContain(second.text);
    expect((await bench.documents.show(page)).text).toContain('16 vCPU');
    expect(await bench.restart().documents.listNotes(page)).toHaveLength(2);
  });

  test('can be edited and removed; what does not fit is refused', async () => {
    const { bench, note } = await noted();
    await bench.clock.advance(60_000);
    expect(await bench.documents.editNote(page, note.id, 'new text')).toMatchObject({
      text: 'new text',
      editedAt: '2026-11-23T12:01:00.000Z',
    });
    await expect(
      bench.documents.addNote(page, { section: 'nope', text: 'x', author: 'ola' }),
    ).rejects.toMatchObject({ code: 'section-not-found' });
    await expect(
      bench.documents.addNote(page, { section: 'vms', text: '  ', author: 'ola' }),
    ).rejects.toMatchObject({ code: 'note-empty' });
    await bench.documents.removeNote(page, note.id, 'ada');
    expect(await bench.documents.listNotes(page)).toEqual([]);
    await expect(bench.documents.removeNote(page, note.id, 'ada')).rejects.toMatchObject({
      code: 'note-not-found',
    });
  });
});

test('live sections are written when the document is read, and never kept', async () => {
  const bench = documentsBench();
  bench.see([vm('a')]);
  await bench.documents.generate();
  const stored = await bench.store.documents.get('test');
  expect(stored?.sections.filter(({ live }) => live).map(({ blocks }) => blocks)).toEqual([[], []]);
  expect((await bench.documents.show('test')).text).toContain('Nothing has been collected yet.');
  expect((await bench.documents.versions('test'))[0]?.sections).toEqual(['summary']);
});

test('what comes and goes by itself makes no version, neither where it lies nor in titles that name it', async () => {
  const generator: GeneratorDefinition = {
    ...testGenerator,
    domain: 'kubernetes',
    documents: (view) => {
      const events = view.all('k8s-event');
      const range = `${events[0]?.name ?? ''} – ${events.at(-1)?.name ?? ''}`;
      return [
        {
          id: 'test',
          title: `Events ${range}`,
          sections: [
            {
              key: 'events',
              title: range,
              level: 2,
              reads: view.partitions('k8s-event').map((partition) => ({ kind: 'k8s-event', partition })),
              render: () => [entityTable({ entities: events, columns: [{ title: 'Event', path: 'name' }] })],
            },
          ],
        },
      ];
    },
  };
  const bench = documentsBench([generator]);
  bench.see([buildEntity('k8s-event', 'a'), buildEntity('k8s-event', 'b')]);
  await bench.documents.generate();
  bench.see([buildEntity('k8s-event', 'b'), buildEntity('k8s-event', 'c', { partition: 'c1/elsewhere' })]);
  expect((await bench.documents.generate()).documents).toMatchObject([{ outcome: 'refreshed', version: 1 }]);
  expect((await bench.documents.show('test')).text).toContain('## b – c');
  expect((await bench.documents.list()).map(({ title }) => title)).toEqual(['Events b – c']);
  expect((await bench.documents.generate()).documents).toMatchObject([{ outcome: 'unchanged' }]);
});

test('an export of many documents with live sections plans them once', async () => {
  let plannings = 0;
  const bench = documentsBench([
    {
      ...testGenerator,
      documents(view, settings) {
        plannings += 1;
        return Array.from(testGenerator.documents(view, settings), (plan) => ({
          ...plan,
          sections: [
            ...plan.sections.filter(({ live }) => live !== true),
            sourcesSection(view, { domains: ['vmware'] }),
          ],
        }));
      },
    },
  ]);
  bench.see([vm('a'), vm('b', {}, { partition: 'prod-b' }), vm('c', {}, { partition: 'prod-c' })]);
  await bench.documents.generate();
  plannings = 0;
  const files = await bench.documents.exportFiles({ format: 'markdown' });
  const texts = await Promise.all(files.paths.map((path) => files.text(path)));
  expect(texts).toHaveLength(5);
  expect(plannings).toBe(1);
});

test('what would change is told with its reason', async () => {
  const bench = documentsBench();
  bench.see([vm('a')]);
  expect((await bench.documents.stale()).map(({ id, state }) => [id, state])).toEqual([
    ['test', 'new'],
    [page, 'new'],
  ]);
  await bench.documents.generate();
  expect(await bench.documents.stale()).toEqual([]);
  bench.see([vm('a', { cpuUsageMhz: 7 })]);
  expect(await bench.documents.stale()).toMatchObject([{ id: page, state: 'measured', sections: ['vms'] }]);
  await bench.documents.generate();
  expect(await bench.restart().documents.stale()).toEqual([]);
  bench.see([]);
  expect((await bench.documents.stale()).map(({ id, state }) => [id, state])).toContainEqual([
    page,
    'retire',
  ]);
});

test('a document that does not exist names those that do', async () => {
  const bench = documentsBench();
  bench.see([vm('a')]);
  await bench.documents.generate();
  await expect(bench.documents.show('cluster-prod-a')).rejects.toMatchObject({
    code: 'document-not-found',
    hint: expect.stringContaining(page) as string,
  });
});

describe('whoever listens', () => {
  test('is told which documents were written, annotated and retired', async () => {
    const bench = documentsBench();
    const heard: string[][] = [];
    const stop = bench.documents.onChanged((ids) => heard.push(ids.toSorted()));
    const other = vm('b', {}, { partition: 'prod-b' });
    bench.see([vm('a'), other]);
    await bench.documents.generate();
    expect(heard.flat().toSorted()).toEqual(['test', page, 'test/cluster-prod-b']);
    heard.length = 0;
    await bench.documents.generate();
    expect(heard).toEqual([]);
    await bench.documents.addNote(page, { section: 'vms', text: 'x', author: 'ada' });
    bench.see([other]);
    await bench.documents.generate();
    stop();
    await bench.documents.addNote(page, { section: 'vms', text: 'y', author: 'ada' });
    expect(heard).toEqual([[page], expect.arrayContaining(['test']), [page]]);
  });
});

describe('what is out of date', () => {
  test('is said for each section, with what changed and since when', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    await bench.clock.advance(60_000);
    const at = bench.clock.now();
    bench.see([vm('a', { vcpus: 4 })], {
      changes: [
        {
          id: 'c1',
          entityId: testId('vm', 'a'),
          kind: 'vm',
          source: 'lab',
          entityName: 'a',
          runId: 'run-1' as RunId,
          at,
          type: 'field',
          class: 'configuration',
          path: 'attributes.vcpus',
          from: 2,
          to: 4,
          schemaVersion: 1,
        },
      ],
    });
    expect(await bench.documents.stale()).toMatchObject([
      {
        id: page,
        state: 'configuration',
        details: [
          { key: 'vms', title: 'VMs', state: 'configuration', reason: 'vcpus changed on 1 VM', since: at },
        ],
      },
    ]);
  });

  test('is worked out once while nothing changes', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    bench.see([vm('a', { cpuUsageMhz: 900 })]);
    const first = await bench.documents.stale();
    expect(await bench.documents.stale()).toBe(first);
    expect(first).toMatchObject([{ id: page, state: 'measured' }]);
    await bench.documents.generate();
    expect(await bench.documents.stale()).toEqual([]);
  });
});

describe('the past', () => {
  test('shows the version that was in force, without values that were measured later', async () => {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    await bench.clock.advance(60_000);
    const between = bench.clock.now();
    await bench.clock.advance(60_000);
    bench.see([vm('a', { cpuUsageMhz: 900 })]);
    await bench.documents.generate();
    await bench.clock.advance(60_000);
    bench.see([vm('a', { vcpus: 8, cpuUsageMhz: 900 })]);
    await bench.documents.generate();
    const shown = await bench.documents.show(page, { at: between });
    expect(shown).toMatchObject({ version: 1, currentVersion: 2, at: between });
    expect(shown.text).toContain('| a | 2 | · |');
    expect(await bench.documents.listAt(between)).toMatchObject([{ id: 'test' }, { id: page, version: 1 }]);
  });

  test('before the first writing has no document', async () => {
    const bench = documentsBench();
    const before = bench.clock.now();
    await bench.clock.advance(1_000);
    bench.see([vm('a')]);
    await bench.documents.generate();
    expect(await bench.documents.listAt(before)).toEqual([]);
    await expect(bench.documents.show(page, { at: before })).rejects.toMatchObject({
      code: 'version-not-found',
    });
  });
});

describe('a note that two change', () => {
  async function annotated() {
    const bench = documentsBench();
    bench.see([vm('a')]);
    await bench.documents.generate();
    const note = await bench.documents.addNote(page, { section: 'vms', text: 'first', author: 'ada' });
    return { bench, note };
  }

  test('is not overwritten by the one who began with what it said before', async () => {
    const { bench, note } = await annotated();
    // Also within the same millisecond.
    await bench.documents.editNote(page, note.id, 'theirs', { writtenAt: note.createdAt });
    await expect(
      bench.documents.editNote(page, note.id, 'mine', { writtenAt: note.createdAt }),
    ).rejects.toMatchObject({ code: 'note-conflict' });
    await expect(
      bench.documents.removeNote(page, note.id, 'ada', { writtenAt: note.createdAt }),
    ).rejects.toMatchObject({ code: 'note-conflict' });
    expect(await bench.documents.listNotes(page)).toMatchObject([{ text: 'theirs' }]);
  });

  test('comes back with its text when it was removed, as one that is written anew', async () => {
    const { bench, note } = await annotated();
    await bench.documents.removeNote(page, note.id, 'ada');
    expect(await bench.documents.listNotes(page)).toEqual([]);
    const restored = await bench.documents.restoreNote(page, note.id, 'ada');
    expect(restored).toEqual({ ...note, editedAt: expect.any(String) as string });
    expect(await bench.documents.listNotes(page)).toEqual([restored]);
    await expect(bench.documents.restoreNote(page, note.id, 'ada')).rejects.toMatchObject({
      code: 'note-not-found',
    });
  });
});

describe('finding', () => {
  test('follows what is written and annotated', async () => {
    const bench = documentsBench();
    bench.see([vm('alpha')]);
    await bench.documents.generate();
    const places = async (text: string) => (await bench.documents.find(text, { limit: 10 })).total;
    expect(await places('alpha')).toBe(1);
    bench.see([vm('alpha'), vm('beta')]);
    await bench.documents.generate();
    await bench.documents.addNote(page, { section: 'vms', text: 'gamma', author: 'ada' });
    expect(await places('beta')).toBe(1);
    expect(await places('gamma')).toBe(1);
    expect((await bench.documents.find('beta', { limit: 10, ids: ['test/cluster-prod-b'] })).total).toBe(0);
  });

  test('names the documents and sections that carry an entity, its home first', async () => {
    const bench = documentsBench();
    const a = vm('a', {}, { labels: { alone: 'yes' } });
    bench.see([a]);
    await bench.documents.generate();
    expect(await bench.documents.mentions(a.id)).toEqual([
      {
        id: page,
        title: 'Cluster prod-a',
        domain: 'vmware',
        home: true,
        sections: [
          { key: 'vms', title: 'VMs' },
          { key: `vm-${a.nativeId}`, title: 'a' },
        ],
      },
    ]);
    expect(await bench.documents.mentions(testId('vm', 'nobody'))).toEqual([]);
  });
});

describe('documents that another workstation writes', () => {
  const vms = [buildEntity('vm', 'web', { partition: 'a' }), buildEntity('vm', 'db', { partition: 'b' })];

  /** All documents and versions of one bench stand in the other. */
  async function replicate(from: ReturnType<typeof documentsBench>, to: ReturnType<typeof documentsBench>) {
    const all = await from.store.documents.find({ selector: {} });
    await to.store.documents.put(all);
    await to.store.documentVersions.put(await from.store.documentVersions.find({ selector: {} }));
    to.documents.versionsChanged();
    await to.documents.storeChanged(all.map(({ id }) => id));
  }

  test('are listed, found and told here, and not written a second time', async () => {
    const [here, there] = [documentsBench(), documentsBench()];
    here.see(vms);
    there.see(vms);
    expect(await here.documents.stale()).not.toEqual([]);
    await here.documents.prepareFind();
    await there.documents.generate();
    const told: string[] = [];
    here.documents.onChanged((ids) => told.push(...ids));
    await replicate(there, here);
    expect(await here.documents.list()).toEqual(await there.documents.list());
    expect(told).toEqual(expect.arrayContaining(['test', 'test/cluster-a', 'test/cluster-b']));
    expect((await here.documents.find('web', { limit: 5 })).results.length).toBeGreaterThan(0);
    expect(await here.documents.stale()).toEqual([]);
    const { counts } = await here.documents.generate();
    expect(counts).toMatchObject({ created: 0, versioned: 0 });
    expect(await here.documents.listAt(here.clock.now())).toHaveLength(3);
  });

  test('are written when another workstation takes them back to what was before', async () => {
    const here = documentsBench();
    here.see(vms);
    await here.documents.generate();
    const before = await here.store.documents.find({ selector: {} });
    here.see([...vms, buildEntity('vm', 'mail', { partition: 'b' })]);
    await here.documents.generate();
    expect(await here.documents.stale()).toEqual([]);
    // As after a server that was restored from a backup.
    await here.store.documents.put(before);
    await here.documents.storeChanged(before.map(({ id }) => id));
    expect((await here.documents.stale()).map(({ id }) => id)).toContain('test/cluster-b');
    await here.documents.generate();
    expect((await here.documents.show('test/cluster-b')).text).toContain('mail');
  });

  test('keep the note that came while they were generated', async () => {
    const here = documentsBench();
    here.see(vms);
    await here.documents.generate();
    const [record] = await here.store.documents.getMany(['test/cluster-b']);
    if (!record) throw new Error('the document was not written');
    const note = {
      id: 'note-there',
      section: 'vms',
      text: 'ask Ben',
      author: 'ben',
      createdAt: here.clock.now(),
    };
    here.see([...vms, buildEntity('vm', 'mail', { partition: 'b' })]);
    const { documentVersions, documents } = here.store;
    const put = documentVersions.put.bind(documentVersions);
    // It comes after the document was read, and before it is kept.
    documentVersions.put = async (versions) => {
      documentVersions.put = put;
      await put(versions);
      await documents.put([{ ...record, notes: [note] }]);
    };
    await here.documents.generate();
    const shown = await here.documents.show('test/cluster-b');
    expect(shown.text).toContain('mail');
    expect(shown.notes).toMatchObject([{ text: 'ask Ben' }]);
  });

  test('are gone from lists and from what is found where they were removed', async () => {
    const here = documentsBench();
    here.see(vms);
    await here.documents.generate();
    await here.documents.prepareFind();
    await here.store.documents.remove(['test/cluster-a']);
    await here.documents.storeChanged(['test/cluster-a']);
    expect((await here.documents.list()).map(({ id }) => id)).not.toContain('test/cluster-a');
    expect((await here.documents.find('web', { limit: 5 })).results).toEqual([]);
  });
});

import { posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/main/api/dispatcher.ts';
import { createMemoryPort } from '../../src/main/api/memory-port.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { createClient } from '../../src/shared/contract/client.ts';
import type { OutputOf, ProgressOf } from '../../src/shared/contract/contract.ts';
import type { Instant } from '../../src/shared/model/ids.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { addLab } from '../support/lab-app.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Over the lab, with what handlers give checked against the contract. */
describe('documents over the contract', () => {
  const folder = temporaryFolder();
  let console: AppClient;
  let beforeAnything: Instant;
  beforeAll(async () => {
    console = await openAppClient(folder.path, 'ada');
    beforeAnything = console.app.clock.now();
    await addLab(console.app, 'lab', ['--frozen']);
    await console.app.collect({});
  });
  afterAll(async () => {
    await console.close();
    folder[Symbol.dispose]();
  });
  const documents = () => console.client.documents;

  it('says what could be written before anything is', async () => {
    const tree = await documents().tree({});
    expect(tree.documents).toEqual([]);
    expect(tree.unwritten).toContainEqual({
      id: 'virtualization',
      title: 'Virtualization',
      domain: 'vmware',
    });
  });

  it('writes as a job of the history, tells how far it is, and who listens which were written', async () => {
    const changed: string[] = [];
    const stop = console.client.subscribe('documents.changed', {}, ({ ids }) => changed.push(...ids));
    const progress: ProgressOf<'documents.generate'>[] = [];
    const report = await documents().generate({}, { onProgress: (step) => progress.push(step) });
    stop();
    expect(report.counts.created).toBeGreaterThan(5);
    expect(progress.at(-1)).toMatchObject({ state: 'running', run: report.run });
    expect([...new Set(changed)].toSorted()).toEqual(report.documents.map(({ id }) => id).toSorted());
    const [run] = await console.app.scheduler.history({});
    expect(run).toMatchObject({
      id: report.run,
      job: 'documents',
      queue: 'documentation',
      trigger: 'operator',
      outcome: 'succeeded',
    });
  });

  it('lets two who write take turns', async () => {
    const [all, one] = await Promise.all([
      documents().generate({ force: true }),
      documents().generate({ ids: ['network'], force: true }),
    ]);
    expect(all.run).not.toBe(one.run);
    expect(one.documents.every(({ id }) => id.startsWith('network'))).toBe(true);
    const runs = await console.app.scheduler.history({});
    const times = [all.run, one.run].map((id) => runs.find((run) => run.id === id));
    expect((times[1]?.startedAt ?? '') >= (times[0]?.finishedAt ?? '~')).toBe(true);
  });

  it('ends writing when the question is taken back', async () => {
    const abort = new AbortController();
    const writing = documents().generate(
      { force: true },
      { signal: abort.signal, onProgress: () => abort.abort() },
    );
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(async () => (await console.app.scheduler.history({}))[0]?.outcome).toBe('cancelled');
  });

  it('refuses to write what there is not', async () => {
    await expect(documents().generate({ ids: ['nothing'] })).rejects.toMatchObject({
      code: 'document-not-found',
    });
    await expect(documents().show({ id: 'nothing' })).rejects.toMatchObject({ code: 'document-not-found' });
  });

  it('shows a document as blocks, as Markdown, as HTML and as a file', async () => {
    const id = 'virtualization';
    const shown = await documents().show({ id });
    expect(shown).toMatchObject({ id, version: 1, currentVersion: 1, versionReason: 'first written' });
    expect(shown.sources).toMatchObject([{ source: 'lab', domain: 'vmware', lastOutcome: 'succeeded' }]);
    expect(shown.sections.find(({ live }) => live)?.blocks.length).toBeGreaterThan(0);
    expect((await documents().source({ id })).text).toMatch(/^# Virtualization\n/);
    expect((await documents().html({ id })).text).toContain('<h1>Virtualization</h1>');
    expect(await documents().file({ id, format: 'markdown' })).toMatchObject({
      name: 'virtualization.md',
      mediaType: 'text/markdown',
    });
    const withDiagram = shown.sections.find(({ blocks }) => blocks.some(({ t }) => t === 'diagram'));
    const { svg } = await documents().picture({ id, section: withDiagram?.key ?? '', diagram: 0 });
    expect(svg).toMatch(/^<svg /);
  });

  it('shows no document for a moment at which there was none', async () => {
    expect(await documents().tree({ at: beforeAnything })).toEqual({
      documents: [],
      unwritten: [],
      at: beforeAnything,
    });
    await expect(documents().show({ id: 'network', at: beforeAnything })).rejects.toMatchObject({
      code: 'version-not-found',
    });
  });

  it('tells where a fact comes from and which documents carry its entity', async () => {
    const [vm] = (await console.app.inventory.view()).all('vm');
    if (!vm) throw new Error('the lab has no VM');
    const origin = await documents().origin({ id: vm.id, path: 'vcpus' });
    expect(origin).toMatchObject({
      entity: { name: vm.name, kindTitle: 'VM', source: 'lab', simulated: true, observedAt: vm.observedAt },
      field: { title: 'vcpus', text: String(vm.attributes.vcpus) },
    });
    const { mentions } = await documents().mentions({ entityId: vm.id });
    expect(mentions[0]).toMatchObject({ home: true, domain: 'vmware' });
    const { results } = await documents().find({ text: vm.name });
    expect(results.some(({ entity }) => entity === vm.id)).toBe(true);
    expect(await documents().origin({ id: 'lab:vm:nobody' })).toEqual({});
  });

  it('signs notes with the operator, and lets only programs of this machine sign otherwise', async () => {
    const note = await documents().addNote({ id: 'network', section: 'scope', text: 'mine' });
    expect(note.author).toBe('ada');
    expect((await documents().show({ id: 'network' })).notes).toEqual([note]);
    const dispatcher = createDispatcher({
      app: console.app,
      host: { kind: 'server', startedAt: console.app.clock.now() },
      random: systemRandom,
      logger: silentLogger,
    });
    const browser = createClient(
      createMemoryPort(dispatcher, { via: 'browser', operator: 'bo', role: 'admin' }),
    );
    await expect(
      browser.documents.addNote({ id: 'network', section: 'scope', text: 'x', author: 'ada' }),
    ).rejects.toMatchObject({ code: 'not-permitted' });
    browser.port.close();
    await documents().removeNote({ id: 'network', note: note.id, basedOn: note.createdAt });
    expect(await documents().restoreNote({ id: 'network', note: note.id })).toMatchObject({
      id: note.id,
      text: 'mine',
      author: 'ada',
    });
  });

  it('compares versions with both texts, and the lines at which changed sections begin', async () => {
    // A generator that says something else is a change that needs no other lab.
    const record = await console.app.store.documents.get('storage');
    const [section] = record?.sections ?? [];
    if (!record || !section) throw new Error('the lab has no storage document');
    const version = await console.app.documents.show('storage', { format: 'blocks' });
    await console.app.store.documents.put([
      {
        ...record,
        sections: record.sections.map((one) =>
          one.key === section.key
            ? {
                ...one,
                blocks: [{ t: 'paragraph', content: ['as it was before'] }],
                inputs: { config: 'x', content: 'x' },
              }
            : one,
        ),
      },
    ]);
    // Another process over the same store would see it so.
    const other = await reopened();
    await other.app.documents.generate();
    const diff = await other.client.documents.diff({ id: 'storage' });
    expect(diff).toMatchObject({ from: version.version, to: version.version + 1 });
    expect(diff.before.text).toContain('as it was before');
    const [changed] = diff.sections;
    expect(changed).toMatchObject({ key: section.key, type: 'changed' });
    const lines = diff.after.text.split('\n');
    expect(lines[(changed?.afterLine ?? 0) - 1]).toBe(`## ${section.title}`);
    const { versions } = await other.client.documents.versions({ id: 'storage' });
    expect(versions.map((one) => one.version)).toEqual([2, 1]);
  });

  async function reopened(): Promise<AppClient> {
    await console.close();
    console = await openAppClient(folder.path, 'ada');
    return console;
  }

  it.each(['markdown', 'html'] as const)(
    'exports files as %s whose links all lead somewhere',
    async (format) => {
      const files = new Map<string, string>();
      let chunk: OutputOf<'documents.export'> | undefined;
      do {
        chunk = await documents().export({
          format,
          ...(chunk?.next === undefined ? {} : { after: chunk.next }),
        });
        for (const { path, text } of chunk.files) files.set(path, text);
      } while (chunk.next !== undefined);
      expect([...files.keys()].at(-1)).toBe(chunk.index);
      expect(files.size).toBe(chunk.total);
      const dead: string[] = [];
      for (const [path, text] of files) {
        const links =
          format === 'html'
            ? text.matchAll(/<a [^>]*?href="([^"]+)"/g)
            : text.matchAll(/\]\(([^)\s]+)(?: "(?:[^"\\]|\\.)*")?\)/g);
        for (const [, link = ''] of links) {
          const [file = '', anchor] = link.split('#');
          const target = file === '' ? path : posix.join(posix.dirname(path), file);
          const found = files.get(target);
          if (found === undefined || (anchor !== undefined && !found.includes(`id="${anchor}"`))) {
            dead.push(`${path}: ${link}`);
          }
        }
      }
      expect(dead).toEqual([]);
    },
  );
});

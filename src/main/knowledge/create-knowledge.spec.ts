import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLlmWithServer, type LlmWithServer } from '../../../test/support/llm-with-server.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import type { DocumentRecord } from '../../shared/model/document.ts';
import { entityId, instant } from '../../shared/model/ids.ts';
import type { Llm } from '../llm/llm.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { createKnowledge } from './create-knowledge.ts';
import type { NamedEntity } from './knowledge.ts';
import type { KnowledgeService } from './service.ts';

let home: ReturnType<typeof temporaryFolder>;
let books: string;
let knowledge: KnowledgeService;
let announce: (ids: readonly string[]) => void;
let named: NamedEntity[];
const documents = () => store.documents;
let store: ReturnType<typeof createMemoryStore>;

const noLlm: Pick<Llm, 'state' | 'embed' | 'onChanged'> = {
  state: { configured: false },
  embed: () => Promise.reject(new Error('no model')),
  onChanged: () => () => {},
};

function open(llm: Pick<Llm, 'state' | 'embed' | 'onChanged'> = noLlm): KnowledgeService {
  return createKnowledge({
    dataDir: join(home.path, 'data'),
    documents: documents(),
    onDocumentsChanged: (listener) => {
      announce = listener;
      return () => {};
    },
    entitiesIn: () => Promise.resolve(named),
    llm,
    pause: () => setImmediate(),
    clock: systemClock,
    logger: silentLogger,
  });
}

beforeEach(() => {
  home = temporaryFolder();
  books = join(home.path, 'books');
  mkdirSync(join(home.path, 'data'));
  mkdirSync(books);
  store = createMemoryStore();
  named = [];
  knowledge = open();
});
afterEach(async () => {
  await knowledge.close();
  home[Symbol.dispose]();
});

const put = (name: string, text: string | Buffer) => {
  mkdirSync(join(books, name, '..'), { recursive: true });
  writeFileSync(join(books, name), text);
};
const files = async (question: string) =>
  (await knowledge.find(question)).passages.map(({ origin }) =>
    origin.is === 'file' ? origin.file : origin.document,
  );
const problems = async () =>
  (await knowledge.status()).folders[0]?.problems.map(({ file, reason }) => `${file} ${reason}`);

function document(id: string, text: string, note?: string): DocumentRecord {
  const at = instant(0);
  return {
    id,
    generator: 'test',
    generatorVersion: 1,
    domain: 'vmware',
    title: `Document ${id}`,
    version: 1,
    versionAt: at,
    refreshedAt: at,
    sections: [
      {
        key: 'hosts',
        title: 'Hosts',
        level: 2,
        blocks: [
          { t: 'paragraph', content: [text] },
          {
            t: 'table',
            columns: [{ title: 'Name' }, { title: 'State' }],
            rows: [{ entity: entityId('vc', 'host', 'h1'), home: true, cells: [['esx-a01'], ['connected']] }],
          },
        ],
        inputs: { config: text, content: text },
        writtenAt: at,
      },
    ],
    notes:
      note === undefined
        ? []
        : [{ id: 'note-1', section: 'hosts', text: note, author: 'kim', createdAt: at }],
    schemaVersion: 1,
  };
}

describe('documents', () => {
  it('are found by their sections and notes, with nothing asked of anybody before', async () => {
    await documents().put([document('virtual', 'Turbines stand in hall two.', 'The generator is loud.')]);
    const { passages } = await knowledge.find('turbines');
    expect(passages[0]).toMatchObject({
      origin: { is: 'document', document: 'virtual', section: 'hosts' },
      title: 'Document virtual',
      headings: ['Hosts'],
      by: ['words'],
    });
    expect((await knowledge.find('generator')).passages[0]?.origin).toEqual({
      is: 'note',
      document: 'virtual',
      note: 'note-1',
    });
    const [first] = passages;
    expect((await knowledge.passage(first?.id ?? ''))?.text).toBe(first?.text);
  });

  it('that were written again, or are gone, are followed', async () => {
    await documents().put([document('a', 'turbines'), document('b', 'boilers')]);
    await knowledge.upToDate();
    await documents().put([document('a', 'condensers')]);
    await documents().remove(['b']);
    announce(['a', 'b']);
    await knowledge.upToDate();
    expect(await files('turbines')).toEqual([]);
    expect(await files('boilers')).toEqual([]);
    expect(await files('condensers')).toEqual(['a']);
  });

  it('that changed while nobody looked are noticed at the next start', async () => {
    await documents().put([document('a', 'turbines')]);
    await knowledge.upToDate();
    await knowledge.close();
    await documents().put([document('a', 'condensers')]);
    knowledge = open();
    await knowledge.upToDate();
    expect(await files('condensers')).toEqual(['a']);
    expect(await files('turbines')).toEqual([]);
  });

  it('bring the passage where a named entity is at home', async () => {
    await documents().put([document('a', 'text')]);
    named = [
      { id: entityId('vc', 'host', 'h1'), kind: 'host', name: 'esx-a01', words: '10.0.0.1', how: 'address' },
    ];
    const { passages, entities } = await knowledge.find('10.0.0.1');
    expect(passages[0]?.text).toContain('esx-a01 | connected');
    expect(entities).toEqual(named);
  });
});

describe('an imported folder', () => {
  it('is indexed with its folders, and nothing else than its texts', async () => {
    put('a.md', '# Turbines\n\nSpin.');
    put('deep/er/b.txt', 'turbines too');
    put('.git/c.md', 'turbines');
    put('picture.png', 'turbines');
    const report = await knowledge.importFolder(books);
    expect(report).toMatchObject({ name: 'books', files: 2, written: 2, problems: [] });
    expect((await files('turbines')).toSorted()).toEqual(['a.md', 'deep/er/b.txt']);
  });

  it('is followed: what is changed, new, renamed or deleted, once it is quiet', async () => {
    put('a.md', 'turbines');
    put('b.md', 'boilers');
    knowledge.start();
    await knowledge.importFolder(books);
    put('a.md', 'condensers');
    renameSync(join(books, 'b.md'), join(books, 'c.md'));
    await vi.waitFor(
      async () => {
        expect(await files('condensers')).toEqual(['a.md']);
        expect(await files('boilers')).toEqual(['c.md']);
      },
      { timeout: 15_000 },
    );
    rmSync(join(books, 'a.md'));
    await vi.waitFor(async () => expect(await files('condensers')).toEqual([]), { timeout: 15_000 });
  }, 40_000);

  it('is followed into folders that come later, and a report counts what was indexed', async () => {
    put('deep/a.md', 'turbines');
    knowledge.start();
    expect(await knowledge.importFolder(books)).toMatchObject({ files: 1, written: 1, removed: 0 });
    put('later/on/b.md', 'boilers');
    await vi.waitFor(async () => expect(await files('boilers')).toEqual(['later/on/b.md']), {
      timeout: 15_000,
    });
    put('later/on/c.md', 'condensers');
    await vi.waitFor(async () => expect(await files('condensers')).toEqual(['later/on/c.md']), {
      timeout: 15_000,
    });
    expect((await knowledge.status()).folders[0]?.watched).toBe(true);
  }, 40_000);

  it('says of every file what is wrong with it, and indexes the others', async () => {
    put('fine.md', 'turbines');
    put('latin.txt', Buffer.from('Kühlung der Turbinen', 'latin1'));
    put('wide.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('condensers', 'utf16le')]));
    put('binary.md', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00]));
    put('huge.txt', 'x'.repeat(3 * 1024 * 1024));
    put('secret.md', 'boilers');
    chmodSync(join(books, 'secret.md'), 0);
    symlinkSync('.', join(books, 'loop'));
    symlinkSync('nowhere', join(books, 'dangling.md'));
    symlinkSync('/etc', join(books, 'outside'));
    await knowledge.importFolder(books);
    const said = (await problems())?.join('\n') ?? '';
    expect(said).toMatch(/binary\.md is not text/);
    expect(said).toMatch(/huge\.txt is 3\.0 MiB/);
    expect(said).toMatch(/latin\.txt is not UTF-8/);
    expect(said).toMatch(/loop leads back/);
    expect(said).toMatch(/dangling\.md is a link that leads nowhere/);
    expect(said).toMatch(/outside is a link that leads out/);
    // The superuser can read everything.
    const isSaid = /secret\.md must not be read/.test(said);
    expect(isSaid).toBe(process.getuid?.() !== 0);
    expect(await files('turbines')).toEqual(['fine.md']);
    expect(await files('Kuhlung')).toEqual(['latin.txt']);
    expect(await files('condensers')).toEqual(['wide.txt']);
  });

  it('that is away keeps what is known of it, and says so', async () => {
    put('a.md', 'turbines');
    await knowledge.importFolder(books);
    renameSync(books, `${books}-away`);
    await knowledge.upToDate();
    expect(await files('turbines')).toEqual(['a.md']);
    expect((await knowledge.status()).folders[0]).toMatchObject({ missing: true });
  });

  it('is read again only where a file has another size or time', async () => {
    put('a.md', 'turbines');
    await knowledge.importFolder(books);
    expect(await knowledge.importFolder(books)).toMatchObject({ files: 1, written: 0 });
  });

  it('is searched no longer once it is removed, by name or path', async () => {
    put('a.md', 'turbines');
    await knowledge.importFolder(books);
    expect(await knowledge.removeFolder(books)).toEqual({ name: 'books', path: books });
    expect(await files('turbines')).toEqual([]);
    await expect(knowledge.removeFolder('books')).rejects.toMatchObject({ code: 'folder-not-imported' });
  });

  it('must be there, be a folder, and not contain another', async () => {
    put('sub/a.md', 'turbines');
    await expect(knowledge.importFolder(join(books, 'none'))).rejects.toMatchObject({
      code: 'folder-not-found',
    });
    await expect(knowledge.importFolder(join(books, 'sub/a.md'))).rejects.toMatchObject({
      code: 'folder-not-found',
    });
    await knowledge.importFolder(join(books, 'sub'));
    await expect(knowledge.importFolder(books)).rejects.toMatchObject({ code: 'folder-overlaps' });
  });

  it('gives others their turn while it is indexed', async () => {
    for (let file = 0; file < 60; file++)
      put(`f${file}.md`, `# F\n\n${'some words of a page\n\n'.repeat(800)}`);
    let longest = 0;
    let last = performance.now();
    let cpu = process.cpuUsage();
    const watching = setInterval(() => {
      const own = process.cpuUsage(cpu);
      // What this thread itself was busy for: on a machine under load, waiting is not blocking.
      longest = Math.max(longest, Math.min(performance.now() - last, (own.user + own.system) / 1_000));
      last = performance.now();
      cpu = process.cpuUsage();
    }, 1);
    await knowledge.importFolder(books);
    clearInterval(watching);
    expect(longest).toBeLessThan(150);
  });
});

describe('the index', () => {
  it('that is damaged while it is used is made anew, and everything is found again', async () => {
    put('a.md', 'turbines');
    await documents().put([document('a', 'boilers')]);
    await knowledge.importFolder(books);
    await knowledge.upToDate();
    await knowledge.close();
    writeFileSync(join(home.path, 'data', 'knowledge.sqlite'), 'this is no database'.repeat(600));
    knowledge = open();
    await knowledge.upToDate();
    expect(await files('turbines')).toEqual(['a.md']);
    expect(await files('boilers')).toEqual(['a']);
  });

  it('is rebuilt beside the one that answers: nothing is missing at any moment', async () => {
    for (let file = 0; file < 40; file++)
      put(`f${file}.md`, `# F${file}\n\nturbines ${`of page${file} `.repeat(400)}`);
    await documents().put([document('a', 'boilers')]);
    await knowledge.importFolder(books);
    await knowledge.upToDate();
    const { passages } = await knowledge.status();
    const seen: { found: number; passages: number; boilers: number; state: string }[] = [];
    const rebuilt = knowledge.rebuild().then(() => 'rebuilt' as const);
    while ((await Promise.race([rebuilt, setImmediate('not yet')])) === 'not yet') {
      const status = await knowledge.status();
      seen.push({
        found: (await files('turbines')).length,
        boilers: (await files('boilers')).length,
        passages: status.passages,
        state: status.progress.state,
      });
    }
    expect(seen.map(({ state }) => state)).toContain('rebuilding');
    expect(new Set(seen.map((one) => `${one.found} ${one.boilers} ${one.passages}`))).toEqual(
      new Set([`10 1 ${passages}`]),
    );
    expect((await knowledge.status()).passages).toBe(passages);
  });

  it('is made of what is there now when it is rebuilt, and keeps what cannot be seen', async () => {
    put('a.md', 'turbines');
    put('b.md', 'boilers');
    await knowledge.importFolder(books);
    const other = join(home.path, 'share');
    mkdirSync(other);
    writeFileSync(join(other, 'c.md'), 'condensers');
    await knowledge.importFolder(other);
    rmSync(join(books, 'b.md'));
    rmSync(other, { recursive: true });
    await knowledge.rebuild();
    expect(await files('turbines')).toEqual(['a.md']);
    expect(await files('boilers')).toEqual([]);
    expect(await files('condensers')).toEqual(['c.md']);
    mkdirSync(other);
    await knowledge.upToDate();
    expect(await files('condensers')).toEqual([]);
  });

  it('that is not rebuilt to its end stays: ended by close, or by whoever asked', async () => {
    for (let file = 0; file < 60; file++)
      put(`f${file}.md`, `# F${file}\n\nturbines ${'of a page '.repeat(900)}`);
    await knowledge.importFolder(books);
    const { passages } = await knowledge.status();
    const cancel = new AbortController();
    const cancelled = knowledge.rebuild({
      signal: cancel.signal,
      onProgress: ({ state }) => state === 'rebuilding' && cancel.abort(new Error('no longer wanted')),
    });
    await expect(cancelled).rejects.toThrow('no longer wanted');
    await knowledge.upToDate();
    expect((await knowledge.status()).passages).toBe(passages);
    const begun = Promise.withResolvers<void>();
    const ended = knowledge.rebuild({
      onProgress: ({ state }) => state === 'rebuilding' && begun.resolve(),
    });
    const outcome = Promise.allSettled([ended]);
    await begun.promise;
    await knowledge.close();
    expect(await outcome).toMatchObject([{ status: 'rejected', reason: { code: 'cancelled' } }]);
    knowledge = open();
    expect((await knowledge.status()).passages).toBe(passages);
    expect(readdirSync(join(home.path, 'data')).filter((name) => name.includes('.next'))).toEqual([]);
  });

  it('of another version answers until the one of this version is made', async () => {
    put('a.md', 'turbines');
    await knowledge.importFolder(books);
    await knowledge.close();
    const file = join(home.path, 'data', 'knowledge.sqlite');
    const version = () => {
      using database = new DatabaseSync(file);
      return database.prepare('PRAGMA user_version').get()?.['user_version'];
    };
    const before = version();
    new DatabaseSync(file).exec('PRAGMA user_version = 17');
    knowledge = open();
    const states: string[] = [];
    knowledge.onChanged(({ state }) => states.push(state));
    expect(await files('turbines')).toEqual(['a.md']);
    expect(version()).toBe(17);
    await knowledge.upToDate();
    expect(states).toContain('rebuilding');
    expect(await files('turbines')).toEqual(['a.md']);
    await knowledge.close();
    expect(version()).toBe(before);
  });
});

describe('with an embedding model', () => {
  let model: LlmWithServer;
  beforeEach(async () => {
    model = await openLlmWithServer({}, { embeddingModel: 'embed-one' });
  });
  afterEach(() => model[Symbol.asyncDispose]());

  const embedded = (count: number) =>
    vi.waitFor(async () => expect((await knowledge.status()).vectors).toMatchObject({ embedded: count }), {
      timeout: 15_000,
    });

  it('passages are found that share no word with the question, and each is embedded once', async () => {
    await knowledge.close();
    knowledge = open(model.llm);
    put('a.md', 'Unterbrechungsfreie Stromversorgung');
    put('b.md', 'Something else');
    await knowledge.importFolder(books);
    await embedded(2);
    const { passages } = await knowledge.find('Stromversorgungen');
    expect(passages[0]).toMatchObject({ origin: { file: 'a.md' } });
    expect(passages[0]?.by).toContain('vectors');
    const before = model.server.embedded.length;
    put('c.md', 'A third page');
    await knowledge.importFolder(books);
    await embedded(3);
    expect(model.server.embedded.slice(before)).toHaveLength(1);
    await knowledge.removeFolder('books');
    await embedded(0);
  });

  it('of another name: vectors of the one before answer until every passage has a new one', async () => {
    await knowledge.close();
    const state = { configured: true, embeddingModel: 'one' };
    const changed = new Set<() => void>();
    const asked: string[] = [];
    const gate = Promise.withResolvers<void>();
    knowledge = open({
      state,
      embed: async (texts, { model = state.embeddingModel } = {}) => {
        asked.push(`${model}: ${texts.map((text) => text.slice(0, 9)).join(', ')}`);
        if (model === 'two') await gate.promise;
        return texts.map((text) => Float32Array.of(text.includes('Strom') || text === 'power' ? 1 : 0, 0.5));
      },
      onChanged: (listener) => {
        changed.add(listener);
        return () => changed.delete(listener);
      },
    });
    put('a.md', 'Stromversorgung');
    put('b.md', 'Something else');
    await knowledge.importFolder(books);
    await embedded(2);
    state.embeddingModel = 'two';
    for (const tell of changed) tell();
    await vi.waitFor(async () =>
      expect((await knowledge.status()).vectors).toEqual({
        model: 'two',
        embedded: 0,
        making: { meanwhile: 'one' },
      }),
    );
    expect((await knowledge.find('power')).passages[0]?.origin).toMatchObject({ file: 'a.md' });
    expect(asked.at(-1)).toBe('one: power');
    gate.resolve();
    await vi.waitFor(async () =>
      expect((await knowledge.status()).vectors).toEqual({ model: 'two', embedded: 2 }),
    );
    expect((await knowledge.find('power')).passages[0]?.origin).toMatchObject({ file: 'a.md' });
    expect(asked.at(-1)).toBe('two: power');
  });

  it('that cannot be reached, words answer alone and the status says why', async () => {
    await knowledge.close();
    knowledge = open({
      state: { configured: true, embeddingModel: 'gone' },
      embed: () => Promise.reject(new Error('the endpoint cannot be reached')),
      onChanged: () => () => {},
    });
    put('a.md', 'turbines');
    await knowledge.importFolder(books);
    expect((await knowledge.find('turbines')).passages[0]?.by).toEqual(['words']);
    await vi.waitFor(async () =>
      expect((await knowledge.status()).vectors.problem).toMatch(/cannot be reached/),
    );
  });
});

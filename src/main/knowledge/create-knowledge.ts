import { statSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { DocumentRecord } from '../../shared/model/document.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { Llm } from '../llm/llm.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import { createTurns } from '../platform/turns.ts';
import type { StoreCollection } from '../store/store.ts';
import { answer } from './answer.ts';
import { indexFolder, type FolderReport } from './folders/index-folder.ts';
import { openFolderList, type FolderList, type ImportedFolder } from './folders/folder-list.ts';
import { reasonOf } from './folders/scan-folder.ts';
import { watchFolder, type FolderWatch } from './folders/watch-folder.ts';
import type { KnowledgeIndex } from './index/knowledge-index.ts';
import { isDamaged } from './index/open-database.ts';
import { createStandingIndex } from './index/standing-index.ts';
import { indexAllDocuments, indexDocuments } from './index-documents.ts';
import { createIndexWriter, type IndexWriter } from './indexing.ts';
import type { NamedEntity } from './knowledge.ts';
import type { FolderStatus, KnowledgeProgress, KnowledgeService } from './service.ts';
import { createPassageVectors } from './vectors/passage-vectors.ts';
import { createWorkQueue } from './work-queue.ts';

export interface KnowledgePorts {
  readonly dataDir: string;
  readonly documents: Pick<StoreCollection<DocumentRecord>, 'each' | 'getMany'>;
  onDocumentsChanged(listener: (ids: readonly string[]) => void): () => void;
  entitiesIn(text: string): Promise<readonly NamedEntity[]>;
  readonly llm: Pick<Llm, 'state' | 'embed' | 'onChanged'>;
  /** Lets others have their turn, between two pieces of work. */
  readonly pause: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a first question waits for documents to be indexed, before it is answered from what there is. */
const firstAnswerMs = 3_000;
const mostProblems = 200;
const progressEveryMs = 150;

/** Finds passages in documents, notes and imported folders; the index follows them by itself once it is used. */
export function createKnowledge(ports: KnowledgePorts): KnowledgeService {
  const { dataDir, clock, logger, llm } = ports;
  const file = join(dataDir, 'knowledge.sqlite');
  const ended = new AbortController();
  const listeners = createListeners<KnowledgeProgress>((error) =>
    logger.error({ err: error }, 'a listener of the knowledge index failed'),
  );
  let list: FolderList | undefined;
  const folders = () => (list ??= openFolderList(join(dataDir, 'knowledge-folders.json')));
  /** Ended whenever another index takes the place of the one that passages are read from. */
  let round = new AbortController();
  const standing = createStandingIndex(file, { logger, beforeSwap: () => endRound() });
  let asked: AskedRebuild | undefined;
  let problem: string | undefined;
  let progress: KnowledgeProgress = { state: 'idle', done: 0 };
  let toldAt = Number.NEGATIVE_INFINITY;
  let changedDocuments = new Set<string>();
  let hasLooked = false;
  let started = false;
  const reports = new Map<string, FolderReport & { readonly at: Instant }>();
  const watches = new Map<string, FolderWatch>();

  const tell = (next: KnowledgeProgress, always = true) => {
    progress = next;
    const now = clock.monotonicMs();
    if (!always && now - toldAt < progressEveryMs) return;
    toldAt = now;
    listeners.emit(progress);
  };

  function endRound(): void {
    round.abort();
    round = new AbortController();
  }

  /** A damaged index is made anew: nothing stands in it that does not stand elsewhere. */
  function startOver(error: unknown): void {
    logger.warn({ err: error }, 'the knowledge index is damaged and is made anew');
    endRound();
    standing.discard();
    addEverything();
  }

  /** @returns what `use` gives, or `otherwise` when the index was found damaged, or cannot be opened */
  function reading<T>(use: (index: KnowledgeIndex) => T, otherwise: T): T {
    try {
      return use(standing.get());
    } catch (error) {
      if (isDamaged(error)) startOver(error);
      else problem = error instanceof Error ? error.message : String(error);
      if (!isDamaged(error)) throw error;
      return otherwise;
    }
  }

  const queue = createWorkQueue(
    async (name) => {
      if (ended.signal.aborted) return;
      try {
        if (name === 'rebuild') await rebuildAsAsked();
        else {
          standing.get();
          if (standing.isOutdated) await makeAnew(ended.signal);
          await work(name, standing.get());
        }
      } catch (error) {
        if (ended.signal.aborted) return;
        if (isDamaged(error)) {
          startOver(error);
          return;
        }
        problem = error instanceof Error ? error.message : String(error);
        logger.error({ err: error, work: name.split('\n')[0] }, 'knowledge could not be indexed');
      }
    },
    () => {
      if (ended.signal.aborted) return;
      tell({ state: 'idle', done: 0 });
      vectorQueue.add('vectors');
    },
  );

  const vectors = createPassageVectors({
    folder: join(dataDir, 'knowledge-vectors'),
    llm,
    changed: () => listeners.emit(progress),
  });
  const vectorQueue = createWorkQueue(
    async () => {
      if (ended.signal.aborted || !llm.state.configured || llm.state.embeddingModel === undefined) return;
      const { signal } = round;
      try {
        await vectors.follow(() => standing.get().passages(), AbortSignal.any([ended.signal, signal]));
        // Passages of an index that is there no longer: those of the one in its place are still to come.
        if (signal.aborted) vectorQueue.add('vectors');
      } catch (error) {
        if (isDamaged(error)) startOver(error);
        else logger.error({ err: error }, 'passages could not be embedded');
      }
    },
    () => {},
  );

  const writerOf = (index: KnowledgeIndex, signal: AbortSignal) =>
    createIndexWriter({ index, clock, pause: ports.pause, signal });

  async function work(name: string, current: KnowledgeIndex): Promise<void> {
    const { signal } = ended;
    const writer = writerOf(current, signal);
    const [what = '', folderName = ''] = name.split('\n');
    if (what === 'documents') {
      await followDocuments({ index: current, writer, state: 'indexing' });
    } else if (what === 'changed') {
      const ids = [...changedDocuments];
      changedDocuments = new Set();
      tell({ state: 'indexing', what: 'documents', done: 0, total: ids.length });
      await indexDocuments(ports.documents, ids, current, writer);
    } else {
      const folder = folders()
        .all()
        .find((one) => one.name === folderName);
      if (folder === undefined) {
        await writer.write([], current.digests(['file'], folderName).keys());
        reports.delete(folderName);
      } else await followFolder(folder, { index: current, writer, signal, state: 'indexing' });
    }
    await writer.finish();
    problem = undefined;
  }

  interface Following {
    readonly index: KnowledgeIndex;
    readonly writer: IndexWriter;
    readonly state: 'indexing' | 'rebuilding';
  }

  async function followDocuments({ index, writer, state }: Following): Promise<void> {
    tell({ state, what: 'documents', done: 0 });
    await indexAllDocuments(ports.documents, index, writer, (done) =>
      tell({ state, what: 'documents', done }, false),
    );
    hasLooked = true;
  }

  async function followFolder(
    folder: ImportedFolder,
    {
      index,
      writer,
      state,
      signal,
      previous,
    }: Following & { readonly signal: AbortSignal; readonly previous?: KnowledgeIndex | undefined },
  ): Promise<void> {
    tell({ state, what: folder.name, done: 0 });
    const look = () =>
      indexFolder(folder, index, writer, {
        signal,
        turns: createTurns(clock, ports.pause),
        progress: (done, total) => tell({ state, what: folder.name, done, total }, false),
        ...(previous && { previous }),
      });
    let report = await look();
    // What changed in a folder that was not watched yet is looked for once more.
    if ((await watches.get(folder.name)?.follow(report.folders)) === true) {
      const { written, removed } = report;
      report = await look();
      report = { ...report, written: written + report.written, removed: removed + report.removed };
    }
    reports.set(folder.name, { ...report, at: clock.now() });
  }

  /** Everything, in an index of its own; the one that is there answers until that takes its place. */
  async function makeAnew(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const before = hasLooked;
    try {
      await standing.replace(async (index, previous) => {
        const following = { index, writer: writerOf(index, signal), state: 'rebuilding' as const };
        await followDocuments(following);
        for (const folder of folders().all()) await followFolder(folder, { ...following, signal, previous });
        await following.writer.finish();
        signal.throwIfAborted();
      });
    } catch (error) {
      hasLooked = before;
      throw error;
    }
    problem = undefined;
  }

  async function rebuildAsAsked(): Promise<void> {
    const run = asked;
    if (run === undefined) return;
    try {
      await makeAnew(AbortSignal.any([ended.signal, run.stop.signal]));
      vectors.renew();
      run.resolve();
    } catch (error) {
      run.reject(error);
    } finally {
      asked = undefined;
    }
  }

  function askForRebuild(): AskedRebuild {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Whoever asked may have gone.
    promise.catch(() => {});
    asked = { done: promise, resolve, reject, stop: new AbortController(), waiting: 0 };
    queue.add('rebuild');
    return asked;
  }

  function addEverything(): void {
    queue.add('documents');
    for (const { name } of folders().all()) queue.add(`folder\n${name}`);
  }

  function watchFolders(): void {
    for (const folder of folders().all()) watch(folder);
  }

  function watch({ name, path }: ImportedFolder): void {
    if (!started || watches.has(name) || ended.signal.aborted) return;
    watches.set(name, watchFolder({ path, clock, logger, changed: () => queue.add(`folder\n${name}`) }));
  }

  const stop = [
    ports.onDocumentsChanged((ids) => {
      // Whoever opens the index later compares everything.
      if (!standing.isOpen) return;
      for (const id of ids) changedDocuments.add(id);
      queue.add('changed');
    }),
    llm.onChanged(() => {
      if (standing.isOpen) vectorQueue.add('vectors');
    }),
  ];

  /** @throws DomainError when everything ends before the work does */
  async function untilIdle(signal?: AbortSignal): Promise<void> {
    await unless(signal, queue.idle());
    ended.signal.throwIfAborted();
  }

  async function following<T>(
    onProgress: ((progress: KnowledgeProgress) => void) | undefined,
    use: () => Promise<T>,
  ): Promise<T> {
    const end = onProgress && listeners.add(onProgress);
    try {
      return await use();
    } finally {
      end?.();
    }
  }

  function failIfBroken(): void {
    if (problem === undefined) return;
    throw new DomainError('knowledge-unavailable', `knowledge cannot be indexed: ${problem}`, {
      hint: `when ${file} cannot be written, make room or give this user the right to; then \`datacenter-docs knowledge rebuild\``,
    });
  }

  const service: KnowledgeService = {
    start() {
      if (started) return;
      started = true;
      addEverything();
      watchFolders();
    },
    async upToDate(signal) {
      if (!hasLooked) queue.add('documents');
      for (const { name } of folders().all()) queue.add(`folder\n${name}`);
      await untilIdle(signal);
      failIfBroken();
    },
    async find(question, options = {}) {
      if (!hasLooked && reading((one) => one.counts().passages, 0) === 0) {
        if (!queue.isBusy) addEverything();
        const timer = new AbortController();
        await Promise.race([
          untilIdle(options.signal),
          clock.sleep(firstAnswerMs, timer.signal).catch(() => {}),
        ]).finally(() => timer.abort());
      }
      const entities = await ports.entitiesIn(question);
      const count = Math.max(50, (options.limit ?? 10) * 3);
      const near = await vectors.nearest(question, count, options.signal);
      const passages = reading((one) => answer(one, question, { ...options, entities, near }), []);
      return { passages, entities };
    },
    passage: (id) => Promise.resolve(reading((one) => one.passage(id), undefined)),
    entitiesIn: (text) => ports.entitiesIn(text),
    status() {
      const counts = reading((one) => ({ all: one.counts(), by: one.countsByOwner() }), undefined);
      return Promise.resolve({
        progress,
        passages: counts?.all.passages ?? 0,
        documents: counts?.by.get('') ?? { items: 0, passages: 0 },
        folders: folders()
          .all()
          .map((folder) => folderStatus(folder, counts?.by.get(folder.name))),
        vectors: vectors.state,
        ...(problem !== undefined && { problem }),
        bytes: sizeOf(file) + sizeOf(`${file}-wal`),
      });
    },
    async importFolder(path, { signal, onProgress } = {}) {
      const real = await folderAt(path);
      const known = folders().all();
      const overlapping = known.find(
        (one) => one.path !== real && (real.startsWith(one.path + sep) || one.path.startsWith(real + sep)),
      );
      if (overlapping) {
        throw new DomainError(
          'folder-overlaps',
          `${real} and ${overlapping.path}, which is imported, contain each other`,
          {
            hint: `remove the other one first: \`datacenter-docs knowledge remove ${overlapping.name}\``,
          },
        );
      }
      const folder = folders().add(real, clock.now());
      watch(folder);
      reports.delete(folder.name);
      return following(onProgress, async () => {
        queue.add(`folder\n${folder.name}`);
        await untilIdle(signal);
        failIfBroken();
        const report = reports.get(folder.name);
        if (report === undefined)
          throw new DomainError('folder-not-imported', `"${folder.name}" was removed meanwhile`);
        return { ...withoutTime(report), name: folder.name };
      });
    },
    async removeFolder(nameOrPath) {
      const folder = folders().find(nameOrPath) ?? folders().find(resolve(nameOrPath));
      if (folder === undefined) {
        const names = folders()
          .all()
          .map(({ name }) => name);
        throw new DomainError('folder-not-imported', `no imported folder is called "${nameOrPath}"`, {
          hint: names.length === 0 ? 'none is imported' : `expected one of ${names.join(', ')}`,
        });
      }
      folders().remove(folder.name);
      watches.get(folder.name)?.close();
      watches.delete(folder.name);
      queue.add(`folder\n${folder.name}`);
      await queue.idle();
      return { name: folder.name, path: folder.path };
    },
    async rebuild({ signal, onProgress } = {}) {
      ended.signal.throwIfAborted();
      const run = asked ?? askForRebuild();
      run.waiting += 1;
      try {
        await following(onProgress, () => unless(signal, run.done));
      } catch (error) {
        if (ended.signal.aborted || signal?.aborted === true || error instanceof DomainError) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        throw new DomainError('knowledge-unavailable', `the index could not be made anew: ${reason}`, {
          hint: `the one of before answers still; when ${file}.next cannot be written, make room or give this user the right to`,
          cause: error,
        });
      } finally {
        run.waiting -= 1;
        // Nobody waits for it: it may end where it is.
        if (run.waiting === 0) run.stop.abort();
      }
    },
    onChanged: (listener) => listeners.add(listener),
    async close() {
      ended.abort(new DomainError('cancelled', 'the application ends'));
      for (const end of stop) end();
      for (const one of watches.values()) one.close();
      asked?.reject(ended.signal.reason);
      await queue.idle();
      await vectorQueue.idle();
      standing.close();
    },
  };
  return service;

  function folderStatus(
    { name, path, importedAt }: ImportedFolder,
    counts: { readonly items: number; readonly passages: number } | undefined,
  ): FolderStatus {
    const report = reports.get(name);
    return {
      name,
      path,
      importedAt,
      files: counts?.items ?? 0,
      passages: counts?.passages ?? 0,
      ...(report && { scannedAt: report.at }),
      watched: watches.get(name)?.watched ?? false,
      missing: report?.missing ?? false,
      problems: report?.problems.slice(0, mostProblems) ?? [],
      problemCount: report?.problems.length ?? 0,
    };
  }
}

/** A rebuild that somebody waits for. */
interface AskedRebuild {
  readonly done: Promise<void>;
  resolve(): void;
  reject(reason: unknown): void;
  readonly stop: AbortController;
  waiting: number;
}

/** What `work` comes to, unless `signal` ends the waiting for it. */
async function unless<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function withoutTime({ at: _, ...report }: FolderReport & { readonly at: Instant }): FolderReport {
  return report;
}

async function folderAt(path: string): Promise<string> {
  try {
    const real = await realpath(resolve(path));
    if ((await stat(real)).isDirectory()) return real;
    throw new DomainError('folder-not-found', `${path} is a file; a folder was expected`, {
      hint: 'name the folder that it is in',
    });
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('folder-not-found', `${path} ${reasonOf(error)}`, {
      hint: 'name a folder that this workstation can read',
      cause: error,
    });
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

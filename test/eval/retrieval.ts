import { DatabaseSync } from 'node:sqlite';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { instant } from '../../src/shared/model/ids.ts';
import { fileItem } from '../../src/main/knowledge/folders/file-item.ts';
import { rankingSettings, type RankingSettings } from '../../src/main/knowledge/index/ranking.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  dataFolder,
  missingData,
  ownCorpus,
  platformCorpus,
  runbookCorpora,
  type Corpus,
  type TextFile,
} from './evaluation-data.ts';
import {
  buildIndex,
  crossValidated,
  figuresOf,
  findFiles,
  placesOf,
  type Figures,
} from './measure-retrieval.ts';

/**
 * `npm run eval:retrieval [-- --quick]`: how well and how fast passages are found without any model. Without `--quick`
 * the figures are cross-validated as well: settings chosen on four folds answer the fifth.
 */
const quick = process.argv.includes('--quick');
const folds = 5;
using folder = temporaryFolder();

const own = ownCorpus();
const ownIndex = buildIndex(own, join(folder.path, 'own.sqlite'));
console.log(line(own.name, figuresOf(placesOf(own, (question) => findFiles(ownIndex.index, question)))));
ownIndex.index.close();

const missing = missingData();
if (missing.length > 0) {
  console.log(`\nNot measured: these data are missing:\n${missing.map((path) => `  ${path}`).join('\n')}`);
  console.log('Set DATACENTER_DOCS_DATA to the folder that has ops-docs in it.');
} else {
  measure();
}

function measure(): void {
  console.log(`data: ${dataFolder}\n`);
  const platform = platformCorpus();
  const { names, symptoms } = runbookCorpora();
  const built = buildIndex(platform, join(folder.path, 'platform.sqlite'));
  const ofRunbooks = buildIndex(names, join(folder.path, 'runbooks.sqlite'));
  const times: number[] = [];
  const timed = placesOf(platform, (question) => {
    const start = performance.now();
    const files = findFiles(built.index, question);
    times.push(performance.now() - start);
    return files;
  });
  console.log(line(platform.name, figuresOf(timed)));
  console.log(line(names.name, figuresOf(placesOf(names, (one) => findFiles(ofRunbooks.index, one)))));
  console.log(line(symptoms.name, figuresOf(placesOf(symptoms, (one) => findFiles(ofRunbooks.index, one)))));
  console.log(
    line(
      'platform, without what says the same',
      figuresOf(placesOf(platform, (one) => findFiles(built.index, one, { alike: false }))),
    ),
  );
  const plain = plainFts(platform);
  console.log(line('platform, plain FTS5 (words OR-ed)', plain.figures));
  if (!quick) {
    const tried = variants();
    const corpora = [platform, symptoms];
    const results = tried.map((settings) => [
      placesOf(platform, (one) => findFiles(built.index, one, { settings })),
      placesOf(symptoms, (one) => findFiles(ofRunbooks.index, one, { settings })),
    ]);
    const { places, chosen } = crossValidated(corpora, results, folds);
    console.log(
      `\n${folds} folds, ${tried.length} settings tried; chosen: ${chosen.map((index) => described(tried[index])).join(' | ')}`,
    );
    corpora.forEach((corpus, index) =>
      console.log(line(`${corpus.name}, cross-validated`, figuresOf(places[index] ?? []))),
    );
  }
  console.log(`\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`);
  const one = built.files.find((file) => file.includes('node')) ?? '';
  const changed = platform.files.find(({ path }) => path === one);
  console.log(
    `index ${built.passages} passages of ${built.files.length} files: ${built.buildMs.toFixed(0)} ms (plain FTS5: ${plain.buildMs.toFixed(0)} ms); per 20,000: ${((built.buildMs / built.passages) * 20_000).toFixed(0)} ms`,
  );
  console.log(`one question: ${spread(times)} (plain FTS5: ${spread(plain.times)})`);
  if (changed !== undefined)
    console.log(`one file of ${changed.text.length} characters again: ${again(changed).toFixed(0)} ms`);
  built.index.close();
  ofRunbooks.index.close();

  /** The index is complete and in use while one file is written anew. */
  function again({ path: file, text }: TextFile): number {
    const item = fileItem({ folder: 'corpus', file, text: `${text}\n\nOne more line.`, at: instant(1) });
    const start = performance.now();
    built.index.begin();
    for (const _ of built.index.write(item)) {
      // In pieces, as it is done in the background.
    }
    built.index.commit();
    return performance.now() - start;
  }
}

/** Each setting by itself, and a few together: what is chosen must not hang on one value. */
function variants(): RankingSettings[] {
  const changes: Partial<RankingSettings>[] = [
    {},
    { title: 1 },
    { title: 3 },
    { heading: 2 },
    { heading: 3 },
    { path: 1 },
    { path: 2 },
    { saturation: 0.8 },
    { saturation: 1.8 },
    { length: 0.5 },
    { neighbours: 0 },
    { neighbours: 1 },
    { neighbours: 2 },
    { neighbours: 3 },
    { parts: 0 },
    { parts: 0.5 },
    { coverage: 0 },
    { coverage: 1 },
    { rest: 0 },
    { rest: 0.2 },
    { area: 0 },
    { area: 0.04 },
    { area: 0.12 },
    { title: 1, heading: 1, path: 1 },
    { neighbours: 1, path: 2 },
    { neighbours: 2, heading: 2 },
    { neighbours: 1, coverage: 1, rest: 0.3 },
  ];
  return changes.map((change) => ({ ...rankingSettings, ...change }));
}

function described(settings: RankingSettings | undefined): string {
  const differing = Object.entries(settings ?? {}).filter(
    ([name, value]) => Reflect.get(rankingSettings, name) !== value,
  );
  return differing.length === 0 ? 'as set' : differing.map(([name, value]) => `${name} ${value}`).join(', ');
}

/** The peer: the same texts in pieces of 1,200 characters, words OR-ed, ranked by SQLite alone. */
function plainFts(corpus: Corpus): {
  readonly figures: Figures;
  readonly times: number[];
  readonly buildMs: number;
} {
  const database = new DatabaseSync(':memory:');
  database.exec(
    `CREATE VIRTUAL TABLE plain USING fts5(title, body, file UNINDEXED, tokenize = 'porter unicode61')`,
  );
  const add = database.prepare('INSERT INTO plain VALUES (?, ?, ?)');
  const start = performance.now();
  database.exec('BEGIN');
  for (const { path, text } of corpus.files) {
    const title = text.slice(0, Math.max(0, text.indexOf('\n')));
    for (let at = 0; at < text.length; at += 1_200) add.run(title, text.slice(at, at + 1_200), path);
  }
  database.exec('COMMIT');
  const buildMs = performance.now() - start;
  const find = database.prepare(
    'SELECT file FROM plain WHERE plain MATCH ? ORDER BY bm25(plain, 2, 1) LIMIT 10',
  );
  const times: number[] = [];
  const places = placesOf(corpus, (question) => {
    const words = question.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const begun = performance.now();
    const files = find.all(words.map((word) => `"${word}"`).join(' OR ')).map((row) => String(row['file']));
    times.push(performance.now() - begun);
    return files;
  });
  database.close();
  return { figures: figuresOf(places), times, buildMs };
}

function line(name: string, { hit1, hit5, hit10, mrr }: Figures): string {
  const shown = [hit1, hit5, hit10, mrr].map((value) => value.toFixed(3));
  return `${name.padEnd(46)} hit@1 ${shown[0]}  hit@5 ${shown[1]}  hit@10 ${shown[2]}  MRR ${shown[3]}`;
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

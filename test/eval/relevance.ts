import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRelevant, leastRelevance, type LeastRelevance } from '../../src/main/assistant/relevance.ts';
import { answer } from '../../src/main/knowledge/answer.ts';
import type { FoundPassage } from '../../src/main/knowledge/knowledge.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { dataFolder, missingData, platformCorpus, runbookCorpora } from './evaluation-data.ts';
import { buildIndex } from './measure-retrieval.ts';

/**
 * `npm run eval:relevance`: for how many questions something that is found counts as an answer: questions that the
 * documents answer, and others that they do not, about this trade and about anything else. The bounds are tried on a
 * grid, and those that are best on four folds judge the fifth.
 */
const folds = 5;
const looked = 8;
interface Asked {
  readonly question: string;
  readonly fold: number;
  readonly found: readonly FoundPassage[];
}

interface AskedSet {
  readonly name: string;
  readonly isAnswerable: boolean;
  readonly asked: readonly Asked[];
}

function measure(): void {
  using folder = temporaryFolder();
  const platform = platformCorpus();
  const { names, symptoms } = runbookCorpora();
  const files = [platform, names].flatMap((corpus) =>
    corpus.files.map(({ path, text }) => ({ path: `${corpus.name}/${path}`, text })),
  );
  const { index } = buildIndex({ files }, join(folder.path, 'all.sqlite'));
  const setOf = (name: string, isAnswerable: boolean, questions: readonly string[]): AskedSet => ({
    name,
    isAnswerable,
    asked: questions.map((question) => ({
      question,
      fold: createHash('sha256').update(question).digest().readUInt32BE(0) % folds,
      found: answer(index, question, { limit: looked, entities: [], near: [] }),
    })),
  });
  const ofCorpus = ({ asked }: typeof platform) => asked.map(({ question }) => question);
  const sets = [
    setOf('platform documentation', true, ofCorpus(platform)),
    setOf('runbooks by symptom', true, ofCorpus(symptoms)),
    setOf('of the trade, not answered', false, linesOf('unanswerable.txt')),
    setOf('of something else', false, linesOf('off-topic.txt')),
  ];
  index.close();
  console.log(`data: ${dataFolder}\n\nas set: ${JSON.stringify(leastRelevance)}`);
  for (const set of sets)
    console.log(
      line(
        set,
        set.asked.map((one) => counts(one, leastRelevance)),
      ),
    );
  const tried = grid();
  const outcomes = tried.map((bounds) => sets.map(({ asked }) => asked.map((one) => counts(one, bounds))));
  const held = sets.map(({ asked }) => asked.map(() => false));
  console.log(`\n${folds} folds, ${tried.length} bounds tried; chosen without each:`);
  for (let fold = 0; fold < folds; fold++) {
    const worth = outcomes.map((ofSets) =>
      sets.reduce((sum, set, place) => {
        const share = shareOf((ofSets[place] ?? []).filter((_, at) => set.asked[at]?.fold !== fold));
        return sum + (set.isAnswerable ? share : 1 - share);
      }, 0),
    );
    const best = worth.indexOf(Math.max(...worth));
    console.log(`  ${JSON.stringify(tried[best])}`);
    sets.forEach((set, place) =>
      set.asked.forEach((one, at) => {
        const own = held[place];
        if (own && one.fold === fold) own[at] = outcomes[best]?.[place]?.[at] ?? false;
      }),
    );
  }
  sets.forEach((set, place) => console.log(line(set, held[place] ?? [])));
}

const counts = ({ question, found }: Asked, bounds: LeastRelevance) =>
  found.some((passage) => isRelevant(question, passage, bounds));

const shareOf = (outcomes: readonly boolean[]) =>
  outcomes.filter(Boolean).length / Math.max(1, outcomes.length);

function grid(): LeastRelevance[] {
  const words = [0.8, 0.9, 1].map((share) => ({ short: round(0.6 * share), long: round(0.3 * share) }));
  const coverage = [0.3, 0.4, 0.45, 0.5, 0.55, 0.6].flatMap((short) =>
    [0, 0.1, 0.15, 0.2, 0.25, 0.3].map((long) => ({ short, long })),
  );
  return words.flatMap((one) => coverage.map((other) => ({ words: one, coverage: other })));
}

const round = (value: number) => Math.round(value * 100) / 100;

function linesOf(file: string): string[] {
  return readFileSync(join(import.meta.dirname, 'assistant', file), 'utf8')
    .split('\n')
    .filter(Boolean);
}

function line({ name, isAnswerable, asked }: AskedSet, outcomes: readonly boolean[]): string {
  const wanted = isAnswerable ? 'found' : 'taken for found';
  return `${name.padEnd(30)} ${(100 * shareOf(outcomes)).toFixed(1).padStart(5)} % of ${asked.length} ${wanted}`;
}

const missing = missingData();
if (missing.length > 0) {
  console.log(`Not measured: these data are missing:\n${missing.map((path) => `  ${path}`).join('\n')}`);
  console.log('Set DATACENTER_DOCS_DATA to the folder that has ops-docs in it.');
} else {
  measure();
}

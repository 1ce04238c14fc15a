import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingData, ownCorpus, platformCorpus, runbookCorpora } from '../eval/evaluation-data.ts';
import { buildIndex, figuresOf, findFiles, placesOf } from '../eval/measure-retrieval.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Thresholds stand a little under what `npm run eval:retrieval` reaches. */

it('own pages are found by what operators ask, in English and German', () => {
  using folder = temporaryFolder();
  const corpus = ownCorpus();
  const { index } = buildIndex(corpus, join(folder.path, 'own.sqlite'));
  const figures = figuresOf(placesOf(corpus, (question) => findFiles(index, question)));
  index.close();
  expect(corpus.asked.length).toBeGreaterThan(20);
  expect(figures.hit1).toBeGreaterThanOrEqual(0.92);
});

const missing = missingData();
const because = missing.length === 0 ? '' : ` (skipped, these data are missing: ${missing.join(', ')})`;
describe.skipIf(missing.length > 0)(`without any model${because}`, () => {
  it('questions about a platform lead to its documentation', () => {
    using folder = temporaryFolder();
    const corpus = platformCorpus();
    const { index, passages } = buildIndex(corpus, join(folder.path, 'platform.sqlite'));
    const figures = figuresOf(placesOf(corpus, (question) => findFiles(index, question)));
    index.close();
    expect(passages).toBeGreaterThan(20_000);
    expect(figures.hit1).toBeGreaterThanOrEqual(0.67);
    expect(figures.hit5).toBeGreaterThanOrEqual(0.82);
  }, 300_000);

  it('alerts lead to their runbooks, by name and by symptom', () => {
    using folder = temporaryFolder();
    const { names, symptoms } = runbookCorpora();
    const { index } = buildIndex(names, join(folder.path, 'runbooks.sqlite'));
    const find = (question: string) => findFiles(index, question);
    expect(figuresOf(placesOf(names, find)).hit1).toBeGreaterThanOrEqual(0.98);
    expect(symptoms.asked.length).toBeGreaterThan(60);
    expect(figuresOf(placesOf(symptoms, find)).hit1).toBeGreaterThanOrEqual(0.8);
    index.close();
  }, 60_000);
});

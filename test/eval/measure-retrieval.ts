import { createHash } from 'node:crypto';
import { instant } from '../../src/shared/model/ids.ts';
import { fileItem } from '../../src/main/knowledge/folders/file-item.ts';
import { choosePassages } from '../../src/main/knowledge/index/choose-passages.ts';
import { KnowledgeIndex } from '../../src/main/knowledge/index/knowledge-index.ts';
import { openDatabase } from '../../src/main/knowledge/index/open-database.ts';
import type { RankingSettings } from '../../src/main/knowledge/index/ranking.ts';
import type { Corpus } from './evaluation-data.ts';

/** For each question at which place the first right answer stood; undefined: not among the first ten. */
export type Places = readonly (number | undefined)[];

export interface Figures {
  readonly hit1: number;
  readonly hit5: number;
  readonly hit10: number;
  readonly mrr: number;
}

export interface BuiltIndex {
  readonly index: KnowledgeIndex;
  readonly files: readonly string[];
  readonly passages: number;
  readonly buildMs: number;
}

/** Indexes a corpus as an imported folder is. */
export function buildIndex(corpus: Pick<Corpus, 'files'>, database: string): BuiltIndex {
  const start = performance.now();
  const index = new KnowledgeIndex(openDatabase(database));
  const at = instant(0);
  index.begin();
  let written = 0;
  for (const { path, text } of corpus.files) {
    for (const _ of index.write(fileItem({ folder: 'corpus', file: path, text, at }))) {
      // In pieces, as it is done in the background.
    }
    if (++written % 100 === 0) {
      index.commit();
      index.begin();
    }
  }
  index.commit();
  while (index.tidy()) {
    // Until there is nothing more to put together.
  }
  const { passages } = index.counts();
  return { index, files: corpus.files.map(({ path }) => path), passages, buildMs: performance.now() - start };
}

/** The files that answer a question, best first, as `search` lists them: each file, also where another says the same. */
export function findFiles(
  index: KnowledgeIndex,
  question: string,
  { settings, alike = true }: { readonly settings?: RankingSettings; readonly alike?: boolean } = {},
): string[] {
  const given = settings && { settings };
  const chosen = choosePassages(index.rank(question, given), 20, { alike, ...given });
  const files = chosen.flatMap(({ chunk }) => {
    const origin = index.read(chunk)?.origin;
    return origin?.is === 'file' ? [origin.file] : [];
  });
  return [...new Set(files)].slice(0, 10);
}

export function placesOf(corpus: Corpus, find: (question: string) => readonly string[]): Places {
  return corpus.asked.map(({ question, isAnswer }) => {
    const place = find(question).findIndex(isAnswer);
    return place === -1 ? undefined : place;
  });
}

export function figuresOf(places: Places): Figures {
  const share = (within: number) =>
    places.filter((place) => place !== undefined && place < within).length / Math.max(1, places.length);
  const reciprocal = places.reduce<number>(
    (sum, place) => sum + (place === undefined ? 0 : 1 / (place + 1)),
    0,
  );
  return { hit1: share(1), hit5: share(5), hit10: share(10), mrr: reciprocal / Math.max(1, places.length) };
}

/**
 * What settings are worth that were chosen without the questions they are judged by: each question belongs to one fold
 * by a digest of its text, and for each fold the settings that are best for all others answer it.
 */
export function crossValidated(
  corpora: readonly Corpus[],
  tried: readonly (readonly Places[])[],
  folds: number,
): { readonly places: readonly Places[]; readonly chosen: readonly number[] } {
  const foldOf = corpora.map(({ asked }) =>
    asked.map(({ question }) => createHash('sha256').update(question).digest().readUInt32BE(0) % folds),
  );
  const held: (number | undefined)[][] = corpora.map(({ asked }) => asked.map(() => undefined));
  const chosen: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const worth = tried.map((placesOfCorpora) =>
      placesOfCorpora.reduce((sum, places, corpus) => {
        const { hit1, hit5 } = figuresOf(places.filter((_, question) => foldOf[corpus]?.[question] !== fold));
        return sum + hit1 + hit5;
      }, 0),
    );
    const best = worth.indexOf(Math.max(...worth));
    chosen.push(best);
    tried[best]?.forEach((places, corpus) => {
      places.forEach((place, question) => {
        const own = held[corpus];
        if (own !== undefined && foldOf[corpus]?.[question] === fold) own[question] = place;
      });
    });
  }
  return { places: held, chosen };
}

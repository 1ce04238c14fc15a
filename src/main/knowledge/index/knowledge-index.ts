import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { splitEntityId, type EntityId, type Instant } from '../../../shared/model/ids.ts';
import type { KnowledgeFilter, Passage } from '../knowledge.ts';
import { questionTerms } from '../words/terms.ts';
import { createCoverage } from './coverage.ts';
import { filterSql } from './filter-sql.ts';
import { itemKey, originOf, type IndexedItem } from './indexed-item.ts';
import { createScorer, rankingSettings, weigh, type RankingSettings, type Weighted } from './ranking.ts';
import { createTermLister, type TermList } from './term-list.ts';

/** A passage as it was ranked: its text is read only when it is wanted. */
export interface RankedPassage {
  readonly chunk: number;
  readonly item: number;
  /** What it belongs to with others: the folder of its file, its document. */
  readonly area: string;
  readonly score: number;
  readonly terms: Uint32Array;
}

export interface RankOptions {
  readonly filter?: KnowledgeFilter;
  /** Passages that carry these are raised. */
  readonly entities?: readonly EntityId[];
  readonly settings?: RankingSettings;
}

export interface IndexCounts {
  readonly items: number;
  readonly passages: number;
}

/** A term in more than this share of all passages chooses none: it only counts for those that others chose. */
const common = 0.15;
/** So many terms choose, the rarest first, and so many passages are looked at closely. */
const mostChoosing = 8;
const mostChosen = 250;
const mostMentions = 40;
/** Pages of the index that are merged in one step: a few milliseconds. */
const mergedPages = 48;

/** Words of all passages in SQLite: FTS5 chooses, and what it chose is ranked by where the words stand in it. */
export class KnowledgeIndex {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof statements>;
  readonly #list = createTermLister();
  readonly #counts = new Map<string, number>();
  #total: number | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = statements(database);
  }

  /** Digests of what is indexed, by key. @param owner a document, or an imported folder */
  digests(origins: readonly string[], owner?: string): Map<string, string> {
    const known = new Map<string, string>();
    for (const origin of origins) {
      const rows =
        owner === undefined ? this.#sql.digests.all(origin) : this.#sql.digestsOf.all(origin, owner);
      for (const row of rows) known.set(String(row['key']), String(row['digest']));
    }
    return known;
  }

  /** The digests of an imported folder, with places where others may have their turn. */
  *digestsOfFolder(folder: string): Generator<void, Map<string, string>> {
    const known = new Map<string, string>();
    for (let after = itemKey({ is: 'file', folder, file: '' }); ;) {
      const rows = this.#sql.digestsAfter.all('file', folder, after, digestsAStep);
      for (const row of rows) known.set((after = String(row['key'])), String(row['digest']));
      if (rows.length < digestsAStep) return known;
      yield;
    }
  }

  counts(): IndexCounts {
    return {
      items: Number(this.#sql.items.get()?.['count'] ?? 0),
      passages: (this.#total ??= Number(this.#sql.passages.get()?.['count'] ?? 0)),
    };
  }

  /** Passages of each imported folder, and of documents and notes under ''. */
  countsByOwner(): Map<string, IndexCounts> {
    return new Map(
      this.#sql.byOwner
        .all()
        .map((row) => [
          String(row['owner']),
          { items: Number(row['items']), passages: Number(row['passages']) },
        ]),
    );
  }

  begin(): void {
    this.#database.exec('BEGIN');
  }

  commit(): void {
    this.#database.exec('COMMIT');
  }

  rollback(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#changed();
  }

  /** A small step of putting the parts of the index together. @returns false when there is nothing more to do */
  tidy(): boolean {
    const before = this.#changes();
    this.#sql.merge.run(mergedPages);
    return this.#changes() - before >= 2;
  }

  #changes(): number {
    return Number(this.#sql.changes.get()?.['count'] ?? 0);
  }

  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  close(): void {
    this.#database.close();
  }

  /** Writes an item in place of the one before, a few passages at a time. */
  *write(item: IndexedItem): Generator<void, void> {
    const key = itemKey(item.origin);
    yield* this.removing(key);
    const owner = item.origin.is === 'file' ? item.origin.folder : item.origin.document;
    // Without its digest until all of it is there: whoever finds it half written writes it again.
    const { lastInsertRowid } = this.#sql.addItem.run(
      key,
      item.origin.is,
      owner,
      '',
      item.title,
      item.at,
      item.retired ? 1 : 0,
    );
    const id = Number(lastInsertRowid);
    const written = new Set<string>();
    let inPiece = 0;
    for (const chunk of item.chunks) {
      const passage = createHash('sha256')
        .update([key, ...chunk.headings, '', chunk.text].join('\n'))
        .digest('base64url')
        .slice(0, 22);
      if (written.has(passage)) continue;
      written.add(passage);
      const kinds = new Set<string>();
      const sources = new Set<string>();
      for (const entity of chunk.entities.keys()) {
        const { kind, source } = splitEntityId(entity);
        kinds.add(kind);
        sources.add(source);
      }
      const { lastInsertRowid: row } = this.#sql.addChunk.run(
        id,
        passage,
        JSON.stringify(chunk.headings),
        chunk.text,
        [' ', ...kinds, ' '].join(' '),
        [' ', ...sources, ' '].join(' '),
      );
      const list = this.#list({
        title: item.title,
        // What stands before the first heading introduces the whole.
        heading: chunk.headings.length === 0 ? item.title : chunk.headings.join(' . '),
        path: item.path,
        body: chunk.text,
      });
      this.#sql.addWords.run(row, list.head, list.body);
      this.#sql.addTerms.run(row, id, new Uint8Array(list.terms.buffer));
      for (const [entity, home] of chunk.entities) this.#sql.addMention.run(entity, home ? 1 : 0, row);
      this.#grow(list, 1);
      if (++inPiece % 16 === 0) yield;
    }
    this.#sql.finishItem.run(item.digest, id);
    this.#changed();
  }

  /** Takes an item out, a few passages at a time. */
  *removing(key: string): Generator<void, void> {
    const found = this.#sql.item.get(key);
    if (found === undefined) return;
    const id = Number(found['id']);
    this.#sql.finishItem.run('', id);
    let inPiece = 0;
    for (const row of this.#sql.termsOfItem.all(id)) {
      const chunk = Number(row['id']);
      this.#grow({ terms: numbers(row['list']) }, -1);
      this.#sql.dropWords.run(chunk);
      this.#sql.dropMentions.run(chunk);
      this.#sql.dropTerms.run(chunk);
      this.#sql.dropChunk.run(chunk);
      if (++inPiece % 32 === 0) yield;
    }
    this.#sql.dropItem.run(id);
    this.#changed();
  }

  /** An item as it was written, but for its path; undefined when it is not there, or not all of it. */
  item(key: string): Omit<IndexedItem, 'path'> | undefined {
    const row = this.#sql.wholeItem.get(key);
    if (row === undefined || row['digest'] === '') return undefined;
    return {
      origin: originOf(key),
      digest: String(row['digest']),
      title: String(row['title']),
      at: String(row['at']) as Instant,
      retired: row['retired'] === 1,
      chunks: this.#sql.chunksOfItem.all(Number(row['id'])).map((chunk) => ({
        headings: headingsOf(chunk['headings']),
        text: String(chunk['text']),
        entities: new Map(
          this.#sql.mentionsOf
            .all(Number(chunk['id']))
            .map((mention) => [String(mention['entity']) as EntityId, mention['home'] === 1]),
        ),
      })),
    };
  }

  /** Passages for a question, best first. */
  rank(question: string, options: RankOptions = {}): RankedPassage[] {
    const { settings = rankingSettings } = options;
    const { passages: total } = this.counts();
    const weighted = weigh(questionTerms(question), total, (term) => this.#count(term), settings);
    const raised = this.#raised(options);
    const chosen = this.#choose(weighted, total, options.filter);
    for (const chunk of raised.keys()) chosen.add(chunk);
    if (chosen.size === 0) return [];
    const score = createScorer(weighted, this.#lengths(total), settings);
    // What is said of an entity that was named is worth more than a rare word; where it is at home, twice that.
    const rare = 1.5 * Math.log(1 + total);
    const ranked: RankedPassage[] = [];
    for (const row of this.#sql.terms.all(JSON.stringify([...chosen]))) {
      const chunk = Number(row['id']);
      const terms = numbers(row['list']);
      const home = raised.get(chunk);
      const bonus = home === undefined ? 0 : home ? 2 * rare : rare;
      const found = (score(terms) + bonus) * (row['retired'] === 1 ? 0.7 : 1);
      if (found > 0)
        ranked.push({ chunk, item: Number(row['item']), area: areaOf(row['key']), score: found, terms });
    }
    return ranked.toSorted((a, b) => b.score - a.score || a.chunk - b.chunk);
  }

  /** How much of a question a passage speaks of, 0 to 1; see `createCoverage`. */
  coverage(question: string): (passage: Pick<RankedPassage, 'terms'>) => number {
    const covers = createCoverage(questionTerms(question), this.counts().passages, (term) =>
      this.#count(term),
    );
    return ({ terms }) => covers(terms);
  }

  read(chunk: number): Passage | undefined {
    const row = this.#sql.chunk.get(chunk);
    return row && passageOf(row);
  }

  passage(id: string): Passage | undefined {
    const row = this.#sql.passage.get(id);
    return row && passageOf(row);
  }

  /** A passage as it is ranked, when it is there and the filter lets it pass; it has no score of its own. */
  unranked(passage: string, filter?: KnowledgeFilter): RankedPassage | undefined {
    const { where, values } = filterSql(filter);
    const row = this.#database
      .prepare(
        `SELECT c.id, c.item, t.list, i.key FROM chunk c JOIN item i ON i.id = c.item JOIN terms t ON t.id = c.id
         WHERE c.passage = ?${where}`,
      )
      .get(passage, ...values);
    if (row === undefined) return undefined;
    return {
      chunk: Number(row['id']),
      item: Number(row['item']),
      area: areaOf(row['key']),
      score: 0,
      terms: numbers(row['list']),
    };
  }

  /** Every passage with what it is about, some at a time, for what is derived from them. */
  *passages(batch = 500): Generator<readonly { readonly id: string; readonly text: string }[]> {
    let after = 0;
    for (;;) {
      const rows = this.#sql.allAfter.all(after, batch);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = Number(last['id']);
      yield rows.map((row) => ({
        id: String(row['passage']),
        text: [String(row['title']), ...headingsOf(row['headings']), '', String(row['text'])].join('\n'),
      }));
    }
  }

  #choose({ terms }: Weighted, total: number, filter: KnowledgeFilter | undefined): Set<number> {
    if (terms.length === 0) return new Set();
    const selective = terms.filter(({ count }) => count <= total * common).slice(0, mostChoosing);
    const choosing =
      selective.length >= 2 || terms.length === selective.length ? selective : terms.slice(0, 2);
    const match = choosing.map(({ term }) => `"${term}"`).join(' OR ');
    const { where, values } = filterSql(filter);
    const rows =
      where === ''
        ? this.#sql.choose.all(match, mostChosen)
        : this.#database
            .prepare(
              `SELECT rowid AS id FROM words WHERE words MATCH ?
               AND rowid IN (SELECT c.id FROM chunk c JOIN item i ON i.id = c.item WHERE TRUE${where})
               ORDER BY bm25(words, 2, 1) LIMIT ?`,
            )
            .all(match, ...values, mostChosen);
    return new Set(rows.map((row) => Number(row['id'])));
  }

  #raised({ entities = [], filter }: RankOptions): Map<number, boolean> {
    const raised = new Map<number, boolean>();
    const { where, values } = filterSql(filter);
    const statement =
      where === ''
        ? this.#sql.mentions
        : this.#database.prepare(
            `SELECT m.chunk, m.home FROM mention m JOIN chunk c ON c.id = m.chunk JOIN item i ON i.id = c.item
             WHERE m.entity = ?${where} ORDER BY m.home DESC LIMIT ?`,
          );
    for (const entity of entities) {
      for (const row of statement.all(entity, ...values, mostMentions)) {
        const chunk = Number(row['chunk']);
        raised.set(chunk, row['home'] === 1 || raised.get(chunk) === true);
      }
    }
    return raised;
  }

  #count(term: string): number {
    let count = this.#counts.get(term);
    if (count === undefined) {
      count = Number(this.#sql.count.get(term)?.['doc'] ?? 0);
      this.#counts.set(term, count);
    }
    return count;
  }

  #lengths(total: number): [number, number, number, number] {
    const sums = this.#sql.lengths.all().map((row) => Number(row['total']) / Math.max(1, total));
    return [sums[0] ?? 1, sums[1] ?? 1, sums[2] ?? 1, sums[3] ?? 1];
  }

  #grow({ terms }: Pick<TermList, 'terms'>, sign: 1 | -1): void {
    const lengths = [0, 0, 0, 0];
    for (let i = 1; i < terms.length; i += 2) {
      const field = (terms[i] ?? 0) >>> 24;
      lengths[field] = (lengths[field] ?? 0) + sign;
    }
    lengths.forEach((length, field) => {
      if (length !== 0) this.#sql.grow.run(length, field);
    });
  }

  #changed(): void {
    this.#counts.clear();
    this.#total = undefined;
  }
}

const digestsAStep = 2_000;

function statements(database: DatabaseSync) {
  const columns = 'c.passage, c.headings, c.text, i.key, i.title, i.at';
  return {
    digests: database.prepare('SELECT key, digest FROM item WHERE origin = ?'),
    digestsOf: database.prepare('SELECT key, digest FROM item WHERE origin = ? AND owner = ?'),
    digestsAfter: database.prepare(
      // By the key alone: it begins with the folder.
      'SELECT key, digest FROM item WHERE +origin = ? AND +owner = ? AND key > ? ORDER BY key LIMIT ?',
    ),
    items: database.prepare('SELECT count(*) AS count FROM item'),
    passages: database.prepare('SELECT count(*) AS count FROM terms'),
    byOwner: database.prepare(
      `SELECT CASE WHEN i.origin = 'file' THEN i.owner ELSE '' END AS owner,
       count(DISTINCT i.id) AS items, count(c.id) AS passages
       FROM item i LEFT JOIN chunk c ON c.item = i.id GROUP BY 1`,
    ),
    item: database.prepare('SELECT id FROM item WHERE key = ?'),
    wholeItem: database.prepare('SELECT id, digest, title, at, retired FROM item WHERE key = ?'),
    chunksOfItem: database.prepare('SELECT id, headings, text FROM chunk WHERE item = ? ORDER BY id'),
    mentionsOf: database.prepare('SELECT entity, home FROM mention WHERE chunk = ? ORDER BY home'),
    addItem: database.prepare(
      'INSERT INTO item (key, origin, owner, digest, title, at, retired) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    finishItem: database.prepare('UPDATE item SET digest = ? WHERE id = ?'),
    dropItem: database.prepare('DELETE FROM item WHERE id = ?'),
    addChunk: database.prepare(
      'INSERT INTO chunk (item, passage, headings, text, kinds, sources) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    dropChunk: database.prepare('DELETE FROM chunk WHERE id = ?'),
    addWords: database.prepare('INSERT INTO words (rowid, head, body) VALUES (?, ?, ?)'),
    dropWords: database.prepare('DELETE FROM words WHERE rowid = ?'),
    merge: database.prepare("INSERT INTO words (words, rank) VALUES ('merge', ?)"),
    changes: database.prepare('SELECT total_changes() AS count'),
    addTerms: database.prepare('INSERT INTO terms (id, item, list) VALUES (?, ?, ?)'),
    dropTerms: database.prepare('DELETE FROM terms WHERE id = ?'),
    termsOfItem: database.prepare('SELECT id, list FROM terms WHERE item = ?'),
    terms: database.prepare(
      `SELECT t.id, t.item, t.list, i.retired, i.key FROM terms t JOIN item i ON i.id = t.item
       WHERE t.id IN (SELECT value FROM json_each(?))`,
    ),
    addMention: database.prepare('INSERT OR IGNORE INTO mention (entity, home, chunk) VALUES (?, ?, ?)'),
    dropMentions: database.prepare('DELETE FROM mention WHERE chunk = ?'),
    mentions: database.prepare('SELECT chunk, home FROM mention WHERE entity = ? ORDER BY home DESC LIMIT ?'),
    grow: database.prepare('UPDATE lengths SET total = total + ? WHERE field = ?'),
    lengths: database.prepare('SELECT total FROM lengths ORDER BY field'),
    count: database.prepare('SELECT doc FROM vocabulary WHERE term = ?'),
    choose: database.prepare(
      'SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY bm25(words, 2, 1) LIMIT ?',
    ),
    chunk: database.prepare(`SELECT ${columns} FROM chunk c JOIN item i ON i.id = c.item WHERE c.id = ?`),
    passage: database.prepare(
      `SELECT ${columns} FROM chunk c JOIN item i ON i.id = c.item WHERE c.passage = ?`,
    ),
    allAfter: database.prepare(
      `SELECT c.id, ${columns} FROM chunk c JOIN item i ON i.id = c.item WHERE c.id > ? ORDER BY c.id LIMIT ?`,
    ),
  };
}

type Row = Record<string, unknown>;

function passageOf(row: Row): Passage {
  return {
    id: String(row['passage']),
    origin: originOf(String(row['key'])),
    title: String(row['title']),
    headings: headingsOf(row['headings']),
    text: String(row['text']),
    at: String(row['at']) as Instant,
  };
}

function areaOf(key: unknown): string {
  const text = String(key);
  return text.slice(0, text.lastIndexOf(text.startsWith('file\n') && text.includes('/') ? '/' : '\n'));
}

function headingsOf(json: unknown): string[] {
  return JSON.parse(String(json)) as string[];
}

function numbers(list: unknown): Uint32Array {
  if (!(list instanceof Uint8Array)) return new Uint32Array(0);
  return list.byteOffset % 4 === 0
    ? new Uint32Array(list.buffer, list.byteOffset, list.byteLength >> 2)
    : new Uint32Array(list.slice().buffer);
}

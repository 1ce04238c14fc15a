import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { entityId, instant, type EntityId } from '../../../shared/model/ids.ts';
import type { KnowledgeFilter } from '../knowledge.ts';
import { choosePassages } from './choose-passages.ts';
import { itemKey, type IndexedItem } from './indexed-item.ts';
import { KnowledgeIndex } from './knowledge-index.ts';
import { isDamaged, openDatabase } from './open-database.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let index: KnowledgeIndex;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'knowledge.sqlite');
  index = new KnowledgeIndex(openDatabase(file));
});
afterEach(() => {
  index.close();
  folder[Symbol.dispose]();
});

function page(
  name: string,
  text: string,
  more: Partial<IndexedItem> = {},
  entities: [EntityId, boolean][] = [],
): IndexedItem {
  return {
    origin: { is: 'file', folder: 'books', file: name },
    digest: text,
    title: name,
    path: name,
    at: instant(0),
    retired: false,
    chunks: [{ headings: [], text, entities: new Map(entities) }],
    ...more,
  };
}

function write(...items: IndexedItem[]): void {
  for (const item of items) for (const _ of index.write(item)) continue;
}

function found(question: string, filter?: KnowledgeFilter, entities: EntityId[] = []): string[] {
  return choosePassages(index.rank(question, { ...(filter && { filter }), entities }), 10).map(
    ({ chunk }) => index.read(chunk)?.title ?? '',
  );
}

const filler = Array.from({ length: 30 }, (_, number) =>
  page(`page-${number}`, `Nothing about page number ${number}.`),
);

describe('passages are ranked', () => {
  it('before others where words stand beside each other as in the question', () => {
    write(
      ...filler,
      page('apart', 'The disk is fine. Elsewhere a controller failed, and much later one was replaced.'),
      page('together', 'What to do with a failed disk: it is replaced while the rest runs on and on and on.'),
    );
    expect(found('failed disk')[0]).toBe('together');
  });

  it('by their title before their text', () => {
    write(
      ...filler,
      page('quorum', 'Votes are counted.'),
      page('other', 'The word quorum stands here once.'),
    );
    expect(found('quorum')).toEqual(['quorum', 'other']);
  });

  it('with nothing twice that says the same', () => {
    const text = 'Replace the failed disk of the array and wait for the rebuild to end before the next one.';
    write(...filler, page('one', text), page('copy', text), page('third', 'A failed disk blinks.'));
    expect(found('failed disk')).toHaveLength(2);
    expect(choosePassages(index.rank('failed disk'), 10, { alike: true })).toHaveLength(3);
  });

  it('after the same that is still there when what they describe is gone', () => {
    write(
      ...filler,
      page('gone', 'host failed in rack four', { retired: true }),
      page('there', 'host failed in rack five'),
    );
    expect(found('host failed')).toEqual(['there', 'gone']);
  });

  it('also when they share no word with the question but carry an entity that it names, first where it is at home', () => {
    const host = entityId('vc', 'host', 'host-1');
    write(
      ...filler,
      page('words', 'Every machine has an address.'),
      page('row', 'esx-a01 | 10.1.2.3', {}, [[host, false]]),
      page('home', 'esx-a01: a host', {}, [[host, true]]),
    );
    expect(found('which address', undefined, [host])[0]).toBe('home');
    expect(found('which address', undefined, [host])).toContain('row');
    expect(found('which address')).toEqual(['words']);
  });
});

describe('a filter', () => {
  beforeEach(() => {
    const section = { is: 'document', document: 'storage', section: 'arrays' } as const;
    const note = { is: 'note', document: 'storage', note: 'n1' } as const;
    write(
      page('file', 'battery of the array'),
      page('elsewhere', 'battery here', { origin: { is: 'file', folder: 'manuals', file: 'b.md' } }),
      page('section', 'battery in document', { origin: section, at: instant(5_000) }, [
        [entityId('sto-a', 'array', '1'), true],
      ]),
      page('note', 'battery in note', { origin: note }),
    );
  });

  it.each<[string, KnowledgeFilter, string[]]>([
    ['folder', { folder: 'manuals' }, ['elsewhere']],
    ['document', { document: 'storage' }, ['note', 'section']],
    ['origin', { origins: ['note'] }, ['note']],
    ['kind', { kinds: ['array', 'vm'] }, ['section']],
    ['another kind', { kinds: ['vm'] }, []],
    ['source', { source: 'sto-a' }, ['section']],
    ['age', { since: instant(1_000) }, ['section']],
  ])('lets only its own pass: %s', (_, filter, expected) => {
    expect(found('battery', filter).toSorted()).toEqual(expected);
  });
});

describe('the index', () => {
  it('takes a new text in place of the old one, and forgets what is removed', () => {
    write(...filler, page('a', 'first wording about turbines'));
    write(page('a', 'second wording about generators', { digest: '2' }));
    expect(found('turbines')).toEqual([]);
    expect(found('generators')).toEqual(['a']);
    for (const _ of index.removing(itemKey({ is: 'file', folder: 'books', file: 'a' }))) continue;
    expect(found('generators')).toEqual([]);
    expect(index.counts()).toEqual({ items: 30, passages: 30 });
  });

  it('keeps the id of a passage as long as its text', () => {
    write(page('a', 'text'));
    const [before] = [...index.passages()].flat();
    write(page('a', 'text', { digest: 'again', title: 'another title' }));
    const [after] = [...index.passages()].flat();
    expect(after?.id).toBe(before?.id);
    expect(index.passage(before?.id ?? '')?.text).toBe('text');
  });

  it('has no digest of what was written half', () => {
    const many = page('big', '', {
      chunks: Array.from({ length: 50 }, (_, n) => ({
        headings: [],
        text: `text ${n}`,
        entities: new Map(),
      })),
    });
    const steps = index.write(many);
    steps.next();
    expect([...index.digests(['file']).values()]).toEqual(['']);
  });

  it('is made anew when its file is no database, or was cut off', () => {
    write(...filler);
    index.close();
    writeFileSync(file, 'this is no database, but it is longer than the head of one would be '.repeat(30));
    index = new KnowledgeIndex(openDatabase(file));
    expect(index.counts().items).toBe(0);
    write(page('a', 'turbines'));
    expect(found('turbines')).toEqual(['a']);
  });

  it('that is damaged in its middle says so, or is made anew when it is opened', () => {
    write(...filler, ...Array.from({ length: 200 }, (_, n) => page(`more-${n}`, `turbine ${n} `.repeat(60))));
    index.close();
    const whole = readFileSync(file);
    whole.fill(0xff, 8_192, statSync(file).size);
    writeFileSync(file, whole);
    index = new KnowledgeIndex(openDatabase(file));
    let failure: unknown;
    try {
      found('turbine');
    } catch (error) {
      failure = error;
    }
    expect(isDamaged(failure) || index.counts().items === 0).toBe(true);
  });

  it('answers questions that have nothing to look for, and those with every sign in them', () => {
    write(...filler);
    for (const question of [
      '',
      '?',
      'the of and',
      '"',
      `'"*(){}[]^:~ NEAR AND OR NOT`,
      '\0',
      'a'.repeat(4_000),
    ]) {
      expect(Array.isArray(found(question))).toBe(true);
    }
  });
});

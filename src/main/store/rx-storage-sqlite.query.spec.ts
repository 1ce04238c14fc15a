import * as fc from 'fast-check';
import {
  fillWithDefaultSettings,
  getQueryMatcher,
  getSortComparator,
  normalizeMangoQuery,
  now,
  prepareQuery,
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorage,
  type RxStorageInstance,
} from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { getRxStorageNodeSqlite } from './rx-storage-sqlite.ts';

interface Thing {
  readonly id: string;
  readonly name?: string;
  readonly age?: number;
  readonly ratio?: number;
  readonly on?: boolean;
  readonly nested?: { readonly text?: string };
  readonly tags?: readonly string[];
  readonly other?: unknown;
}

const schema: RxJsonSchema<RxDocumentData<Thing>> = fillWithDefaultSettings<Thing>({
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 30 },
    name: { type: 'string', maxLength: 20 },
    age: { type: 'integer', minimum: -100, maximum: 100, multipleOf: 1 },
    ratio: { type: 'number', minimum: 0, maximum: 10, multipleOf: 0.01 },
    on: { type: 'boolean' },
    nested: { type: 'object', properties: { text: { type: 'string', maxLength: 20 } } },
    tags: { type: 'array', items: { type: 'string' } },
    other: {},
  },
  required: ['id'],
  indexes: [['name'], ['age', 'name'], ['name', 'age'], ['on', 'ratio'], ['nested.text'], ['ratio']],
});

const words = fc.constantFrom('', 'a', 'aa', 'ab', 'a b', 'b', 'Ä', '日本', '\uE000', '😀', 'zz');
const ages = fc.integer({ min: -5, max: 5 });
const ratios = fc.constantFrom(0, 0.5, 0.51, 1, 1.25, 9.99, 10);
const thing: fc.Arbitrary<Omit<Thing, 'id'>> = fc.record(
  {
    name: words,
    age: ages,
    ratio: ratios,
    on: fc.boolean(),
    nested: fc.record({ text: words }, { requiredKeys: [] }),
    tags: fc.array(words, { maxLength: 3 }),
    // No objects and no null: RxDB's comparator calls two of them equal and stops there.
    other: fc.constantFrom<unknown>('a', 1, true),
  },
  { requiredKeys: [] },
);

const ordered = (values: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.record({ $eq: values }),
    fc.record({ $gt: values }),
    fc.record({ $gte: values, $lt: values }),
    fc.record({ $gt: values, $lte: values }),
    fc.record({ $lt: values }),
    fc.record({ $ne: values }),
    fc.record({ $in: fc.array(values, { maxLength: 3 }) }),
    fc.record({ $nin: fc.array(values, { maxLength: 3 }) }),
    fc.record({ $exists: fc.boolean() }),
    fc.record({ $not: fc.record({ $gt: values }) }),
  );
const conditions: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    id: ordered(fc.constantFrom('id-0', 'id-10', 'id-5', 'ïd-7', 'zz')),
    name: fc.oneof(
      ordered(words),
      fc.record({ $regex: fc.constantFrom('^a', 'b$', '.') }),
      fc.constant({ $eq: null }),
      fc.constant({ $gt: 3 }),
    ),
    age: fc.oneof(ordered(ages), fc.record({ $mod: fc.constant([2, 0]) }), fc.constant({ $lt: 'a' })),
    ratio: ordered(ratios),
    on: fc.oneof(
      fc.record({ $eq: fc.boolean() }),
      fc.record({ $ne: fc.boolean() }),
      fc.constant({ $gt: false }),
    ),
    'nested.text': ordered(words),
    tags: fc.oneof(
      fc.record({ $size: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ $elemMatch: fc.record({ $eq: words }) }),
      fc.record({ $eq: words }),
    ),
    other: fc.oneof(
      fc.record({ $type: fc.constantFrom('string', 'number', 'null') }),
      fc.record({ $eq: fc.constantFrom(null, 1, 'a') }),
    ),
  },
  { requiredKeys: [] },
);
const few = conditions.map((all) =>
  Object.fromEntries(Object.entries(all).filter((_, index) => index % 3 === 0)),
);
const selector = fc.oneof(
  few,
  fc.record({ $and: fc.array(few, { minLength: 1, maxLength: 2 }) }),
  fc.record({ $or: fc.array(few, { minLength: 1, maxLength: 3 }) }),
  fc.record({ $nor: fc.array(few, { minLength: 1, maxLength: 2 }) }),
  fc.tuple(few, few).map(([first, second]) => ({ ...first, $or: [second, { age: { $gt: 0 } }] })),
);
const sort = fc
  .uniqueArray(fc.constantFrom('id', 'name', 'age', 'ratio', 'nested.text', 'other'), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((paths) =>
    fc.tuple(
      ...paths.map((path) => fc.constantFrom('asc', 'desc').map((direction) => ({ [path]: direction }))),
    ),
  );
const query = fc.record(
  { selector, sort, skip: fc.integer({ min: 0, max: 4 }), limit: fc.integer({ min: 0, max: 12 }) },
  { requiredKeys: ['selector', 'sort'] },
);

function write(thing: Thing, deleted: boolean): RxDocumentData<Thing> {
  return { ...thing, _deleted: deleted, _attachments: {}, _meta: { lwt: now() }, _rev: '1-a' };
}

async function instanceOf(
  storage: RxStorage<never, never>,
): Promise<RxStorageInstance<Thing, unknown, unknown>> {
  return storage.createStorageInstance<Thing>({
    databaseInstanceToken: 'token',
    databaseName: 'database',
    collectionName: `things-${String(now())}`,
    schema,
    options: {} as never,
    multiInstance: false,
    devMode: false,
  });
}

test('every query finds, orders and counts what RxDB itself would find by looking at every document', async () => {
  const storage = getRxStorageNodeSqlite({ directory: ':memory:' });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(thing, fc.constantFrom(false, false, false, true)), { maxLength: 25 }),
      fc.array(query, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (things, queries, livingOnly) => {
        const documents = things.map(([fields, deleted], index) =>
          write({ ...fields, id: `${index % 7 === 0 ? 'ïd' : 'id'}-${index}` }, deleted),
        );
        const instance = await instanceOf(storage as never);
        const result = await instance.bulkWrite(
          documents.map((document) => ({ document })),
          'test',
        );
        expect(result.error).toEqual([]);
        for (const { skip = 0, limit, ...given } of queries) {
          const whole = livingOnly ? { ...given, selector: { ...given.selector, _deleted: false } } : given;
          const normalized = normalizeMangoQuery<Thing>(schema, {
            ...whole,
            skip,
            ...(limit !== undefined && { limit }),
          });
          const matches = getQueryMatcher(schema, normalized);
          const expected = documents
            .filter((document) => matches(document))
            .toSorted((a, b) => getSortComparator(schema, normalized)(a, b) ?? 0)
            .slice(skip, skip + (limit ?? Infinity))
            .map((document) => document.id);
          const prepared = prepareQuery(schema, normalized);
          const found = await instance.query(prepared);
          expect(found.documents.map((document) => document.id)).toEqual(expected);
          expect((await instance.count(prepared)).count).toBe(expected.length);
        }
        await instance.remove();
      },
    ),
    { numRuns: propertyRuns(150, 5000) },
  );
});

test("it agrees with RxDB's memory storage on conflicts, events and what is left", async () => {
  const id = fc.constantFrom('a', 'b', 'ç', '😀', '\uE000');
  const step = fc.oneof(
    fc.record({
      type: fc.constant('write' as const),
      rows: fc.array(
        fc.record({ id, age: ages, deleted: fc.boolean(), stale: fc.boolean(), blind: fc.boolean() }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    fc.record({ type: fc.constant('cleanup' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const sqlite = await instanceOf(getRxStorageNodeSqlite({ directory: ':memory:' }) as never);
      const memory = await instanceOf(getRxStorageMemory() as never);
      const heard: unknown[][] = [[], []];
      for (const [index, instance] of [sqlite, memory].entries()) {
        instance.changeStream().subscribe(({ events, context }) => {
          heard[index]?.push([context, events]);
        });
      }
      let revision = 0;
      for (const current of steps) {
        if (current.type === 'cleanup') {
          await Promise.all([sqlite.cleanup(0), memory.cleanup(0)]);
          continue;
        }
        // Two rows of one id in one call are not defined by RxDB; what they do here has its own test.
        const rows = [...new Map(current.rows.map((row) => [row.id, row])).values()];
        const before = new Map(
          (
            await memory.findDocumentsById(
              rows.map((row) => row.id),
              true,
            )
          ).map((document) => [document.id, document]),
        );
        const writes = rows.map((row) => {
          const known = before.get(row.id);
          const previous = known && (row.stale ? { ...known, _rev: '0-stale' } : known);
          const document = { ...write({ id: row.id, age: row.age }, row.deleted), _rev: `${++revision}-x` };
          return row.blind || !previous ? { document } : { document, previous };
        });
        const [ours, theirs] = await Promise.all([
          sqlite.bulkWrite(structuredClone(writes), 'context'),
          memory.bulkWrite(structuredClone(writes), 'context'),
        ]);
        expect(ours).toEqual(theirs);
      }
      expect(heard[0]).toEqual(heard[1]);
      const ids = ['a', 'b', 'ç', '😀', '\uE000'];
      for (const withDeleted of [true, false]) {
        expect(await sqlite.findDocumentsById(ids, withDeleted)).toEqual(
          await memory.findDocumentsById(ids, withDeleted),
        );
      }
      await Promise.all([sqlite.remove(), memory.remove()]);
    }),
    { numRuns: propertyRuns(100, 3000) },
  );
});

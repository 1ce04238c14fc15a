import * as fc from 'fast-check';
import type { MangoQuery } from 'rxdb';
import { expect, test } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import { propertyRuns } from '../../../test/support/property.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

/** The same as the store, in the plainest way: a map, filtered and sorted by hand. */
class Model {
  readonly documents = new Map<string, Entity>();

  find(query: Question): Entity[] {
    const { kind, sources, after, sort, skip = 0, limit = Infinity } = query;
    return [...this.documents.values()]
      .filter(
        (entity) =>
          (kind === undefined || entity.kind === kind) &&
          (sources === undefined || sources.includes(entity.source)) &&
          (after === undefined || entity.name > after),
      )
      .toSorted((a, b) => {
        for (const [path, direction] of sort) {
          const order = compare(a[path], b[path]);
          if (order !== 0) return direction === 'asc' ? order : -order;
        }
        return compare(a.id, b.id);
      })
      .slice(skip, skip + limit);
  }
}

/** Missing values come first. */
function compare(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return a < b ? -1 : 1;
}

type SortField = 'name' | 'source' | 'kind' | 'partition' | 'changedAt';
interface Question {
  readonly kind?: string | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly after?: string | undefined;
  readonly sort: readonly (readonly [SortField, 'asc' | 'desc'])[];
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
}

function toMango({ kind, sources, after, sort, skip, limit }: Question): MangoQuery<Entity> {
  return {
    selector: {
      ...(kind !== undefined && { kind }),
      ...(sources !== undefined && { source: { $in: [...sources] } }),
      ...(after !== undefined && { name: { $gt: after } }),
    },
    sort: sort.map(([path, direction]) => ({ [path]: direction })),
    ...(skip !== undefined && { skip }),
    ...(limit !== undefined && { limit }),
  } as MangoQuery<Entity>;
}

const name = fc.constantFrom('a', 'b', 'ü', 'web 1', 'web 10', '日本', '😀', '\uFF01');
const source = fc.constantFrom('vcenter-a', 'vcenter-b');
const kind = fc.constantFrom('vm' as const, 'host' as const);
const entity = fc
  .tuple(
    kind,
    name,
    source,
    fc.option(fc.constantFrom('p1', 'p2'), { nil: undefined }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map(
    ([kind, name, source, partition, day]) =>
      buildEntity(kind, name, {
        source,
        ...(partition !== undefined && { partition }),
        changedAt: `2026-11-0${day}T00:00:00.000Z`,
      }) as Entity,
  );
const id = entity.map((entity) => entity.id);
const question: fc.Arbitrary<Question> = fc.record(
  {
    kind,
    sources: fc.array(source, { maxLength: 2 }),
    after: name,
    sort: fc.uniqueArray(
      fc.tuple(
        fc.constantFrom<SortField>('name', 'source', 'kind', 'partition', 'changedAt'),
        fc.constantFrom('asc' as const, 'desc' as const),
      ),
      { maxLength: 3, minLength: 1, selector: ([path]) => path },
    ),
    skip: fc.integer({ min: 0, max: 5 }),
    limit: fc.integer({ min: 0, max: 10 }),
  },
  { requiredKeys: ['sort'] },
);
type Step =
  | { readonly type: 'put'; readonly entities: readonly Entity[] }
  | { readonly type: 'insert'; readonly entity: Entity }
  | { readonly type: 'remove'; readonly ids: readonly EntityId[] }
  | { readonly type: 'find'; readonly question: Question }
  | { readonly type: 'walk'; readonly size: number }
  | { readonly type: 'reopen' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('put' as const),
      entities: fc.array(entity, { maxLength: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('insert' as const), entity }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('remove' as const), ids: fc.array(id, { maxLength: 4 }) }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('find' as const), question }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('walk' as const), size: fc.integer({ min: 1, max: 7 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reopen' as const) }) },
);

const open = (dataDir: string): Promise<Store> =>
  openStore({ dataDir, clock: systemClock, random: systemRandom, logger: silentLogger });

/** Does the step to both. @returns what the store answered, and what it should have. */
async function apply(step: Step, store: Store, model: Model): Promise<readonly [unknown, unknown]> {
  const { entities } = store;
  switch (step.type) {
    case 'put':
      for (const entity of step.entities) model.documents.set(entity.id, entity);
      return [await entities.put(step.entities), undefined];
    case 'insert': {
      const isNew = !model.documents.has(step.entity.id);
      if (isNew) model.documents.set(step.entity.id, step.entity);
      return [await entities.insert(step.entity), isNew];
    }
    case 'remove':
      for (const id of step.ids) model.documents.delete(id);
      return [await entities.remove(step.ids), undefined];
    case 'find': {
      const query = toMango(step.question);
      const wanted = model.find(step.question);
      return [
        [await entities.find(query), await entities.count(query)],
        [wanted, wanted.length],
      ];
    }
    case 'walk': {
      const walked: Entity[] = [];
      for await (const batch of entities.each(step.size)) walked.push(...batch);
      return [walked, model.find({ sort: [] })];
    }
    case 'reopen':
      return [undefined, undefined];
    default:
      return step satisfies never;
  }
}

test('whatever is done to the store, it holds and finds what a map would', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      using folder = temporaryFolder();
      const model = new Model();
      let store = await open(folder.path);
      try {
        for (const step of steps) {
          if (step.type === 'reopen') {
            await store.close();
            store = await open(folder.path);
          }
          const [answered, wanted] = await apply(step, store, model);
          expect(answered).toEqual(wanted);
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: propertyRuns(25, 1500) },
  );
});

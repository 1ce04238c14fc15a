import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildEntity, buildView, testId } from '../../../test/support/build-view.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Relation, RelationType } from '../../shared/model/relation.ts';
import { blastRadius, impactLevels } from './blast-radius.ts';
import { dependencyRules } from './rules/registry.ts';
import { atOnce } from '../platform/turns.ts';
import { shortestPath } from './shortest-path.ts';
import { propertyRuns } from '../../../test/support/property.ts';

const runs = { numRuns: propertyRuns(150, 3_000) };

const kinds: readonly EntityKind[] = [...new Set(dependencyRules.flatMap(({ of, on }) => [...of, ...on]))];
const types = [...new Set(dependencyRules.map(({ type }) => type))].filter(
  (type): type is RelationType => type !== 'documented-as' && type !== 'uplink-to' && type !== 'linked-with',
);
const size = 14;

/**
 * Any kinds, mostly tied in ways that mean something: circles, both directions, ends that are missing. Few kinds at a
 * time, so that they meet.
 */
const estates = fc
  .array(fc.constantFrom(...kinds), { minLength: 3, maxLength: 7 })
  .chain((few) =>
    fc.tuple(
      fc.array(fc.constantFrom(...few), { minLength: size, maxLength: size }),
      fc.array(fc.tuple(fc.nat(size - 1), fc.nat(), fc.nat(size)), { minLength: 10, maxLength: 60 }),
      fc.boolean(),
    ),
  )
  .map(([chosen, ties, haEnabled]) => {
    const id = (i: number) => testId(chosen[i] ?? 'vm', `e${i}`);
    const relations = chosen.map((): Relation[] => []);
    for (const [from, pick, to] of ties) {
      const fitting = typesBetween(chosen[from], chosen[to]);
      const type = fitting[pick % Math.max(1, fitting.length)] ?? types[pick % types.length];
      if (type) relations[from]?.push({ type, to: id(to) });
    }
    const entities = chosen.map(
      (kind, i) =>
        buildEntity(kind, `e${i}`, {
          attributes: kind === 'cluster' ? { haEnabled } : {},
          relations: relations[i] ?? [],
        }) as Entity,
    );
    return { view: buildView(entities), entities };
  });

/** Relations that make one of two things depend on the other. */
function typesBetween(a: EntityKind | undefined, b: EntityKind | undefined): readonly RelationType[] {
  if (a === undefined || b === undefined) return [];
  return dependencyRules
    .filter(({ of, on }) => (of.includes(a) && on.includes(b)) || (of.includes(b) && on.includes(a)))
    .map(({ type }) => type)
    .filter((type): type is RelationType => (types as readonly string[]).includes(type));
}

const rank = (level: string | undefined) => (level === undefined ? -1 : impactLevels.indexOf(level as never));

test('every blast radius ends, leaves out what failed, and goes back to it', () => {
  fc.assert(
    fc.property(estates, ({ view, entities }) => {
      for (const root of entities) {
        const radius = blastRadius(view, root);
        expect(radius.affected.has(root.id)).toBe(false);
        for (const id of radius.affected.keys()) {
          const chain = radius.chain(id);
          expect(chain.at(-1)?.because.on.id).toBe(root.id);
          expect(chain.length).toBeLessThanOrEqual(3 * entities.length);
        }
      }
    }),
    runs,
  );
});

test('what cannot be without a thing takes nothing down that the thing does not', () => {
  fc.assert(
    fc.property(estates, ({ view, entities }) => {
      for (const rule of dependencyRules) {
        if (rule.need.type !== 'each' || rule.holds) continue;
        for (const part of entities) {
          if (!rule.of.includes(part.kind)) continue;
          for (const whole of rule.forward(view, part)) {
            if (whole.id === part.id) continue;
            const smaller = blastRadius(view, part).affected;
            const larger = blastRadius(view, whole).affected;
            const milder = [...smaller].filter(
              ([id, { level }]) => id !== whole.id && rank(larger.get(id)?.level) < rank(level),
            );
            expect(milder).toEqual([]);
          }
        }
      }
    }),
    runs,
  );
});

test('rules read the same from both ends', () => {
  fc.assert(
    fc.property(estates, ({ view, entities }) => {
      for (const rule of dependencyRules) {
        const down = entities
          .filter(({ kind }) => rule.of.includes(kind))
          .flatMap((one) => rule.forward(view, one).map((other) => `${one.id} ${other.id}`));
        const up = entities
          .filter(({ kind }) => rule.on.includes(kind))
          .flatMap((one) => rule.reverse(view, one).map((other) => `${other.id} ${one.id}`));
        expect(new Set(up)).toEqual(new Set(down));
      }
    }),
    runs,
  );
});

test('a path leads from one to the other, and is none where nothing ties them', () => {
  fc.assert(
    fc.property(estates, fc.nat(size - 1), fc.nat(size - 1), ({ view, entities }, a, b) => {
      const [from, to] = [entities[a] as Entity, entities[b] as Entity];
      const there = atOnce(shortestPath(view, from, to));
      const back = atOnce(shortestPath(view, to, from));
      expect(there === undefined).toBe(back === undefined);
      if (!there || !back) return;
      expect(there.steps[0]?.entity.id).toBe(from.id);
      expect(there.steps.at(-1)?.entity.id).toBe(to.id);
      expect(new Set(there.steps.map(({ entity }) => entity.id)).size).toBe(there.steps.length);
    }),
    runs,
  );
});

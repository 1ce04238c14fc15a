import { blastRadius } from '../../src/main/topology/blast-radius.ts';
import type { Desk } from '../../src/main/assistant/forms/question-form.ts';
import { askedQuestion, type Question } from '../../src/main/assistant/question.ts';
import type { NamedEntity } from '../../src/main/knowledge/knowledge.ts';
import type { Entity, EntityOf } from '../../src/shared/model/entity.ts';
import type { AttributesOf } from '../../src/shared/model/kinds/registry.ts';
import { buildEntity, buildView, testNow } from './build-view.ts';

/** What questions over a few entities are answered from: nothing ever changed. */
export function questionDesk(entities: readonly Entity[]): Desk {
  const view = buildView(entities);
  return {
    view,
    now: testNow,
    language: 'en',
    inventory: {
      timeline: async (id) => {
        const entity = view.get(id);
        if (!entity) throw new Error(`the test has no ${id}`);
        return { entity, entries: [], total: 0 };
      },
      changes: async () => ({ items: [], total: 0 }),
      list: async () => ({ view, list: [] }),
      freshness: async () => [],
    },
    blastRadius,
  };
}

/** A question, and those of the entities that its text names, in its order. */
export function questionAbout(
  text: string,
  entities: readonly Entity[],
  looking: readonly Entity[] = [],
): { readonly question: Question; readonly mentions: readonly NamedEntity[] } {
  const named = entities
    .filter(({ name }) => text.includes(name))
    .toSorted((a, b) => text.indexOf(a.name) - text.indexOf(b.name));
  return {
    question: askedQuestion({ text, named, looking, now: testNow }),
    mentions: named.map(({ id, kind, name }) => ({ id, kind, name, words: name, how: 'name' as const })),
  };
}

/** A finding of a rule about something. */
export function buildFinding(
  about: Entity,
  attributes: Pick<AttributesOf<'finding'>, 'rule' | 'severity' | 'title' | 'value' | 'threshold' | 'remedy'>,
): EntityOf<'finding'> {
  return buildEntity('finding', `${attributes.rule} ${about.name}`, {
    attributes: {
      ruleDomain: 'vmware',
      object: about.name,
      objectId: about.id,
      objectKind: about.kind,
      objectSource: about.source,
      why: 'no room',
      ruleSource: 'default',
      openedAt: testNow,
      ...attributes,
    },
  });
}

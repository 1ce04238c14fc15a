import { z } from 'zod';
import type { Entity } from '../../../shared/model/entity.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { RelationType } from '../../../shared/model/relation.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityEvidence } from '../entity-facts.ts';
import { bold } from '../markdown-text.ts';
import { subjectsOf } from '../question.ts';
import { defineForm, entityOf, say } from './question-form.ts';

const asks =
  /\bwhere\b.*\b(?:run|runs|running|is|are|located|lives?|sits?|hosted|stored|placed)\b|\b(?:on )?(?:which|what) (?:esxi? )?(?:host|node|server|cluster|datastore|rack|hypervisor|switch)\b.*\b(?:run|runs|running|is|on|does|hosts|holds|carries)\b|\bwo\b.*\b(?:läuft|laufen|liegt|steht|ist|befindet)\b|\bauf welche[mnrs]?\b.*\b(?:läuft|laufen|liegt|ist)\b/i;

/** Steps that lead from a thing to where it is. */
const steps: readonly { readonly type: RelationType; readonly en: string; readonly de: string }[] = [
  { type: 'runs-on', en: 'runs on', de: 'läuft auf' },
  { type: 'owned-by', en: 'belongs to', de: 'gehört zu' },
  { type: 'member-of', en: 'is a member of', de: 'gehört zu' },
  { type: 'stored-on', en: 'is stored on', de: 'liegt auf' },
  { type: 'backed-by', en: 'is backed by', de: 'beruht auf' },
  { type: 'part-of', en: 'is part of', de: 'ist Teil von' },
  { type: 'located-in', en: 'is located in', de: 'steht in' },
];
const mostSteps = 12;

/** "where does X run", "auf welchem Host läuft X" */
export const whereRuns = defineForm({
  name: 'where_runs',
  description:
    'Where an entity runs, is stored or stands: host, cluster, datastore, array, rack, site, step by step.',
  arguments: z.object({ entity: entityIdSchema.describe('id of the entity') }),
  recognise(question) {
    if (!asks.test(question.text)) return undefined;
    const [entity] = subjectsOf(question);
    return entity && { entity: entity.id };
  },
  answer({ entity: id }, desk) {
    const entity = entityOf(desk, id);
    if (!entity) return [];
    const path = placement(desk.view, entity);
    if (path.length === 0) {
      return [
        {
          text: say(
            desk.language,
            `The inventory does not say where ${bold(entity.name)} is.`,
            `Das Inventar sagt nicht, wo ${bold(entity.name)} ist.`,
          ),
          rests: [entityEvidence(entity, [])],
        },
      ];
    }
    return path.map(({ from, step, to }, place) => {
      const names = to.map((one) => `${bold(one.name)} (${kindDefinition(one.kind).title})`).join(', ');
      const text = say(desk.language, step.en, step.de);
      return {
        text: `${place === 0 ? '' : '- '}${bold(from.name)} ${text} ${names}.`,
        rests: [
          entityEvidence(from, [
            {
              path: `relations.${step.type}`,
              label: step.type.replaceAll('-', ' '),
              text: to.map(({ name }) => name).join(', '),
            },
          ]),
        ],
      };
    });
  },
});

/** Breadth first, each thing once; a pod's namespace says as little of where it runs as a VM's folder. */
export function placement(view: InventoryView, entity: Entity) {
  const seen = new Set([entity.id]);
  const path: { from: Entity; step: (typeof steps)[number]; to: readonly Entity[] }[] = [];
  const queue = [entity];
  for (let from = queue.shift(); from && path.length < mostSteps; from = queue.shift()) {
    for (const step of steps) {
      const to = view
        .outbound(from, step.type)
        .filter(({ id, kind }) => !seen.has(id) && kind !== 'namespace' && kind !== 'resource-pool');
      if (to.length === 0) continue;
      for (const one of to) seen.add(one.id);
      path.push({ from, step, to });
      // Where one thing leads to several, each of them leads on to too much.
      if (to.length <= 2) queue.push(...to);
    }
  }
  return path;
}

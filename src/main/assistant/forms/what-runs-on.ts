import { z } from 'zod';
import type { Entity } from '../../../shared/model/entity.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import {
  entityKinds,
  isEntityKind,
  kindDefinition,
  type EntityKind,
} from '../../../shared/model/kinds/registry.ts';
import type { RelationType } from '../../../shared/model/relation.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityEvidence, namesText } from '../entity-facts.ts';
import { kindsIn } from '../kind-words.ts';
import { bold, mdText } from '../markdown-text.ts';
import { subjectsOf } from '../question.ts';
import { defineForm, entityOf, say } from './question-form.ts';

const asks =
  /\b(?:what|which|list|show|all|how many|wie ?viele|was|welche[rsn]?|zeige?|liste|alle)\b.*\b(?:on|in|of|at|runs?|running|uses?|using|connected|stored|belong|auf|in|im|an|am|von|läuft|laufen|liegt|liegen|hängen|nutzen|gehören)\b/i;
const carrying: readonly RelationType[] = [
  'runs-on',
  'stored-on',
  'member-of',
  'part-of',
  'attached-to',
  'located-in',
  'backed-by',
  'owned-by',
  'connected-to',
  'mapped-to',
  'carries',
  'mounts',
  'powered-by',
  'managed-by',
];
const mostShown = 40;

/** "which VMs are on host Y", "welche VMs laufen auf Y", "what runs on Y" */
export const whatRunsOn = defineForm({
  name: 'what_runs_on',
  description:
    'What runs on, is stored on, or belongs to an entity: VMs of a host or datastore, pods of a node, hosts of a cluster, interfaces of a switch.',
  arguments: z.object({
    entity: entityIdSchema.describe('id of the entity'),
    kinds: z.array(z.string().max(60)).max(10).optional().describe('kinds wanted, e.g. ["vm"]; absent: all'),
  }),
  recognise(question) {
    if (!asks.test(question.text)) return undefined;
    const [entity] = subjectsOf(question);
    if (!entity) return undefined;
    const kinds = kindsIn(withoutNames(question.text, question.named)).filter(
      (kind) => kind !== entity.kind && kind !== 'finding',
    );
    if (
      kinds.length === 0 &&
      !/\b(?:what|was)\b.*\b(?:runs?|running|läuft|laufen|is on|stored)\b/i.test(question.text)
    ) {
      return undefined;
    }
    return { entity: entity.id, ...(kinds.length > 0 && { kinds }) };
  },
  answer({ entity: id, kinds }, desk) {
    const entity = entityOf(desk, id);
    if (!entity) return [];
    const wanted = kinds?.filter(isEntityKind);
    const carried = carriedBy(desk.view, entity, wanted);
    const what = wanted?.map((kind) => kindDefinition(kind).plural).join(', ') ?? '';
    if (carried.length === 0) {
      return [
        {
          text: say(
            desk.language,
            `The inventory knows of no ${what === '' ? 'thing' : what} on ${bold(entity.name)}.`,
            `Das Inventar kennt nichts${what === '' ? '' : ` (${what})`} auf ${bold(entity.name)}.`,
          ),
          rests: [entityEvidence(entity, [])],
        },
      ];
    }
    const byKind = Map.groupBy(carried, ({ kind }) => kind);
    return [...byKind].flatMap(([kind, ofKind]) => {
      const { title, plural } = kindDefinition(kind);
      const count = `${ofKind.length} ${ofKind.length === 1 ? title : plural}`;
      return [
        {
          text: `${say(desk.language, `${count} on ${bold(entity.name)}:`, `${count} auf ${bold(entity.name)}:`)} ${ofKind
            .slice(0, mostShown)
            .map(({ name }) => mdText(name))
            .join(
              ', ',
            )}${ofKind.length > mostShown ? say(desk.language, ` and ${ofKind.length - mostShown} more`, ` und ${ofKind.length - mostShown} weitere`) : ''}.`,
          rests: [
            entityEvidence(entity, [
              {
                path: `carries.${kind}`,
                label: plural,
                text: `${ofKind.length}: ${namesText(ofKind, mostShown)}`,
              },
            ]),
          ],
        },
      ];
    });
  },
});

/** By relations that carry, and one step through what stands between: VMs of a cluster by way of its hosts. */
export function carriedBy(
  view: InventoryView,
  entity: Entity,
  kinds: readonly EntityKind[] | undefined,
): readonly Entity[] {
  const direct = inboundOf(view, entity);
  const fits = ({ kind }: Entity) => (kinds === undefined ? kind !== 'finding' : kinds.includes(kind));
  const found = direct.filter(fits);
  if (found.length > 0 || kinds === undefined) return found;
  const seen = new Map<string, Entity>();
  for (const between of direct) {
    for (const one of inboundOf(view, between)) if (fits(one)) seen.set(one.id, one);
  }
  return [...seen.values()];
}

function inboundOf(view: InventoryView, entity: Entity): readonly Entity[] {
  const seen = new Map<string, Entity>();
  for (const type of carrying) for (const one of view.inbound(entity, type)) seen.set(one.id, one);
  return [...seen.values()].toSorted((a, b) => entityKinds.indexOf(a.kind) - entityKinds.indexOf(b.kind));
}

/** A host that is called "node-01" does not ask for nodes. */
export function withoutNames(text: string, named: readonly Entity[]): string {
  let rest = text;
  for (const { name } of named) rest = rest.replaceAll(name, ' ');
  return rest.replaceAll(
    /\b(?:on|auf|of|von|in)\s+(?:the |dem |der |den )?(?:esxi? )?(?:host|hosts|node|server|cluster|datastore|switch)\s*(?=\s|$|[?.!])/gi,
    ' ',
  );
}

import { z } from 'zod';
import type { Entity } from '../../../shared/model/entity.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { stateOf } from '../../topology/entity-state.ts';
import { allFacts, entityEvidence } from '../entity-facts.ts';
import type { Fact } from '../evidence.ts';
import { bold, mdText } from '../markdown-text.ts';
import { subjectsOf } from '../question.ts';
import { words } from '../words.ts';
import { defineForm, entityOf, say } from './question-form.ts';

const asks =
  /\b(?:what|which|how much|how many|how big|how large|is|are|does|has|tell me|show|was|welche[rsn]?|wie ?viele?|wie groß|ist|sind|hat|zeige?)\b/i;
/** "is X running": its state, whatever attribute has the word. */
const statesOnly =
  /\b(?:is|are|ist|sind|läuft)\b.*\b(?:up|down|running|powered (?:on|off)|alive|reachable|erreichbar|an|aus)\s*\??\s*$/i;
const state =
  /\b(?:up|down|running|powered|on|off|state|status|alive|reachable|zustand|an|aus|erreichbar)\b/i;

/** How operators call what attributes are named after, folded. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  ip: ['ips', 'address', 'managementip'],
  address: ['ips', 'managementip'],
  adresse: ['ips', 'managementip'],
  ram: ['memory'],
  memory: ['memory'],
  speicher: ['memory'],
  arbeitsspeicher: ['memory'],
  hauptspeicher: ['memory'],
  cpu: ['vcpus', 'cpu', 'cores'],
  cpus: ['vcpus', 'cpus', 'cores'],
  cores: ['vcpus', 'cores'],
  kerne: ['vcpus', 'cores'],
  prozessoren: ['vcpus', 'cores'],
  os: ['os'],
  betriebssystem: ['os'],
  hostname: ['dns'],
  seriennummer: ['serial'],
  modell: ['model'],
  hersteller: ['manufacturer', 'vendor'],
};

/** "how much memory has X", "what is the IP of X", "is X up" */
export const attribute = defineForm({
  name: 'get_entity',
  description:
    'Facts of one entity: state, attributes, where it stands, what hangs on it. `about` narrows to attributes with that word.',
  arguments: z.object({
    entity: entityIdSchema.describe('id of the entity'),
    about: z
      .string()
      .max(80)
      .optional()
      .describe('a word of the attribute, e.g. "memory"; absent: everything'),
  }),
  recognise(question) {
    if (!asks.test(question.text)) return undefined;
    const subjects = subjectsOf(question).filter(({ kind }) => kind !== 'finding');
    const [entity] = subjects;
    if (!entity || subjects.length > 2) return undefined;
    const asked = wordsAbout(question.text, question.named);
    if (asked.length === 0) return undefined;
    if (statesOnly.test(question.text) && stateOf(entity)) return { entity: entity.id, about: 'state' };
    const about = asked.find((word) => matching(attributeFactsOf(entity), word).length > 0);
    if (about !== undefined) return { entity: entity.id, about };
    return state.test(question.text) && stateOf(entity) ? { entity: entity.id, about: 'state' } : undefined;
  },
  answer({ entity: id, about }, desk) {
    const entity = entityOf(desk, id);
    if (!entity) return [];
    const all = allFacts(desk.view, entity);
    const facts = about === undefined ? all : matching(all, about);
    if (facts.length === 0) {
      return [
        {
          text: say(
            desk.language,
            `The inventory knows nothing of the kind about ${bold(entity.name)}.`,
            `Das Inventar weiß dazu nichts über ${bold(entity.name)}.`,
          ),
          rests: [entityEvidence(entity, all.slice(0, 2))],
        },
      ];
    }
    return [
      {
        text: `${bold(entity.name)}: ${facts.map(({ label, text }) => `${mdText(label)} ${mdText(text)}`).join('; ')}.`,
        rests: [entityEvidence(entity, facts)],
      },
    ];
  },
});

function attributeFactsOf(entity: Entity): Fact[] {
  const found = stateOf(entity);
  const attributes: Readonly<Record<string, unknown>> = entity.attributes;
  return [
    ...(found ? [{ path: 'state', label: 'State', text: found.text }] : []),
    ...Object.keys(attributes).map((path) => ({ path, label: path, text: '' })),
  ];
}

/** Facts whose path has the word, or a word that means the same. */
function matching(facts: readonly Fact[], word: string): Fact[] {
  const folded = word.toLowerCase();
  const wanted = [folded, ...(synonyms[folded] ?? [])];
  return facts.filter(({ path }) => {
    const parts = path
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[\s.-]+/);
    return wanted.some((one) => parts.includes(one) || path.toLowerCase() === one);
  });
}

function wordsAbout(text: string, named: readonly Entity[]): readonly string[] {
  let rest = text;
  for (const { name } of named) rest = rest.replaceAll(name, ' ');
  return words(rest);
}

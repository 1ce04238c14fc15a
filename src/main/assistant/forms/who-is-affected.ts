import { z } from 'zod';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { Impact, ImpactLevel } from '../../topology/blast-radius.ts';
import { entityEvidence, namesText } from '../entity-facts.ts';
import { bold, mdText } from '../markdown-text.ts';
import { subjectsOf } from '../question.ts';
import { defineForm, entityOf, say } from './question-form.ts';

const asks =
  /\b(?:affected|impact(?:ed)?|blast radius|depends? on|dependents?|dependants?)\b|\bif\b.*\b(?:dies|fails?|goes (?:down|away)|crash(?:es)?|is (?:down|lost|gone)|reboots?|breaks?)\b|\bwhat happens\b.*\b(?:when|if)\b|\bbetroffen\b|\b(?:wenn|falls|was passiert)\b.*\b(?:ausfällt|stirbt|weg ist|abstürzt|kaputt|ausfallen)\b|\bhäng(?:t|en)\b.*\bab\b|\babhängig\b/i;
const levels: readonly { readonly level: ImpactLevel; readonly en: string; readonly de: string }[] = [
  { level: 'lost', en: 'lost until it is mended', de: 'Ausfall, bis es behoben ist' },
  { level: 'restarts', en: 'gone until started elsewhere', de: 'Ausfall bis zum Neustart anderswo' },
  { level: 'reduced', en: 'less redundancy', de: 'weniger Redundanz' },
];
const mostNames = 15;

/** "who is affected if host X dies", "was ist betroffen, wenn X ausfällt" */
export const whoIsAffected = defineForm({
  name: 'who_is_affected',
  description: 'What is lost, restarts or loses redundancy when an entity fails, from the topology.',
  arguments: z.object({ entity: entityIdSchema.describe('id of what fails') }),
  recognise(question) {
    if (!asks.test(question.text)) return undefined;
    const [entity] = subjectsOf(question);
    return entity && entity.kind !== 'finding' ? { entity: entity.id } : undefined;
  },
  answer({ entity: id }, desk) {
    const entity = entityOf(desk, id);
    if (!entity) return [];
    const impacts = [...desk.blastRadius(desk.view, entity).affected.values()];
    if (impacts.length === 0) {
      return [
        {
          text: say(
            desk.language,
            `As far as the inventory tells, nothing else is affected when ${bold(entity.name)} fails.`,
            `Soweit das Inventar es weiß, ist nichts weiter betroffen, wenn ${bold(entity.name)} ausfällt.`,
          ),
          rests: [entityEvidence(entity, [{ path: 'affected', label: 'Affected', text: '0' }])],
        },
      ];
    }
    const byLevel = Map.groupBy(impacts, ({ level }) => level);
    const head = say(
      desk.language,
      `When ${bold(entity.name)} (${kindDefinition(entity.kind).title}) fails, ${impacts.length} others are affected:`,
      `Wenn ${bold(entity.name)} (${kindDefinition(entity.kind).title}) ausfällt, sind ${impacts.length} andere betroffen:`,
    );
    return [
      {
        text: head,
        rests: [
          entityEvidence(entity, [{ path: 'affected', label: 'Affected', text: String(impacts.length) }]),
        ],
      },
      ...levels.flatMap(({ level, en, de }) =>
        kindsOf(byLevel.get(level) ?? []).map(({ kind, entities }) => {
          const { title, plural } = kindDefinition(kind);
          const count = `${entities.length} ${entities.length === 1 ? title : plural}`;
          const names = namesText(entities, mostNames);
          return {
            text: `- ${say(desk.language, en, de)}, ${count}: ${mdText(names)}`,
            rests: [
              entityEvidence(entity, [
                {
                  path: `affected.${level}.${kind}`,
                  label: `${level}: ${plural}`,
                  text: `${count}: ${names}`,
                },
              ]),
            ],
          };
        }),
      ),
    ];
  },
});

function kindsOf(impacts: readonly Impact[]) {
  return [...Map.groupBy(impacts, ({ entity }) => entity.kind)]
    .map(([kind, some]) => ({ kind, entities: some.map(({ entity }) => entity) }))
    .toSorted((a, b) => b.entities.length - a.entities.length);
}

import { z } from 'zod';
import { instantText } from '../../../shared/format.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { changeEvidence, changeLine } from '../change-line.ts';
import { entityEvidence } from '../entity-facts.ts';
import { bold, mdText } from '../markdown-text.ts';
import { subjectsOf } from '../question.ts';
import { defineForm, entityOf, say, type Statement } from './question-form.ts';

const asks =
  /\b(?:timeline|history|life ?cycle)\b|\bsince when\b|\bwhen (?:was|did|has|were)\b|\bhow long has\b|\bverlauf\b|\bhistorie\b|\bseit wann\b|\bwann (?:wurde|ist|war|hat)\b/i;
const mostEntries = 10;

/** "when was X first seen", "seit wann gibt es X" */
export const timeline = defineForm({
  name: 'timeline',
  description: 'The life of one entity: first seen, every change, gone, back; newest first.',
  arguments: z.object({ entity: entityIdSchema.describe('id of the entity') }),
  recognise(question) {
    if (!asks.test(question.text)) return undefined;
    const [entity] = subjectsOf(question);
    return entity && { entity: entity.id };
  },
  async answer({ entity: id }, desk) {
    const entity = entityOf(desk, id);
    if (!entity) return [];
    const { entries, total } = await desk.inventory.timeline(id, { limit: mostEntries, until: desk.now });
    const first = { path: 'firstSeenAt', label: 'First seen', text: instantText(entity.firstSeenAt) };
    const last = { path: 'changedAt', label: 'Last changed', text: instantText(entity.changedAt) };
    const lines = entries.flatMap((entry): Statement[] => {
      const at = instantText(entry.at);
      if (entry.type === 'changed') {
        return entry.changes.slice(0, 6).map((change) => ({
          text: `- ${at} ${mdText(changeLine(change))}`,
          rests: [changeEvidence(change)],
        }));
      }
      if (entry.type === 'first-seen') return [];
      return [
        {
          text: `- ${at} ${say(desk.language, entry.type, entry.type === 'returned' ? 'ist wieder da' : 'verschwunden')}`,
          rests: [entityEvidence(entity, [{ path: entry.type, label: entry.type, text: at }])],
        },
      ];
    });
    return [
      {
        text: say(
          desk.language,
          `${bold(entity.name)} was first seen ${first.text} and last changed ${last.text}.`,
          `${bold(entity.name)} wurde zuerst gesehen ${first.text}, zuletzt geändert ${last.text}.`,
        ),
        rests: [entityEvidence(entity, [first, last])],
      },
      ...lines,
      ...(total > entries.length
        ? [{ text: say(desk.language, 'There is more before that.', 'Davor gibt es mehr.'), rests: [] }]
        : []),
    ];
  },
});

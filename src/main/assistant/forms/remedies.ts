import { z } from 'zod';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { bold, mdText } from '../markdown-text.ts';
import { quotedIn } from '../quoted.ts';
import { subjectsOf } from '../question.ts';
import { findingEvidence, findingsOf, objectName } from './findings.ts';
import { defineForm, entityOf, say } from './question-form.ts';

const asks =
  /\bwhat (?:can|could|should) (?:be done|(?:i|we|one) do) about\b|\bwhat to do about\b|\bwas (?:lässt sich|(?:kann|könnte|soll|sollte) (?:man|ich)|(?:können|sollen|sollten) wir) (?:gegen|mit)\b|\bwas tun (?:gegen|mit|bei)\b/i;
const mostShown = 12;

/** "what can be done about "Datastore fills up" on Z", "was lässt sich gegen „Datastore fills up“ an Z tun" */
export const remedies = defineForm({
  name: 'remedies',
  description:
    'What the catalogue of findings advises against what is wrong: of one entity, or of one kind of finding.',
  arguments: z.object({
    entity: entityIdSchema.optional().describe('id of the entity; absent: all that have the finding'),
    title: z
      .string()
      .max(300)
      .optional()
      .describe('title of the finding, e.g. "Datastore fills up"; absent: all'),
  }),
  recognise(question) {
    if (!asks.test(question.text)) return undefined;
    const entity = subjectsOf(question).find(({ kind }) => kind !== 'finding');
    const [title] = quotedIn(question.text);
    if (!entity && title === undefined) return undefined;
    return { ...(entity && { entity: entity.id }), ...(title !== undefined && { title }) };
  },
  answer({ entity: id, title }, desk) {
    const entity = id === undefined ? undefined : entityOf(desk, id);
    const wanted = title?.toLowerCase();
    const found = findingsOf(desk.view, entity).filter(
      ({ attributes }) => wanted === undefined || attributes.title.toLowerCase() === wanted,
    );
    // What one finding advises, it advises for everything that has it.
    const byAdvice = Map.groupBy(found, ({ attributes }) => `${attributes.title}\n${attributes.remedy}`);
    return [...byAdvice.values()].slice(0, mostShown).flatMap((alike) => {
      const [first] = alike;
      if (!first) return [];
      const shown = alike.slice(0, mostShown);
      const objects = shown.map((one) => seen(one, objectName(desk.view, one))).join(', ');
      const rest = alike.length - shown.length;
      const more = rest > 0 ? say(desk.language, ` and ${rest} more`, ` und ${rest} weitere`) : '';
      return [
        {
          text: `- ${bold(first.attributes.title)}, ${objects}${more}: ${mdText(first.attributes.remedy)}`,
          rests: shown.map(findingEvidence),
        },
      ];
    });
  },
});

function seen({ attributes }: EntityOf<'finding'>, name: string): string {
  return `${mdText(name)} (${mdText(attributes.value)})`;
}

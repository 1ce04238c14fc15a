import { z } from 'zod';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { severities } from '../../../shared/model/severity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityEvidence, keyFacts } from '../entity-facts.ts';
import { bold, mdText } from '../markdown-text.ts';
import { subjectsOf } from '../question.ts';
import { defineForm, entityOf, say } from './question-form.ts';

const asks =
  /\bfindings?\b|\bwhat(?:'s| is| are)? (?:wrong|broken|the (?:problems?|issues?))\b|\b(?:any|open|critical) (?:problems?|issues?|alerts?|alarms?|warnings?)\b|\bhealth(?:y)?\b|\bwhat is the matter\b|\bbefunde?\b|\bwas ist (?:los|kaputt|falsch)\b|\bwas stimmt\b|\b(?:gibt es )?(?:probleme?|störungen|alarme)\b/i;
const instructs =
  /\bhow (?:do|can|to|should)\b|\bwie (?:kann|muss|mache|behebe)\b|\bwhat does\b|\bwas bedeutet\b/i;
const mostShown = 12;

/** "what is wrong with X", "are there critical problems" */
export const findings = defineForm({
  name: 'findings',
  description: 'Rules that entities break now (findings), worst first, with value, threshold and remedy.',
  arguments: z.object({
    entity: entityIdSchema.optional().describe('id of the entity; absent: all'),
    severity: z.enum(severities).optional(),
  }),
  recognise(question) {
    if (!asks.test(question.text) || instructs.test(question.text)) return undefined;
    const [entity] = subjectsOf(question);
    const severity = /\b(?:critical|kritisch)/i.test(question.text) ? ('critical' as const) : undefined;
    return {
      ...(entity && { entity: entity.id }),
      ...(severity && { severity }),
    };
  },
  answer({ entity: id, severity }, desk) {
    const entity = id === undefined ? undefined : entityOf(desk, id);
    const found = findingsOf(desk.view, entity).filter(
      (one) => severity === undefined || one.attributes.severity === severity,
    );
    if (found.length === 0) {
      return [
        {
          text: entity
            ? say(
                desk.language,
                `There is no finding about ${bold(entity.name)}.`,
                `Zu ${bold(entity.name)} gibt es keinen Befund.`,
              )
            : say(desk.language, 'There is no such finding.', 'Es gibt keinen solchen Befund.'),
          rests: entity ? [entityEvidence(entity, keyFacts(desk.view, entity).slice(0, 2))] : [],
        },
      ];
    }
    const rest = found.length - mostShown;
    return [
      ...found.slice(0, mostShown).map((one) => ({
        text: `- ${one.attributes.severity}: ${entity ? '' : `${bold(objectName(desk.view, one))}: `}${mdText(one.attributes.title)} (${mdText(one.attributes.value)}; ${say(desk.language, 'expected', 'erwartet')} ${mdText(one.attributes.threshold)}). ${mdText(one.attributes.remedy)}`,
        rests: [findingEvidence(one)],
      })),
      ...(rest > 0
        ? [{ text: say(desk.language, `And ${rest} more.`, `Und ${rest} weitere.`), rests: [] }]
        : []),
    ];
  },
});

/** Worst first. */
export function findingsOf(view: InventoryView, entity: Entity | undefined): readonly EntityOf<'finding'>[] {
  return view
    .all('finding')
    .filter(({ attributes }) => entity === undefined || attributes.objectId === entity.id)
    .toSorted(
      (a, b) => severities.indexOf(a.attributes.severity) - severities.indexOf(b.attributes.severity),
    );
}

export function findingEvidence(finding: EntityOf<'finding'>) {
  const { severity, title, value, threshold, remedy, why, object } = finding.attributes;
  return entityEvidence(finding, [
    { path: 'object', label: 'About', text: object },
    { path: 'severity', label: 'Severity', text: severity },
    { path: 'title', label: 'Finding', text: title },
    { path: 'value', label: 'Value', text: value },
    { path: 'threshold', label: 'Expected (threshold)', text: threshold },
    { path: 'why', label: 'Why it matters', text: why },
    { path: 'remedy', label: 'Remedy', text: remedy },
  ]);
}

export function objectName(view: InventoryView, finding: EntityOf<'finding'>): string {
  return view.get(finding.attributes.objectId as Entity['id'])?.name ?? finding.attributes.object;
}

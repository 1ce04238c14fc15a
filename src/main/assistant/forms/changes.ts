import { z } from 'zod';
import { instantText } from '../../../shared/format.ts';
import { entityIdSchema, instant, instantSchema } from '../../../shared/model/ids.ts';
import { entityKinds } from '../../../shared/model/kinds/registry.ts';
import { changeEvidence, changeLine } from '../change-line.ts';
import { entityEvidence } from '../entity-facts.ts';
import { bold, mdText } from '../markdown-text.ts';
import { subjectsOf } from '../question.ts';
import { sinceOf } from '../time-window.ts';
import { defineForm, entityOf, say } from './question-form.ts';

const asks =
  /\bchange[sd]?\b|\bwhat(?:'s| is| was)? new\b|\bmodified\b|\bdiffer|geändert|änderung|verändert|\bneu(?:es)?\b/i;
const notThis =
  /\bhow (?:do|can|to)\b|\bwie (?:kann|ändere|wird|mache)\b|\bchange (?:the|a|my)\b|\bshould\b/i;
const week = 7 * 86_400_000;
const mostLines = 12;
/** That a finding came or went follows from a change; it is told by itself. */
const notFindings = entityKinds.filter((kind) => kind !== 'finding');

/** "what changed on X this week", "was hat sich an X geändert" */
export const changes = defineForm({
  name: 'changes',
  description:
    'Changes of configuration and placement that collection runs saw, newest first; of one entity, or of everything.',
  arguments: z.object({
    entity: entityIdSchema.optional().describe('id of the entity; absent: all'),
    since: instantSchema.optional().describe('ISO time in UTC with milliseconds; absent: 7 days ago'),
  }),
  recognise(question) {
    if (!asks.test(question.text) || notThis.test(question.text)) return undefined;
    const [entity] = subjectsOf(question);
    // Words that name no entity ask for something else than the inventory's changes.
    const since = sinceOf(question.text, question.now);
    if (
      !entity &&
      since === undefined &&
      !/\b(?:recent|lately|zuletzt|kürzlich|new|neu)/i.test(question.text)
    ) {
      return undefined;
    }
    return { ...(entity && { entity: entity.id }), ...(since && { since }) };
  },
  async answer({ entity: id, since }, desk) {
    const from = since ?? instant(Date.parse(desk.now) - week);
    const entity = id === undefined ? undefined : entityOf(desk, id);
    const { items: shown, total } = await desk.inventory.changes({
      ...(id === undefined ? { kinds: notFindings } : { entityId: id }),
      since: from,
      until: desk.now,
      limit: mostLines,
    });
    const when = instantText(from);
    if (shown.length === 0) {
      if (!entity) {
        return [
          {
            text: say(
              desk.language,
              `No change of configuration or placement is recorded since ${when}.`,
              `Seit ${when} ist keine Änderung von Konfiguration oder Platzierung verzeichnet.`,
            ),
            rests: [],
          },
        ];
      }
      const never = entity.changedAt === entity.firstSeenAt;
      const fact = never
        ? { path: 'firstSeenAt', label: 'First seen', text: instantText(entity.firstSeenAt) }
        : { path: 'changedAt', label: 'Last changed', text: instantText(entity.changedAt) };
      return [
        {
          text: say(
            desk.language,
            `No change of ${bold(entity.name)} is recorded since ${when}; ${never ? 'it was first seen' : 'it last changed'} ${fact.text}.`,
            `Seit ${when} ist keine Änderung von ${bold(entity.name)} verzeichnet; ${never ? 'zuerst gesehen' : 'zuletzt geändert'} ${fact.text}.`,
          ),
          rests: [entityEvidence(entity, [fact])],
        },
      ];
    }
    const head = entity
      ? say(
          desk.language,
          `${total} changes of ${bold(entity.name)} since ${when}:`,
          `${total} Änderungen von ${bold(entity.name)} seit ${when}:`,
        )
      : say(desk.language, `${total} changes since ${when}:`, `${total} Änderungen seit ${when}:`);
    return [
      { text: total > shown.length ? `${head} (${shown.length} newest)` : head, rests: [] },
      ...shown.map((change) => ({
        text: `- ${instantText(change.at)} ${entity ? '' : `${bold(change.entityName)} `}${mdText(changeLine(change))}`,
        rests: [changeEvidence(change)],
      })),
    ];
  },
});

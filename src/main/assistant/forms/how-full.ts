import { z } from 'zod';
import { bytes, percent } from '../../../shared/format.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { kindDefinition, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { entityEvidence, fillOf } from '../entity-facts.ts';
import { kindsIn } from '../kind-words.ts';
import { bold } from '../markdown-text.ts';
import { subjectsOf, type Question } from '../question.ts';
import { defineForm, entityOf, say, type Desk, type Statement } from './question-form.ts';

const asks =
  /\bhow (?:full|much (?:free |disk |storage )?(?:space|room|capacity))\b|\bfull(?:est)?\b|\b(?:free|remaining|left|used) (?:space|capacity|room)\b|\bspace left\b|\bfill(?:ed|s|ing)?\b|\butili[sz]ation\b|\bwie ?voll\b|\bvoll(?:ste[nrs]?)?\b|\b(?:freier?|belegter?|wie ?viel) (?:speicher|platz|speicherplatz)\b|\bfüllstand|\bauslastung\b|\bplatz\b/i;
const instructs = /\bhow (?:do|can|to|should)\b|\bwie (?:kann|muss|mache|geht)\b|\bwhat to do\b|\bwas tun\b/i;
/** Kinds that have a size and say how much of it is used. */
const sized: readonly EntityKind[] = ['datastore', 'volume', 'pool', 'array', 'datastore-cluster'];
const mostShown = 10;

/** "how full is datastore Z", "which datastores are nearly full" */
export const howFull = defineForm({
  name: 'how_full',
  description: 'How full a datastore, volume, pool or array is; without an entity: the fullest ones.',
  arguments: z.object({
    entity: entityIdSchema.optional().describe('id of the entity; absent: the fullest of `kind`'),
    kind: z.enum(['datastore', 'volume', 'pool', 'array']).optional(),
  }),
  recognise(question) {
    if (!asks.test(question.text) || instructs.test(question.text)) return undefined;
    const entity = subjectsOf(question).find((one) => fillOf(one));
    if (entity) return { entity: entity.id };
    return question.named.length > 0 ? undefined : wantedKind(question);
  },
  answer({ entity: id, kind }, desk) {
    const entity = id === undefined ? undefined : entityOf(desk, id);
    if (entity) return [fillLine(entity, desk, '') ?? unknownFill(entity, desk)];
    const kinds = kind === undefined ? sized : [kind];
    return kinds
      .flatMap((one) => desk.view.all(one) as readonly Entity[])
      .flatMap((one) => {
        const fill = fillOf(one);
        return fill ? [{ one, share: fill.used / fill.size }] : [];
      })
      .toSorted((a, b) => b.share - a.share)
      .slice(0, mostShown)
      .flatMap(({ one }) => fillLine(one, desk, '- ') ?? []);
  },
});

function wantedKind({ text }: Question): { kind?: 'datastore' | 'volume' | 'pool' | 'array' } | undefined {
  const kind = kindsIn(text).find((one) => sized.includes(one));
  if (kind === 'datastore' || kind === 'volume' || kind === 'pool' || kind === 'array') return { kind };
  return undefined;
}

function fillLine(entity: Entity, { language }: Pick<Desk, 'language'>, mark: string): Statement | undefined {
  const fill = fillOf(entity);
  if (!fill) return undefined;
  const share = percent((100 * fill.used) / fill.size);
  const title = kindDefinition(entity.kind).title;
  return {
    text: say(
      language,
      `${mark}${bold(entity.name)} (${title}) is ${share} full: ${bytes(fill.used)} of ${bytes(fill.size)} used, ${bytes(fill.free)} free.`,
      `${mark}${bold(entity.name)} (${title}) ist zu ${share} voll: ${bytes(fill.used)} von ${bytes(fill.size)} belegt, ${bytes(fill.free)} frei.`,
    ),
    rests: [
      entityEvidence(entity, [
        { path: 'usedPercent', label: 'Used', text: share },
        { path: 'usedBytes', label: 'Used', text: bytes(fill.used) },
        { path: 'capacityBytes', label: 'Capacity', text: bytes(fill.size) },
        { path: 'freeBytes', label: 'Free', text: bytes(fill.free) },
      ]),
    ],
  };
}

function unknownFill(entity: Entity, { language }: Pick<Desk, 'language'>): Statement {
  return {
    text: say(
      language,
      `The inventory does not know how full ${bold(entity.name)} is.`,
      `Das Inventar weiß nicht, wie voll ${bold(entity.name)} ist.`,
    ),
    rests: [entityEvidence(entity, [])],
  };
}

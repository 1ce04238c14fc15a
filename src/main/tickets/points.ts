import { callOf } from '../../shared/model/call-of.ts';
import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import { changeEvidence, changeLine } from '../assistant/change-line.ts';
import type { Evidence } from '../assistant/evidence.ts';
import { findingEvidence, ticketEvidence, type TicketCase } from './gather.ts';
import { strengths, type CausePattern, type Sign } from './patterns/cause-pattern.ts';
import type { Placed } from './scope.ts';

type Finding = EntityOf<'finding'>;

/** What one observation adds to a cause, or takes from it. */
export interface Point {
  readonly text: string;
  readonly points: number;
  /** Absent: it is said of the sum, and not by any one piece of evidence. */
  readonly rests?: Evidence;
}

/** What only foretells a failure. */
const foretoldPoints = 0.75;
const hourMs = 3_600_000;

export function findingPoints(findings: readonly Finding[], foretold: boolean): Point[] {
  return findings.slice(0, 3).map((finding, place): Point => {
    const { rule, title, object, value, unconfirmed, persistence, severity } = finding.attributes;
    const heavy = foretold && severity !== 'critical' ? foretoldPoints : strengths.strong;
    const full = place === 0 ? heavy : 0.25;
    const notes = [
      ...(persistence === 'observed-once' ? ['observed once'] : []),
      ...(unconfirmed === undefined ? [] : ['not confirmed since']),
    ];
    return {
      text: `${rule} ${title}: ${object}, ${value}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`,
      points: unconfirmed === undefined ? full : full / 2,
      rests: findingEvidence(finding),
    };
  });
}

export const signPoint = ({ speaks, strength, text, rests }: Sign): Point => ({
  text,
  points: speaks === 'for' ? strengths[strength] : -strengths[strength],
  rests,
});

export function nearness(found: TicketCase, entity: Entity): Point {
  const placed = found.scope.get(entity.id);
  if (!placed) return { text: 'the ticket names nothing: its words alone led there', points: 0 };
  return { text: placeText(placed), points: placePoints(placed) };
}

function placePoints({ way, distance }: Placed): number {
  switch (way) {
    case 'named':
      return 1.5;
    case 'beneath':
      return Math.max(0.5, 1.25 - 0.25 * distance);
    case 'part':
      return distance > 1 ? 0.5 : 1;
    case 'above':
      return 0.25;
    default:
      return way satisfies never;
  }
}

function placeText({ way, entity, of, distance }: Placed): string {
  switch (way) {
    case 'named':
      return `the ticket is about ${entity.name}`;
    case 'beneath':
      return `${of.name} stands on ${entity.name}${distance > 1 ? `, ${distance} steps down` : ''}`;
    case 'part':
      return distance > 1
        ? `${callOf(entity)} is at the other end of a link of ${of.name}`
        : `${callOf(entity)} is a part of ${of.name}`;
    case 'above':
      return `${entity.name} hangs on ${of.name}`;
    default:
      return way satisfies never;
  }
}

export function symptomPoints(found: TicketCase, tells: boolean, told: number): Point[] {
  const rests = ticketEvidence(found.ticket);
  if (tells) return [{ text: 'the ticket tells of it', points: 1, rests }];
  return told > 0 ? [{ text: 'the ticket tells of something else', points: -0.5, rests }] : [];
}

/** Findings that would follow from it, on itself or around. */
export function followPoints(found: TicketCase, pattern: CausePattern, entity: Entity): Point[] {
  if (pattern.follows.length === 0) return [];
  const around = [entity, ...[...found.scope.values()].map((placed) => placed.entity)];
  const seen = new Set<string>();
  const findings = around.flatMap((thing) =>
    found.findingsOf(thing).filter(({ id, attributes }) => {
      if (seen.has(id) || !pattern.follows.includes(attributes.rule)) return false;
      if (pattern.atFault(thing, found.view).id !== entity.id && thing.id !== entity.id) return false;
      seen.add(id);
      return true;
    }),
  );
  return findings.slice(0, 2).map((finding) => ({
    text: `${finding.attributes.rule} ${finding.attributes.title}: ${finding.attributes.object}, ${finding.attributes.value} follows from it`,
    points: 0.25,
    rests: findingEvidence(finding),
  }));
}

/** A change of what brings it about, shortly before. */
export function changePoints(found: TicketCase, pattern: CausePattern, entity: Entity): Point[] {
  const { changes } = pattern;
  if (!changes) return [];
  const before = Date.parse(found.ticket.at);
  return found.changes
    .filter(
      (change) =>
        change.entityId === entity.id && changes.test(change.path) && Date.parse(change.at) <= before,
    )
    .slice(0, 1)
    .map((change) => {
      const minutes = Math.round((before - Date.parse(change.at)) / 60_000);
      const when = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
      const soon = minutes * 60_000 <= 2 * hourMs;
      return {
        text: `${changeLine(change)}, ${when} before the ticket`,
        points: soon ? 1 : 0.5,
        rests: changeEvidence(change),
      };
    });
}

/** A similar ticket that ended well with this cause. */
export function historyPoints(found: TicketCase, pattern: string): Point[] {
  const known = found.similar.find((one) => one.pattern === pattern && one.succeeded !== undefined);
  if (!known) return [];
  return [
    {
      text: `ticket ${known.id} was similar: ${known.outcome}`,
      points: known.succeeded === true ? 0.5 : -0.5,
      rests: similarEvidence(known),
    },
  ];
}

export function similarEvidence(similar: TicketCase['similar'][number]): Extract<Evidence, { is: 'ticket' }> {
  return {
    is: 'ticket',
    ticket: similar.id,
    title: similar.title,
    text: `${similar.text}\nOutcome: ${similar.outcome}`,
    at: similar.at,
    quote: `Outcome: ${similar.outcome}`.slice(0, 300),
  };
}

import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { changeLine } from '../assistant/change-line.ts';
import type { Evidence } from '../assistant/evidence.ts';
import { stem, words } from '../assistant/words.ts';
import type { BlastRadius } from '../topology/blast-radius.ts';
import { changeEvidence, findingEvidence, thingEvidence, ticketEvidence, type TicketCase } from './gather.ts';
import { callOf, strengths, type CausePattern, type Sign } from './patterns/cause-pattern.ts';
import type { Placed } from './scope.ts';

type Finding = EntityOf<'finding'>;

export interface Point {
  readonly text: string;
  readonly points: number;
  /** Absent: it is said of the sum, and not by any one piece of evidence. */
  readonly rests?: Evidence;
}

/** One possible cause, with all that speaks for it and against it. */
export interface Candidate {
  readonly pattern: CausePattern | undefined;
  readonly cause: string;
  readonly entity: Entity;
  readonly findings: readonly Finding[];
  readonly points: readonly Point[];
  /** Something observed speaks for it, rather than only the ticket's words. */
  readonly observed: boolean;
}

/** Before anything is known a cause is unlikely. */
export const prior = -2.5;
/** More is not claimed, whatever adds up. */
const ceiling = 0.97;
export const likely = 0.5;

export function confidenceOf({ points }: Pick<Candidate, 'points'>): number {
  const sum = points.reduce((total, point) => total + point.points, prior);
  return Math.min(ceiling, Math.round(100 / (1 + Math.exp(-sum))) / 100);
}

const most = 12;
/** What only foretells a failure. */
const foretoldPoints = 0.75;
const hourMs = 3_600_000;

/** Causes that patterns and findings speak for, likeliest first; deterministic. */
export function findCandidates(
  found: TicketCase,
  patterns: readonly CausePattern[],
  blastRadius: (root: Entity) => BlastRadius,
): readonly Candidate[] {
  const told = patterns.filter(({ symptoms }) => symptoms.test(found.text));
  const specific = patterns.flatMap((pattern) => ofPattern(found, pattern, told));
  const claimed = claimedFindings(specific);
  const generic = [...thingsAround(found, told)].flatMap((entity) =>
    found
      .findingsOf(entity)
      .filter(({ id, attributes }) => !claimed.has(id) && attributes.severity !== 'info')
      .flatMap((finding) => ofFinding(found, entity, finding)),
  );
  const best = [...specific, ...generic].toSorted(byConfidence).slice(0, most);
  return withReach(found, best, blastRadius).toSorted(byConfidence);
}

export const rank = (candidates: readonly Candidate[]): Candidate[] => candidates.toSorted(byConfidence);

const byConfidence = (a: Candidate, b: Candidate) =>
  confidenceOf(b) - confidenceOf(a) ||
  (a.pattern?.id ?? '').localeCompare(b.pattern?.id ?? '') ||
  (a.entity.id < b.entity.id ? -1 : 1);

/** What is looked at: the scope; where a ticket names nothing at all, whatever has findings that fit its words. */
function thingsAround(found: TicketCase, told: readonly CausePattern[]): ReadonlySet<Entity> {
  const things = new Set([...found.scope.values()].map(({ entity }) => entity));
  if (things.size > 0 || found.unknown.length > 0) return things;
  const rules = new Set(told.flatMap(({ rules }) => rules));
  for (const { attributes } of found.view.all('finding')) {
    const object = rules.has(attributes.rule) ? found.view.get(attributes.objectId as EntityId) : undefined;
    if (object && object.disappearedAt === undefined) things.add(object);
  }
  return things;
}

function ofPattern(found: TicketCase, pattern: CausePattern, told: readonly CausePattern[]): Candidate[] {
  const { view, scope } = found;
  const desk = { view, findingsOf: found.findingsOf };
  const findings = new Map<EntityId, Finding[]>();
  const entities = new Map<EntityId, Entity>();
  for (const thing of thingsAround(found, told)) {
    const own = found.findingsOf(thing).filter(({ attributes }) => pattern.rules.includes(attributes.rule));
    const entity = pattern.atFault(thing, view);
    if (!pattern.kinds.includes(entity.kind)) continue;
    if (own.length > 0) findings.set(entity.id, [...(findings.get(entity.id) ?? []), ...own]);
    if (pattern.kinds.includes(thing.kind) || own.length > 0) entities.set(entity.id, entity);
  }
  const candidates = [...entities.values()].flatMap((entity): Candidate[] => {
    const own = findings.get(entity.id) ?? [];
    const signs = pattern.signs(entity, desk);
    const speaksFor = signs.filter(
      ({ speaks, strength }) => speaks === 'for' && strengths[strength] >= strengths.strong,
    );
    const isNamed = scope.get(entity.id)?.way === 'named';
    const tells = told.includes(pattern);
    // What the ticket tells of and the named thing does not show is worth saying, as ruled out.
    const ruledOut = isNamed && tells && signs.some(({ speaks }) => speaks === 'against');
    if (own.length === 0 && speaksFor.length === 0 && !ruledOut) return [];
    return [
      {
        pattern,
        cause: pattern.cause(entity, desk),
        entity,
        findings: own,
        observed: own.length > 0 || speaksFor.length > 0,
        points: [
          ...findingPoints(own, pattern.foretold),
          ...signs.map(signPoint),
          nearness(found, entity),
          ...symptomPoints(found, tells, told.length),
          ...followPoints(found, pattern, entity),
          ...changePoints(found, pattern, entity),
          ...historyPoints(found, pattern.id),
        ],
      },
    ];
  });
  // Where nothing was named, several of a kind make each of them a guess.
  const guesses = scope.size === 0 ? candidates.length - 1 : 0;
  return candidates.map((candidate) =>
    guesses > 0
      ? {
          ...candidate,
          points: [
            ...candidate.points,
            {
              text: `${guesses} more ${guesses === 1 ? 'thing shows' : 'things show'} the same, and the ticket names none`,
              points: -Math.min(1, 0.5 * guesses),
            },
          ],
        }
      : candidate,
  );
}

function findingPoints(findings: readonly Finding[], foretold: boolean): Point[] {
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

const signPoint = ({ speaks, strength, text, rests }: Sign): Point => ({
  text,
  points: speaks === 'for' ? strengths[strength] : -strengths[strength],
  rests,
});

function nearness(found: TicketCase, entity: Entity): Point {
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

function symptomPoints(found: TicketCase, tells: boolean, told: number): Point[] {
  const rests = ticketEvidence(found.ticket);
  if (tells) return [{ text: 'the ticket tells of it', points: 1, rests }];
  return told > 0 ? [{ text: 'the ticket tells of something else', points: -0.5, rests }] : [];
}

/** Findings that would follow from it, on itself or around. */
function followPoints(found: TicketCase, pattern: CausePattern, entity: Entity): Point[] {
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
function changePoints(found: TicketCase, pattern: CausePattern, entity: Entity): Point[] {
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
function historyPoints(found: TicketCase, pattern: string): Point[] {
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

const isForetold = ({ pattern, findings }: Candidate): boolean =>
  pattern?.foretold === true && findings.every(({ attributes }) => attributes.severity !== 'critical');

/** Findings that a likely cause shows itself by, or that follow from it. */
function claimedFindings(candidates: readonly Candidate[]): ReadonlySet<EntityId> {
  return new Set(
    candidates.flatMap((candidate) => [
      ...candidate.findings.map(({ id }) => id),
      ...(confidenceOf(candidate) >= likely ? candidate.points : []).flatMap(({ rests }) =>
        rests?.is === 'entity' && rests.kind === 'finding' ? [rests.id] : [],
      ),
    ]),
  );
}

/** A finding that no pattern knows is a cause as it stands. */
function ofFinding(found: TicketCase, entity: Entity, finding: Finding): Candidate[] {
  const { rule, title, why, severity, value, object } = finding.attributes;
  const said = new Set(words(`${title} ${why}`).map(stem));
  const shared = words(found.text)
    .map(stem)
    .filter((word) => said.has(word)).length;
  return [
    {
      pattern: undefined,
      cause: `${title}: ${object}, ${value}`,
      entity,
      findings: [finding],
      observed: true,
      points: [
        {
          text: `${rule} ${title}: ${object}, ${value}`,
          points: severity === 'critical' ? strengths.strong : strengths.weak,
          rests: findingEvidence(finding),
        },
        nearness(found, entity),
        ...(shared > 0 ? symptomPoints(found, true, 1) : []),
      ],
    },
  ];
}

/**
 * What its failure reaches: a cause that does not reach what the ticket is about explains nothing, and one that reaches
 * other candidates explains them.
 */
function withReach(
  found: TicketCase,
  candidates: readonly Candidate[],
  blastRadius: (root: Entity) => BlastRadius,
): Candidate[] {
  const radii = new Map<EntityId, BlastRadius>();
  const radiusOf = (entity: Entity) => {
    const known = radii.get(entity.id) ?? blastRadius(entity);
    radii.set(entity.id, known);
    return known;
  };
  const roots = candidates.filter(({ pattern, observed }) => observed && pattern?.spreads === true);
  const explains = (root: Candidate, other: Candidate) =>
    root.entity.id === other.entity.id ? covers(root, other) : reaches(root, other);
  const reaches = (root: Candidate, other: Candidate) =>
    root.pattern !== undefined &&
    radiusOf(root.entity).affected.has(other.entity.id) &&
    !(other.pattern?.spreads === true && radiusOf(other.entity).affected.has(root.entity.id));
  // On one thing, what says more precisely why covers what only says that it is so.
  const covers = (root: Candidate, other: Candidate) =>
    other.findings.length > 0 &&
    other.findings.every(({ attributes }) => root.pattern?.follows.includes(attributes.rule) === true);
  const strong = (candidate: Candidate) => confidenceOf(candidate) >= 0.4;
  return candidates.map((candidate): Candidate => {
    const points: Point[] = [];
    const placed = found.scope.get(candidate.entity.id);
    if (candidate.observed && placed && placed.way !== 'named') {
      const reaches = radiusOf(candidate.entity).affected.get(placed.of.id);
      const spreads = candidate.pattern?.spreads === true;
      if (isForetold(candidate)) {
        points.push({ text: 'it only foretells a failure, and is not what the ticket names', points: -0.75 });
      } else if (spreads && reaches) {
        points.push({ text: `when it fails, ${placed.of.name} is ${reaches.level}`, points: 0.75 });
      } else {
        points.push({ text: `it does not take ${placed.of.name} with it`, points: -1 });
      }
    }
    const root = roots.find((one) => strong(one) && one !== candidate && explains(one, candidate));
    if (root) {
      points.push({
        text: `it may only follow from another cause: ${root.cause}`,
        points: -1.5,
        rests: thingEvidence(found.view, root.entity),
      });
    }
    const explained = roots.includes(candidate)
      ? candidates.filter(
          (other) => other.entity.id !== candidate.entity.id && other.observed && explains(candidate, other),
        )
      : [];
    if (explained.length > 0) {
      points.push({
        text: `it would explain ${explained.length} more: ${explained
          .slice(0, 3)
          .map(({ entity }) => entity.name)
          .join(', ')}`,
        points: Math.min(1, 0.5 * explained.length),
      });
    }
    return { ...candidate, points: [...candidate.points, ...points] };
  });
}

import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { stem, words } from '../assistant/words.ts';
import type { BlastRadius } from '../topology/blast-radius.ts';
import { findingEvidence, thingEvidence, type TicketCase } from './gather.ts';
import { strengths, type CausePattern, type PatternDesk } from './patterns/cause-pattern.ts';
import {
  changePoints,
  findingPoints,
  followPoints,
  historyPoints,
  nearness,
  signPoint,
  symptomPoints,
  type Point,
} from './points.ts';

type Finding = EntityOf<'finding'>;

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
  const desk = { view: found.view, findingsOf: found.findingsOf };
  for (const pattern of told) for (const thing of showing(pattern, desk)) things.add(thing);
  const rules = new Set(told.flatMap(({ rules }) => rules));
  for (const { attributes } of found.view.all('finding')) {
    const object = rules.has(attributes.rule) ? found.view.get(attributes.objectId as EntityId) : undefined;
    if (object && object.disappearedAt === undefined) things.add(object);
  }
  return things;
}

/** So many alike are how things are here, and no trouble that a ticket tells of. */
const mostAlike = 5;

/** Things whose own record shows what a pattern knows, where no finding is made of it. */
function showing(pattern: CausePattern, desk: PatternDesk): readonly Entity[] {
  const shown = pattern.kinds
    .flatMap((kind) => desk.view.all(kind) as readonly Entity[])
    .filter((thing) =>
      pattern
        .signs(thing, desk)
        .some(({ speaks, strength }) => speaks === 'for' && strengths[strength] >= strengths.strong),
    );
  return shown.length > mostAlike ? [] : shown;
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
        // What hangs on a thing is harmed by it, and harms it not.
        const harmless = placed.way === 'above' ? -2 : -1;
        points.push({ text: `it does not take ${placed.of.name} with it`, points: harmless });
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

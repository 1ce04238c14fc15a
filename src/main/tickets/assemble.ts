import { cleanText } from '../../shared/clean-text.ts';
import type { ToolCallView } from '../../shared/model/citation.ts';
import type { Diagnosis, DiagnosisStatement, Hypothesis, Proposal } from '../../shared/model/diagnosis.ts';
import type { Instant } from '../../shared/model/ids.ts';
import { citationOf } from '../assistant/evidence.ts';
import type { RemediationAction } from '../remediation/action.ts';
import type { TicketCase } from './gather.ts';
import { confidenceOf, likely, prior, type Candidate } from './hypotheses.ts';
import { similarEvidence } from './points.ts';
import type { ModelHypothesis, ModelOpinion } from './model-opinion.ts';
import { checkForTicket, isKnown, proposalOf, type Proposals } from './propose.ts';

export interface DiagnosisParts {
  readonly found: TicketCase;
  readonly candidates: readonly Candidate[];
  readonly advice: readonly DiagnosisStatement[];
  readonly proposed: Proposals;
  readonly opinion: ModelOpinion;
  readonly checks: readonly ToolCallView[];
  readonly gaps: readonly string[];
  readonly instructions: Diagnosis['instructions'];
  readonly catalogue: readonly RemediationAction[];
  readonly at: Instant;
  readonly withoutSecrets: (text: string) => string;
}

const mostHypotheses = 6;
const leastShown = 0.15;
/** What nothing observed speaks for is told as ruled out, not as a cause; more of that helps nobody. */
const mostRuledOut = 2;
/** How far a model moves what rules found, in points. */
const mostSwing = 0.75;
/** What only a model holds is never likely: nothing observed by a rule bears it out. */
const modelCeiling = 0.45;

/** Brings rules and model together; `[n]` of the ledger become numbers from 1 in the order in which they are read. */
export function assemble(parts: DiagnosisParts): Diagnosis {
  const { found, candidates, opinion } = parts;
  const bare = (text: string) => cleanText(parts.withoutSecrets(text)).replaceAll(/\s+/g, ' ').trim();
  const ranked = rankedHypotheses(candidates, opinion, found, bare);
  const { proposals, refused } = withModelProposals(parts, ranked);
  const shown = ranked.map(({ hypothesis }) => hypothesis);
  const [first] = shown;
  const isLikely = first !== undefined && first.confidence >= likely;
  const said = opinion.is === 'given' && isLikely ? opinion.summary : [];
  const numbering = numberingOf(found);
  const numbered = (statements: readonly DiagnosisStatement[]) =>
    statements.map((one) => ({ ...one, text: bare(one.text), citation: numbering.number(one.citation) }));
  const hypotheses = shown.map((one) => ({ ...one, for: numbered(one.for), against: numbered(one.against) }));
  const advice = numbered(
    isLikely ? parts.advice : parts.advice.filter(({ text }) => text.startsWith('Runbook')),
  );
  const byModel =
    opinion.is === 'given' &&
    (ranked.some(({ moved }) => moved) || said.length > 0 || proposals.some(({ by }) => by === 'model'));
  const summary = said.length > 0 ? said.map(({ text }) => bare(text)).join(' ') : summaryOf(found, shown);
  return {
    at: parts.at,
    by: byModel ? 'model' : 'rules',
    ...(opinion.is === 'given' && opinion.model !== undefined && { model: opinion.model }),
    ...(opinion.is === 'lost' && { modelProblem: bare(opinion.problem) }),
    entities: [...found.named],
    hypotheses,
    summary: bare(summary),
    confidence: first?.confidence ?? 0,
    proposals,
    refused: refused.map((one) => ({
      ...one,
      action: bare(one.action),
      target: bare(one.target),
      reason: bare(one.reason),
    })),
    ...(proposals.length === 0 && { noAction: bare(noActionOf(found, shown, refused)) }),
    advice,
    dropped: opinion.is === 'given' ? [...opinion.dropped] : [],
    instructions: [...parts.instructions],
    similar: found.similar.map((one) => ({
      ticket: one.id,
      citation: numbering.number(found.ledger.add(similarEvidence(one))),
      outcome: bare(one.outcome),
    })),
    checks: parts.checks.map((check) => ({
      ...check,
      ...(check.summary !== undefined && { summary: bare(check.summary) }),
    })),
    gaps: [...new Set(parts.gaps.map(bare))],
    citations: numbering.citations(),
  };
}

interface Ranked {
  readonly hypothesis: Hypothesis;
  /** Place among the candidates; absent: the model's own. */
  readonly place?: number;
  /** The model had a part in it. */
  readonly moved: boolean;
}

function rankedHypotheses(
  candidates: readonly Candidate[],
  opinion: ModelOpinion,
  found: TicketCase,
  bare: (text: string) => string,
): Ranked[] {
  const held = opinion.is === 'given' ? opinion.hypotheses : [];
  const ofRules = candidates.map((candidate, place) =>
    rankedCandidate(
      candidate,
      place,
      held.find((one) => one.place === place),
      found,
      bare,
    ),
  );
  const own = held.filter(({ place }) => place === undefined).map((one) => modelsOwn(one, bare));
  const all = [...ofRules, ...own].toSorted((a, b) => b.hypothesis.confidence - a.hypothesis.confidence);
  const observed = all.filter(
    ({ place, hypothesis }) =>
      place === undefined || (candidates[place]?.observed === true && hypothesis.confidence >= leastShown),
  );
  const ruledOut = all
    .filter(({ place }) => place !== undefined && candidates[place]?.observed === false)
    .slice(0, mostRuledOut);
  return [...observed.slice(0, mostHypotheses), ...ruledOut].toSorted(
    (a, b) => b.hypothesis.confidence - a.hypothesis.confidence,
  );
}

function rankedCandidate(
  candidate: Candidate,
  place: number,
  held: ModelHypothesis | undefined,
  found: TicketCase,
  bare: (text: string) => string,
): Ranked {
  const { points, entity, pattern, cause } = candidate;
  const statements = (speaks: 'for' | 'against'): DiagnosisStatement[] =>
    points.flatMap(({ text, points: value, rests }) =>
      rests && (speaks === 'for' ? value >= 0 : value < 0)
        ? [{ text, citation: found.ledger.add(rests), by: 'rules' as const }]
        : [],
    );
  const before = confidenceOf(candidate);
  const bornOut = held !== undefined && held.for.length + held.against.length > 0;
  const swing = bornOut
    ? Math.max(-mostSwing, Math.min(mostSwing, logit(held.confidence) - logit(before)))
    : 0;
  const opinion = bornOut
    ? [{ text: `the model holds it for ${Math.round(held.confidence * 100)} % likely`, points: round(swing) }]
    : [];
  return {
    place,
    moved: bornOut,
    hypothesis: {
      pattern: pattern?.id ?? 'finding',
      cause: bare(cause),
      entity: { id: entity.id, kind: entity.kind, name: entity.name },
      for: [...statements('for'), ...(held?.for ?? [])],
      against: [...statements('against'), ...(held?.against ?? [])],
      confidence: confidenceOf({ points: [...points, ...opinion] }),
      explained: [
        { text: 'before anything is known', points: prior },
        ...points.map(({ text, points: value }) => ({ text: bare(text), points: value })),
        ...opinion,
      ],
      by: 'rules',
    },
  };
}

function modelsOwn(held: ModelHypothesis, bare: (text: string) => string): Ranked {
  const confidence = Math.min(modelCeiling, held.confidence);
  return {
    moved: true,
    hypothesis: {
      pattern: 'model',
      cause: bare(held.cause ?? ''),
      ...(held.entity && { entity: { id: held.entity.id, kind: held.entity.kind, name: held.entity.name } }),
      for: [...held.for],
      against: [...held.against],
      confidence,
      explained: [
        { text: 'before anything is known', points: prior },
        { text: 'held by the model alone: no rule observed it', points: round(logit(confidence) - prior) },
      ],
      by: 'model',
    },
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

function logit(share: number): number {
  const bounded = Math.max(0.02, Math.min(0.98, share));
  return Math.log(bounded / (1 - bounded));
}

/** A model's proposals pass the same checks as any, and need a cause that rules hold for likely. */
function withModelProposals(
  { found, candidates, opinion, proposed, catalogue }: DiagnosisParts,
  ranked: readonly Ranked[],
): { proposals: Proposal[]; refused: Diagnosis['refused'] } {
  const shownAt = (place: number) => ranked.findIndex((one) => one.place === place);
  const proposals = proposed.proposals.flatMap((one): Proposal[] => {
    const at = shownAt(one.hypothesis);
    const confidence = ranked[at]?.hypothesis.confidence ?? 0;
    return at === -1 || confidence < likely ? [] : [{ ...one, hypothesis: at, confidence }];
  });
  const refused: Diagnosis['refused'] = [...proposed.refused];
  for (const one of opinion.is === 'given' ? opinion.proposals : []) {
    const refuse = (reason: string) =>
      refused.push({ action: one.action, target: one.target, by: 'model', reason });
    const checked = checkForTicket(one, found, candidates, catalogue);
    if (checked.is === 'refused') {
      refuse(checked.reason);
      continue;
    }
    const at = shownAt(one.hypothesis);
    const hypothesis = ranked[at]?.hypothesis;
    if (!hypothesis || hypothesis.confidence < likely || candidates[one.hypothesis]?.observed !== true) {
      refuse('no cause that it would remedy is likely enough');
      continue;
    }
    if (isKnown(proposals, checked.action.id, checked.target)) continue;
    proposals.push(proposalOf(checked, { hypothesis: at, confidence: hypothesis.confidence, by: 'model' }));
  }
  return { proposals, refused };
}

function summaryOf(found: TicketCase, hypotheses: readonly Hypothesis[]): string {
  const [first, ...others] = hypotheses.filter(({ confidence }) => confidence >= likely);
  if (first) {
    const also = others.filter(
      ({ confidence, against }) =>
        confidence >= likely && !against.some(({ text }) => text.startsWith('it may only follow')),
    );
    return [
      `${first.cause}.`,
      ...(also.length === 0 ? [] : [`Also likely: ${also.map(({ cause }) => cause).join('; ')}.`]),
    ].join(' ');
  }
  const names = found.subjects.map(({ name }) => name).slice(0, 3);
  if (names.length === 0 && found.unknown.length > 0) {
    return `The ticket is about ${quoted(found.unknown)}, which the inventory does not know.`;
  }
  if (names.length === 0) {
    const fits = hypotheses.filter(({ by }) => by === 'rules').map(({ cause }) => cause);
    return fits.length === 0
      ? 'The ticket names nothing that the inventory knows, and nothing that fits its words is wrong.'
      : `The ticket names nothing that the inventory knows. What fits its words: ${fits.slice(0, 3).join('; ')}.`;
  }
  const weak = hypotheses.find(({ confidence }) => confidence >= 0.2);
  return weak
    ? `No cause is likely. The best guess about ${names.join(', ')}: ${weak.cause}.`
    : `Nothing is known to be wrong with ${names.join(', ')} or with what it stands on.`;
}

function noActionOf(
  found: TicketCase,
  hypotheses: readonly Hypothesis[],
  refused: Diagnosis['refused'],
): string {
  const [first] = hypotheses;
  if (found.subjects.length === 0 && found.unknown.length > 0) {
    return `${quoted(found.unknown)} is not in the inventory: nothing is proposed for something else instead.`;
  }
  if (!first || first.confidence < likely) {
    return first && first.confidence >= 0.2
      ? `No cause is likely enough to act upon: the best has ${Math.round(first.confidence * 100)} %.`
      : 'Nothing observed calls for an action.';
  }
  const [told] = refused.filter(({ by }) => by === 'rules');
  if (told) return `Nothing can be proposed against it: ${told.action} on ${told.target}: ${told.reason}.`;
  return 'The catalogue has no action against this cause: it needs hands, see the advice.';
}

const quoted = (names: readonly string[]) =>
  names
    .slice(0, 3)
    .map((name) => `"${name}"`)
    .join(', ');

function numberingOf({ ledger }: TicketCase) {
  const numbers = new Map<number, number>();
  const order: number[] = [];
  return {
    number(of: number): number {
      const known = numbers.get(of);
      if (known !== undefined) return known;
      order.push(of);
      numbers.set(of, order.length);
      return order.length;
    },
    citations: () =>
      order.flatMap((of, place) => {
        const evidence = ledger.get(of);
        return evidence ? [citationOf(evidence, place + 1)] : [];
      }),
  };
}

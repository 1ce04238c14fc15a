import { callOf } from '../../shared/model/call-of.ts';
import type { Diagnosis, Proposal } from '../../shared/model/diagnosis.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { RemediationAction } from '../remediation/action.ts';
import { checkProposal, type ProposedAction } from '../remediation/check-proposal.ts';
import type { TicketCase } from './gather.ts';
import { confidenceOf, likely, type Candidate } from './hypotheses.ts';

type Refused = Diagnosis['refused'][number];

export interface Proposals {
  readonly proposals: readonly Proposal[];
  readonly refused: readonly Refused[];
}

const mostProposals = 5;
/** A cause that may follow from another is not remedied by itself. */
const mostCauses = 3;

/** What the catalogue offers against likely causes, checked like anybody's proposal. */
export function proposeByRules(
  found: TicketCase,
  candidates: readonly Candidate[],
  catalogue: readonly RemediationAction[],
): Proposals {
  const proposals: Proposal[] = [];
  const refused = new Map<string, Refused>();
  for (const [place, candidate] of candidates.slice(0, mostCauses).entries()) {
    if (!candidate.observed || confidenceOf(candidate) < likely) continue;
    for (const action of actionsOf(candidate)) {
      const entry = catalogue.find(({ id }) => id === action);
      const target = targetOf(candidate, entry, found);
      const parameters = entry?.suggest(target, found.view);
      if (entry && parameters === undefined) {
        refused.set(
          `${action} ${target.id}`,
          refusal(action, target, 'it does not say which parameters fit this target'),
        );
        continue;
      }
      const checked = checkProposal(
        { action, target: target.id, parameters: parameters ?? {} },
        { catalogue, view: found.view },
      );
      if (checked.is === 'refused')
        refused.set(`${action} ${target.id}`, refusal(action, target, checked.reason));
      else if (proposals.length < mostProposals && !isKnown(proposals, action, target)) {
        proposals.push(
          proposalOf(checked, { hypothesis: place, confidence: confidenceOf(candidate), by: 'rules' }),
        );
      }
    }
  }
  return { proposals, refused: [...refused.values()] };
}

const refusal = (action: string, target: Entity, reason: string): Refused => ({
  action,
  target: callOf(target),
  by: 'rules',
  reason,
});

export const isKnown = (proposals: readonly Proposal[], action: string, target: Entity): boolean =>
  proposals.some((known) => known.action === action && known.target === target.id);

/** The pattern's actions, then those that its findings name. */
function actionsOf({ pattern, findings }: Candidate): string[] {
  return [
    ...new Set<string>([
      ...(pattern?.actions ?? []),
      ...(pattern === undefined ? findings.flatMap(({ attributes }) => attributes.action ?? []) : []),
    ]),
  ];
}

function targetOf(candidate: Candidate, action: RemediationAction | undefined, { view }: TicketCase): Entity {
  const targets = candidate.pattern?.targets(candidate.entity, view) ?? [candidate.entity];
  return targets.find(({ kind }) => action?.targets.includes(kind) === true) ?? candidate.entity;
}

export function proposalOf(
  checked: Extract<ReturnType<typeof checkProposal>, { is: 'accepted' }>,
  rest: Pick<Proposal, 'hypothesis' | 'confidence' | 'by'>,
): Proposal {
  const { action, target, parameters, risk, expectedEffect, howToVerify } = checked;
  return {
    action: action.id,
    title: action.title,
    target: target.id,
    targetName: callOf(target),
    parameters: { ...parameters },
    risk,
    reversible: action.reversibility.is === 'reversible',
    expectedEffect,
    howToVerify,
    ...rest,
  };
}

/** Beyond what the catalogue checks: a proposal is for something that the ticket has to do with. */
export function checkForTicket(
  proposed: ProposedAction,
  found: TicketCase,
  candidates: readonly Candidate[],
  catalogue: readonly RemediationAction[],
): ReturnType<typeof checkProposal> {
  const checked = checkProposal(proposed, { catalogue, view: found.view });
  if (checked.is === 'refused') return checked;
  const { target } = checked;
  const concerned =
    found.scope.has(target.id) ||
    candidates.some(
      ({ entity, pattern, observed }) =>
        observed &&
        (entity.id === target.id ||
          pattern?.targets(entity, found.view).some(({ id }) => id === target.id) === true),
    );
  return concerned
    ? checked
    : { is: 'refused', reason: `${target.name} has nothing to do with what the ticket is about` };
}

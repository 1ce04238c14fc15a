import { callOf } from '../../../shared/model/call-of.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { splitEntityId, type Instant } from '../../../shared/model/ids.ts';
import { statedConfidence, type Remediation } from '../../../shared/model/remediation.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { RemediationAction } from '../action.ts';
import { checkProposal } from '../check-proposal.ts';
import type { OtherRemediation } from '../decision/conflicts.ts';
import { keptInput, type DecisionInput } from '../decision/decision-input.ts';
import { makePlan, type Planned } from './make-plan.ts';
import { recentRuns } from './recent-runs.ts';
import type { RemediationPorts } from './ports.ts';
import type { Records } from './records.ts';

/** What is proposed, as far as judging it goes. */
export type Subject = Pick<
  Remediation,
  | 'id'
  | 'ticketId'
  | 'runbook'
  | 'action'
  | 'target'
  | 'parameters'
  | 'cause'
  | 'confidence'
  | 'pattern'
  | 'proposedBy'
> & {
  /** Whether its ticket may be worked on by itself, where that is known; otherwise the ticket is asked. */
  readonly automation?: boolean;
};

/** How it stands with a proposal at one moment. */
export interface Evaluation extends Pick<
  Remediation,
  'score' | 'decision' | 'targetName' | 'targetClass' | 'expectedEffect' | 'howToVerify'
> {
  readonly decisionInput: NonNullable<Remediation['decisionInput']>;
  readonly planned?: Planned;
  /** Why there is no plan. */
  readonly planProblem?: string;
}

export type Evaluated =
  | { readonly is: 'evaluated'; readonly evaluation: Evaluation }
  | { readonly is: 'refused'; readonly reason: string };

/** Holds it against catalogue and inventory, reads the target live, plans, scores and decides. Changes nothing. */
export async function evaluate(
  subject: Subject,
  ports: RemediationPorts,
  records: Pick<Records, 'find' | 'active'>,
  signal?: AbortSignal,
): Promise<Evaluated> {
  const view = await ports.inventory.view();
  const checked = checkProposal(subject, { catalogue: ports.catalogue, view });
  if (checked.is === 'refused') return checked;
  const { action, target, parameters } = checked;
  const planning = await makePlan(action, { target, parameters, view }, ports, signal);
  const prerequisites =
    planning.is === 'planned' ? planning.planned.plan.checks : [{ text: planning.why, ok: false }];
  const input = await decisionInput(
    { subject, action, target, parameters, view, prerequisites },
    ports,
    records,
  );
  return {
    is: 'evaluated',
    evaluation: {
      targetName: callOf(target),
      targetClass: ports.judge.targetClass(target),
      expectedEffect: checked.expectedEffect,
      howToVerify: checked.howToVerify,
      score: input.score,
      decision: ports.judge.decide(input),
      decisionInput: keptInput(input),
      ...(planning.is === 'planned' ? { planned: planning.planned } : { planProblem: planning.why }),
    },
  };
}

async function decisionInput(
  of: {
    readonly subject: Subject;
    readonly action: RemediationAction;
    readonly target: Entity;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly view: InventoryView;
    readonly prerequisites: DecisionInput['state']['prerequisites'];
  },
  { judge, clock, ticketAutomation }: RemediationPorts,
  records: Pick<Records, 'find' | 'active'>,
): Promise<DecisionInput> {
  const { subject, action, target, parameters, view } = of;
  const { policy, version } = judge.policy();
  const now = clock.now();
  const { id, ticketId, cause, pattern } = subject;
  const confidence = statedConfidence(subject);
  const [score, runs, others, automation] = await Promise.all([
    judge.score({
      action: action.id,
      targetClass: judge.targetClass(target),
      cause,
      ...(confidence !== undefined && { confidence }),
      pattern,
    }),
    recentRuns(records, policy, now, id),
    othersUnderWay(records, id),
    subject.automation ?? (ticketId === undefined ? true : ticketAutomation(ticketId)),
  ]);
  const cluster = judge.cluster(view, target);
  return {
    remediation: {
      id,
      action: action.id,
      target: target.id,
      targetName: callOf(target),
      source: splitEntityId(target.id).source,
      risk: action.risk,
      reversible: action.reversibility.is === 'reversible',
      permission: action.permission,
      idempotenceKey: action.idempotenceKey({ target, parameters, view }),
      byOperator: subject.proposedBy.by === 'operator',
      ...(cluster !== undefined && { cluster }),
    },
    score,
    policy,
    policyVersion: version,
    state: {
      ticketAutomation: automation,
      inventoryAgeMs: ageMs(view.confirmedAt(target), now),
      impact: judge.impact(view, target),
      runs,
      conflicting: [...judge.conflicts(view, target, others)],
      prerequisites: [...of.prerequisites],
    },
    now,
  };
}

/** Below nothing where the clock was set back meanwhile: how old it really is, is not known then, and the decision says so. */
const ageMs = (seen: Instant, now: Instant): number => Date.parse(now) - Date.parse(seen);

async function othersUnderWay(
  records: Pick<Records, 'find' | 'active'>,
  except: string,
): Promise<readonly OtherRemediation[]> {
  const [approved, active] = await Promise.all([
    records.find({ states: ['approved'], limit: 1_000 }),
    records.active(),
  ]);
  return [...approved, ...active]
    .filter(({ id }) => id !== except)
    .map(({ id, action, target, targetName }) => ({ remediation: id, action, target, targetName }));
}

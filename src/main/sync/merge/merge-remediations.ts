import { openStates, type JournalEntry, type Remediation } from '../../../shared/model/remediation.ts';
import { canonicalText } from '../../inventory/digest.ts';
import { openState } from '../../remediation/engine/agreement.ts';
import { compareText, greater, lastBy, mergeMembers, newest, present } from './join.ts';
import { asOtherRun, inOrder, isBegun, knownRuns, mainRun, standing, unbegun } from './remediation-runs.ts';

/**
 * Two copies of one remediation as one. Approvals are a union; of the decisions on one that was not begun the newest
 * holds; its state only gets further. Where it was run at several workstations, one run stands and the others are kept
 * beside it; what was written into a journal at the same time as something else is kept as well.
 */
export function mergeRemediations(one: Remediation, other: Remediation): Remediation {
  const { begun, waiting, claims } = knownRuns(one, other);
  const run = standing(begun);
  const claim = run ? run.claim : standing(claims.map((known) => unbegun(known, [])))?.claim;
  const { plan: decidedPlan, ...evaluation } = latestEvaluation(one, other);
  const approvals = unionOf(one.approvals, other.approvals);
  const wishes = unionOf(one.cancelRequests ?? [], other.cancelRequests ?? []);
  const runs = begun.filter((known) => known !== run).flatMap(asOtherRun);
  const main = run ?? waiting ?? mainRun(one);
  const plan = run ? run.plan : decidedPlan;
  const rejection = present(one.rejection, other.rejection, (a, b) => (a.at <= b.at ? first(a, b) : b));
  const kept = new Set([main, ...runs].flatMap(({ journal }) => journal.map(canonicalText)));
  const meanwhile = unionOf(entriesOf(one), entriesOf(other)).filter(
    (entry) => !kept.has(canonicalText(entry)),
  );
  const idle = claims.filter((known) => known !== claim).map((known) => unbegun(known, meanwhile));
  const others = inOrder([...runs, ...idle.flatMap(asOtherRun)]);
  const merged: Remediation = {
    ...mergeMembers(madeAs(one), madeAs(other)),
    ...evaluation,
    state: main.state,
    updatedAt: newest(one.updatedAt, other.updatedAt),
    approvals,
    journal: [...main.journal],
    ...(plan && { plan }),
    ...(rejection && { rejection }),
    ...(claim && { claim }),
    ...(wishes.length > 0 && { cancelRequests: wishes }),
    ...(others.length > 0 && { otherRuns: others }),
    ...(meanwhile.length > 0 && { meanwhile }),
    ...(main.outcome !== undefined && { outcome: main.outcome }),
  };
  // Who may still approve is looked at again by whoever takes it up.
  return openStates.has(merged.state) ? { ...merged, state: openState(merged, () => 'admin') } : merged;
}

const first = <T extends { readonly at: string }>(a: T, b: T): T => (a.at === b.at ? greater(a, b) : a);

/** What is set once, and never changes. */
function madeAs(record: Remediation) {
  const { state, updatedAt, journal, claim, otherRuns, meanwhile, outcome, ...rest } = record;
  const { approvals, cancelRequests, rejection, ...judged } = rest;
  const { plan, planProblem, decision, decisionInput, score, ...told } = judged;
  const { targetName, targetClass, expectedEffect, howToVerify, ...made } = told;
  void [state, updatedAt, journal, claim, otherRuns, meanwhile, outcome, approvals, cancelRequests];
  void [rejection, plan, planProblem, decision, decisionInput, score];
  void [targetName, targetClass, expectedEffect, howToVerify];
  return made;
}

/** How it was judged: what it was begun by, else the newest. */
function latestEvaluation(one: Remediation, other: Remediation) {
  const [a, b] = [evaluationOf(one), evaluationOf(other)];
  const begun = Number(isBegun(one)) - Number(isBegun(other));
  if (begun !== 0) return begun > 0 ? a : b;
  // The target could not be looked at any more after it had been judged.
  return lastBy(a, b, ({ decision, plan }) => `${decision.at} ${plan ? 0 : 1}`);
}

function evaluationOf(record: Remediation) {
  const { targetName, targetClass, expectedEffect, howToVerify, score, decision } = record;
  const { decisionInput, planProblem, plan } = record;
  return {
    targetName,
    targetClass,
    expectedEffect,
    howToVerify,
    score,
    decision,
    ...(decisionInput && { decisionInput }),
    ...(planProblem !== undefined && { planProblem }),
    // Of one that is begun it goes with the run.
    ...(plan && !isBegun(record) && { plan }),
  };
}

function entriesOf({ journal, otherRuns = [], meanwhile = [] }: Remediation): JournalEntry[] {
  return [...journal, ...meanwhile, ...otherRuns.flatMap((run) => run.journal)];
}

/** All of both, each once, in the order of their time. */
function unionOf<T extends { readonly at: string }>(one: readonly T[], other: readonly T[]): T[] {
  const all = new Map([...one, ...other].map((member) => [canonicalText(member), member]));
  return [...all]
    .toSorted(([a, { at }], [b, { at: otherAt }]) => compareText(at, otherAt) || compareText(a, b))
    .map(([, member]) => member);
}

import type { Facts } from '../../../shared/model/plan.ts';
import type { RemediationState } from '../../../shared/model/remediation.ts';
import type { RunbookCondition, RunbookRun, RunbookRunStep } from '../../../shared/model/runbook.ts';

/** What a run does next: a pure function of how its steps stand. */
export type NextStep =
  | { readonly is: 'propose'; readonly at: number }
  | { readonly is: 'skip'; readonly at: number; readonly because: string }
  /** Somebody approves, something runs, or an outcome that nobody knows waits to be settled. */
  | { readonly is: 'wait' }
  | { readonly is: 'end'; readonly state: 'succeeded' | 'failed'; readonly text: string };

export function nextStep(run: RunbookRun, facts: Readonly<Record<string, Facts>>): NextStep {
  const { steps, definition } = run;
  if (steps.some(({ state }) => state === 'proposed' || state === 'unknown')) return { is: 'wait' };
  const at = steps.findIndex(({ state }) => state === 'waiting');
  const step = definition.steps[at];
  if (!step) return ended(run);
  const because = reasonToSkip(step.when, steps.slice(0, at), facts);
  return because === undefined ? { is: 'propose', at } : { is: 'skip', at, because };
}

/** A failure that a later step was there for, and made good, is none of the run. */
function ended({ steps, definition }: RunbookRun): NextStep {
  const madeGood = new Set(
    definition.steps
      .filter((_, at) => steps[at]?.state === 'succeeded')
      .flatMap(({ when = [] }) =>
        when.flatMap((one) => ('is' in one && one.is === 'failed' ? one.step : [])),
      ),
  );
  const failed = steps.filter(({ id, state }) => state === 'failed' && !madeGood.has(id));
  const done = steps.filter(({ state }) => state === 'succeeded').length;
  const skipped = steps.filter(({ state }) => state === 'skipped').length;
  const text = `${done} of ${steps.length} steps succeeded${skipped > 0 ? `, ${skipped} left out` : ''}`;
  return failed.length === 0
    ? { is: 'end', state: 'succeeded', text }
    : { is: 'end', state: 'failed', text: `${text}; ${failed.map(({ id }) => id).join(', ')} failed` };
}

function reasonToSkip(
  when: readonly RunbookCondition[] | undefined,
  before: readonly RunbookRunStep[],
  facts: Readonly<Record<string, Facts>>,
): string | undefined {
  if (!when) {
    const failed = before.find(({ state }) => state === 'failed');
    return failed && `${failed.id} failed, and nothing says that this is to be done then`;
  }
  for (const condition of when) {
    const because = unmet(condition, before, facts);
    if (because !== undefined) return because;
  }
  return undefined;
}

function unmet(
  condition: RunbookCondition,
  before: readonly RunbookRunStep[],
  facts: Readonly<Record<string, Facts>>,
): string | undefined {
  const step = before.find(({ id }) => id === condition.step);
  if ('is' in condition) {
    return step?.state === condition.is
      ? undefined
      : `${condition.step} ${step?.state ?? 'is not there'}, not ${condition.is}`;
  }
  const { fact } = condition;
  const value = facts[condition.step]?.[fact];
  const said = `${condition.step}: ${fact} is ${value === undefined ? 'not known' : String(value)}`;
  // What is not known meets no condition.
  if (value === undefined) return said;
  if ('equals' in condition)
    return value === condition.equals ? undefined : `${said}, not ${String(condition.equals)}`;
  if ('not' in condition) return value !== condition.not ? undefined : said;
  if ('above' in condition)
    return Number(value) > condition.above ? undefined : `${said}, not above ${condition.above}`;
  return Number(value) < condition.below ? undefined : `${said}, not below ${condition.below}`;
}

/** How a step stands by its remediation; undefined while that is open or under way. */
export function stepOutcome(state: RemediationState): 'succeeded' | 'failed' | 'unknown' | undefined {
  switch (state) {
    case 'succeeded':
      return 'succeeded';
    case 'outcome-unknown':
      return 'unknown';
    case 'failed':
    case 'rolled-back':
    case 'rollback-failed':
    case 'rejected':
    case 'expired':
    case 'cancelled':
      return 'failed';
    case 'proposed':
    case 'refused':
    case 'awaiting-approval':
    case 'approved':
    case 'planned':
    case 'pre-checked':
    case 'executing':
    case 'verifying':
    case 'rolling-back':
      return undefined;
  }
}

import type { Entity } from '../../../shared/model/entity.ts';
import {
  conditionText,
  holds,
  placeholdersOf,
  readMetricCondition,
  type MetricCondition,
  type Placeholder,
} from '../../../shared/model/metric-condition.ts';
import type { Verdict } from '../../../shared/model/plan.ts';
import type { Policy } from '../../../shared/model/policy.ts';
import { quoted, selectorOf, watchedAs } from '../../inventory/watched-as.ts';
import { DomainError } from '../../platform/errors.ts';

/** Whoever keeps metrics, asked for values at this moment. */
export interface MetricsPort {
  sources(): Promise<readonly string[]>;
  /** @throws DomainError when it cannot be asked, or does not understand the question */
  ask(
    source: string,
    query: string,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<{ readonly samples: readonly { readonly value: number }[] }>;
}

type Wish = NonNullable<Policy['actions'][string]['verify']>[number];

/** What a site wants to see in metrics after an action beyond what its target says, and how long that is waited for. */
export const wishesOf = (policy: Policy, action: string): readonly Wish[] =>
  policy.actions[action]?.verify ?? policy.actions['default']?.verify ?? [];

/** @throws DomainError metric-condition, where nothing says how monitoring labels the target */
export function conditionsOf(wishes: readonly Wish[], target: Entity): readonly MetricCondition[] {
  return wishes.map(({ metric, source }) => {
    const read = readMetricCondition(metric);
    if (typeof read === 'string') throw new DomainError('metric-condition', `${metric}: ${read}`);
    return {
      ...read,
      expression: about(read.expression, target),
      ...(source !== undefined && { source }),
    };
  });
}

/** `{{target}}` is a selector of what monitoring calls the target, `{{target.name}}` its name within quotes. */
function about(expression: string, target: Entity): string {
  const placeholders = placeholdersOf(expression);
  if (typeof placeholders === 'string')
    throw new DomainError('metric-condition', `${expression}: ${placeholders}`);
  let [made, at] = ['', 0];
  for (const one of placeholders) {
    made += `${expression.slice(at, one.from)}${one.name === 'target' ? selectorFor(target) : nameWithin(one, target)}`;
    at = one.to;
  }
  return made + expression.slice(at);
}

function selectorFor(target: Entity): string {
  const [labels] = watchedAs(target);
  if (labels) return selectorOf(labels);
  throw new DomainError(
    'metric-condition',
    `policy wants metrics of ${target.name}, and nothing says how monitoring labels a ${target.kind}`,
    { hint: 'Name the labels in the policy: up{instance="{{target.name}}"} == 1.' },
  );
}

/** A name is what whoever runs a machine calls it: in the text that it stands in it is nothing but that. */
function nameWithin({ quote, inPattern }: Placeholder, { name }: Entity): string {
  const text = inPattern ? name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`) : name;
  return quoted(text, quote).slice(1, -1);
}

const askMs = 10_000;

export type ConditionState =
  | { readonly is: 'met' | 'not-met'; readonly text: string }
  /** No data, or nobody who could be asked: that says nothing. */
  | {
      readonly is: 'unknown';
      readonly text: string;
      /** It could not be asked. */ readonly problem: boolean;
    };

/** What metrics say of each condition now. */
export async function lookAtConditions(
  conditions: readonly MetricCondition[],
  metrics: MetricsPort | undefined,
  signal: AbortSignal,
): Promise<readonly ConditionState[]> {
  return Promise.all(conditions.map((condition) => lookAt(condition, metrics, signal)));
}

async function lookAt(
  condition: MetricCondition,
  metrics: MetricsPort | undefined,
  signal: AbortSignal,
): Promise<ConditionState> {
  const wanted = conditionText(condition);
  const known = (await metrics?.sources()) ?? [];
  const sources = known.filter((source) => condition.source === undefined || condition.source === source);
  if (!metrics || sources.length === 0) {
    return {
      is: 'unknown',
      text: `there is no accepted source of metrics to ask for ${wanted}`,
      problem: true,
    };
  }
  const problems: string[] = [];
  const values: number[] = [];
  for (const source of sources) {
    const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(askMs)]), timeoutMs: askMs };
    try {
      const { samples } = await metrics.ask(source, condition.expression, options);
      values.push(...samples.map(({ value }) => value));
    } catch (error) {
      problems.push(error instanceof DomainError ? error.message : `${source} did not answer`);
    }
  }
  const off = values.find((value) => !Number.isNaN(value) && !holds(condition, value));
  if (off !== undefined)
    return { is: 'not-met', text: `${condition.expression} is ${rounded(off)}, wanted ${wanted}` };
  const [first] = values;
  // What came of a division by nothing is larger than anything, and says nothing.
  const none = values.find((value) => !Number.isFinite(value));
  if (none !== undefined)
    return {
      is: 'unknown',
      problem: false,
      text: `${condition.expression} is ${none}, which does not tell ${wanted}`,
    };
  // Which of the sources knows the target cannot be told: the one that is silent may have said something else.
  if (first !== undefined && problems.length === 0)
    return { is: 'met', text: `${condition.expression} is ${rounded(first)}` };
  return {
    is: 'unknown',
    problem: problems.length > 0,
    text: problems.length > 0 ? `${wanted}: ${problems.join('; ')}` : `there is no data to tell ${wanted}`,
  };
}

/** Whether what has to be told afterwards can be asked at all: nothing is begun whose outcome nobody could tell. */
export async function canBeAsked(
  conditions: readonly MetricCondition[],
  metrics: MetricsPort | undefined,
  signal: AbortSignal,
): Promise<readonly { readonly text: string; readonly ok: boolean }[]> {
  const states = await lookAtConditions(conditions, metrics, signal);
  return conditions.map((condition, place) => {
    const state = states[place];
    const problem = state?.is === 'unknown' && state.problem ? `: ${state.text}` : undefined;
    return {
      text: `metrics can be asked for ${conditionText(condition)}${problem ?? ''}`,
      ok: problem === undefined,
    };
  });
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/**
 * Metrics are looked at beside what was read of the target, never instead of it. Whether a condition holds that cannot
 * be told is not known: then the facts are left out, as where the target could not be read.
 * @returns whether the facts stand
 */
export function withConditions(
  verdict: Verdict,
  states: readonly ConditionState[],
): { readonly verdict: Verdict; readonly known: boolean } {
  const textOf = (is: ConditionState['is']) => states.filter((one) => one.is === is).map(({ text }) => text);
  const [notMet, unknown] = [textOf('not-met'), textOf('unknown')];
  const off = [...notMet, ...unknown];
  if (off.length === 0) {
    return { verdict: { is: 'met', text: [verdict.text, ...textOf('met')].join('; ') }, known: true };
  }
  return {
    verdict: { is: 'not-yet', text: `${verdict.text}; but ${off.join('; ')}` },
    known: notMet.length > 0,
  };
}

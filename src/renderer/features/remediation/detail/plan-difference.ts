import type { Facts, Plan } from '../../../../shared/model/plan.ts';

export interface PlanDifference {
  /** Of calls, one line each: as they were, and as they are. */
  readonly calls: readonly { readonly is: 'same' | 'gone' | 'new'; readonly text: string }[];
  readonly facts: readonly FactDifference[];
}

export interface FactDifference {
  readonly name: string;
  readonly from: Facts[string] | undefined;
  readonly to: Facts[string] | undefined;
}

/** What is different between the plan that somebody looked at and the one that stands now. */
export function planDifference(seen: Plan, now: Plan): PlanDifference {
  const before = seen.calls.map(callText);
  const after = now.calls.map(callText);
  return {
    calls: [
      ...before.map((text) => ({ is: after.includes(text) ? ('same' as const) : ('gone' as const), text })),
      ...after.filter((text) => !before.includes(text)).map((text) => ({ is: 'new' as const, text })),
    ],
    facts: factDifferences(seen.before, now.before).filter(({ from, to }) => from !== to),
  };
}

/** Every fact of either, in the order in which they stand. */
export function factDifferences(before: Facts, after: Facts): readonly FactDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => ({ name, from: before[name], to: after[name] }));
}

/** A call on one line, exactly: `lab vmware_reset_vm {"vm":"vm-7"}`. */
export function callText({ source, tool, arguments: args }: Plan['calls'][number]): string {
  return `${source} ${tool} ${JSON.stringify(args)}`;
}

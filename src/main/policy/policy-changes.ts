import { createTwoFilesPatch } from 'diff';
import { isDeepStrictEqual } from 'node:util';
import { riskLevels } from '../../shared/model/diagnosis.ts';
import type { Policy } from '../../shared/model/policy.ts';

/** One setting that differs between two policies. */
export interface PolicyChange {
  readonly path: string;
  /** As JSON; absent: it is not there. */
  readonly from?: string;
  readonly to?: string;
  /** Whether more may happen with it than before. */
  readonly permits: 'more' | 'less' | 'other';
}

export function policyChanges(from: Policy, to: Policy): PolicyChange[] {
  const [before, after] = [leaves(from), leaves(to)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [a, b] = [before.get(path), after.get(path)];
    const [means, wouldMean] = [a ?? impliedBy(from, path), b ?? impliedBy(to, path)];
    if (isDeepStrictEqual(means, wouldMean)) return [];
    return [
      {
        path,
        ...(a !== undefined && { from: JSON.stringify(a) }),
        ...(b !== undefined && { to: JSON.stringify(b) }),
        permits: direction(path, means, wouldMean),
      },
    ];
  });
}

export function unifiedDiff(from: string, to: string): string {
  return from === to
    ? ''
    : createTwoFilesPatch('policy.yaml', 'policy.yaml', from, to, undefined, undefined, { context: 3 });
}

/** What an action that does not say so itself is taken for. */
function impliedBy(policy: Policy, path: string): boolean | undefined {
  const member = /^actions\..*\.(enabled|automatic)$/.exec(path)?.[1];
  if (member !== 'enabled' && member !== 'automatic') return undefined;
  return policy.actions['default']?.[member] ?? member === 'enabled';
}

/** Everything that is not an object; a list is one thing. */
function leaves(value: unknown, prefix = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [name, member] of Object.entries(value)) {
      leaves(member, prefix === '' ? name : `${prefix}.${name}`, into);
    }
  } else into.set(prefix, value);
  return into;
}

/** What a higher value, or true, does. */
const higherPermits: readonly [RegExp, 'more' | 'less'][] = [
  [/^killSwitch$/, 'less'],
  [/^automatic$/, 'more'],
  [/^minimumReliability$/, 'less'],
  [/^actions\..*\.(?:enabled|automatic)$/, 'more'],
  [/^actions\..*\.perHour$/, 'more'],
  [/^actions\..*\.cooldownMinutes$/, 'less'],
  [/^approvals\.\w+\.(?:approvals|typedName)$/, 'less'],
  [/^approvalExpiresHours$/, 'more'],
  [/^rates\./, 'more'],
  [/^silences\.(?:enabled|minutes)$/, 'more'],
  [/^circuitBreaker\.failures$/, 'more'],
  [/^circuitBreaker\.withinMinutes$/, 'less'],
  [/^cooldownMinutes$/, 'less'],
  [/^maximumInventoryAgeMinutes$/, 'more'],
  [/^risk\.dependents$/, 'more'],
];

function direction(path: string, from: unknown, to: unknown): PolicyChange['permits'] {
  const opposite = { more: 'less', less: 'more' } as const;
  const rule = higherPermits.find(([pattern]) => pattern.test(path))?.[1];
  const [a, b] = [amount(path, from), amount(path, to)];
  if (path === 'automaticUpTo' || path.endsWith('.role')) {
    if (a === undefined || b === undefined) return 'other';
    const rising = b > a;
    return path === 'automaticUpTo' ? (rising ? 'more' : 'less') : rising ? 'less' : 'more';
  }
  if (path === 'breakGlass') return glass.indexOf(to) > glass.indexOf(from) ? 'more' : 'less';
  if (path === 'risk.production' || path === 'freezes' || path.endsWith('.verify')) return lists(from, to);
  if (path === 'changeWindows') return windows(from, to);
  if (rule === undefined || a === undefined || b === undefined) return 'other';
  return b > a ? rule : opposite[rule];
}

/** More entries restrict more. */
function lists(from: unknown, to: unknown): PolicyChange['permits'] {
  const [a, b] = [texts(from), texts(to)];
  if (a.every((one) => b.includes(one))) return 'less';
  return b.every((one) => a.includes(one)) ? 'more' : 'other';
}

/** None is at any time; among some, more are more. */
function windows(from: unknown, to: unknown): PolicyChange['permits'] {
  const [a, b] = [texts(from), texts(to)];
  if (a.length === 0) return 'less';
  if (b.length === 0 || a.every((one) => b.includes(one))) return 'more';
  return b.every((one) => a.includes(one)) ? 'less' : 'other';
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.map((one) => JSON.stringify(one)) : [];
}

/** Who may break it, from nobody on. */
const glass: readonly unknown[] = ['never', 'admin', 'approver'];
const roleOrder: readonly unknown[] = ['approver', 'admin'];

function amount(path: string, value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const order: readonly unknown[] = path === 'automaticUpTo' ? riskLevels : roleOrder;
  const at = order.indexOf(value);
  return at === -1 ? undefined : at;
}

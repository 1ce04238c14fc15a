import { splitEntityId } from '../../../shared/model/ids.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { conditionText, type MetricCondition } from '../../../shared/model/metric-condition.ts';
import type { Facts, Plan } from '../../../shared/model/plan.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { DomainError } from '../../platform/errors.ts';
import type { RemediationAction } from '../action.ts';
import type { ActionAdapter, AdapterSubject, LiveState } from '../action-adapter.ts';
import { planHash } from '../plan-hash.ts';
import { conditionsOf, wishesOf } from './metric-conditions.ts';
import type { Judge, RemediationPorts, TargetServer } from './ports.ts';

/** An action on a target, on the server that has it: everything that is needed to do it. */
export interface Workpiece {
  readonly action: RemediationAction;
  readonly subject: AdapterSubject<unknown>;
  readonly adapter: ActionAdapter<unknown>;
  readonly server: TargetServer;
  readonly source: string;
  /** What the site wants to see in metrics afterwards. */
  readonly conditions: readonly MetricCondition[];
  readonly conditionsWithinSeconds: number;
}

type PlanPorts = Pick<RemediationPorts, 'servers'> & { readonly judge: Pick<Judge, 'policy'> };

export interface Planned {
  readonly workpiece: Workpiece;
  readonly facts: Facts;
  readonly plan: Plan;
}

export type Planning =
  | { readonly is: 'planned'; readonly planned: Planned }
  /** It cannot be planned now; a later try may. */
  | { readonly is: 'no-plan'; readonly why: string };

/** Finds the adapter that fits the server of a target. @throws McpError when the server cannot be reached */
export async function workpieceOf(
  action: RemediationAction,
  subject: { readonly target: Entity; readonly parameters: unknown; readonly view: InventoryView },
  { servers, judge }: PlanPorts,
  signal?: AbortSignal,
): Promise<Workpiece | string> {
  const { source } = splitEntityId(subject.target.id);
  const server = await servers.open(source, signal);
  const adapter = action.adapters.find((one) => server.adapters.includes(one.server));
  if (!adapter) {
    const fits = action.adapters.map((one) => one.server).join(', ');
    return `"${action.title}" cannot be done on the server of "${source}": it is done on ${fits === '' ? 'none yet' : fits}`;
  }
  const wishes = wishesOf(judge.policy().policy, action.id);
  return {
    action,
    subject,
    adapter,
    server,
    source,
    conditions: conditionsOf(wishes, subject.target),
    conditionsWithinSeconds: Math.max(0, ...wishes.map(({ withinSeconds }) => withinSeconds)),
  };
}

/** Reads the target live and makes the plan from what was read. What goes wrong is a reason, not a failure. */
export async function makePlan(
  action: RemediationAction,
  subject: { readonly target: Entity; readonly parameters: unknown; readonly view: InventoryView },
  ports: PlanPorts,
  signal?: AbortSignal,
): Promise<Planning> {
  try {
    const workpiece = await workpieceOf(action, subject, ports, signal);
    if (typeof workpiece === 'string') return { is: 'no-plan', why: workpiece };
    const live = await readLive(workpiece);
    if (live.is === 'gone') return { is: 'no-plan', why: live.text };
    return {
      is: 'planned',
      planned: { workpiece, facts: live.facts, plan: planFrom(workpiece, live.facts) },
    };
  } catch (error) {
    signal?.throwIfAborted();
    return { is: 'no-plan', why: reasonOf(error) };
  }
}

/** Nothing that an action looks at is longer; what is would go into journal, audit and screens with every reading. */
const longestFact = 1_000;

/** @throws DomainError unreadable, and what the adapter throws when nothing follows from what was answered */
export async function readLive({
  adapter,
  subject,
  server,
}: Pick<Workpiece, 'adapter' | 'subject' | 'server'>): Promise<LiveState> {
  const live = await adapter.read(subject, server.reader);
  const [long] =
    live.is === 'gone'
      ? []
      : Object.entries(live.facts).filter(
          ([, value]) => typeof value === 'string' && value.length > longestFact,
        );
  if (long === undefined) return live;
  throw new DomainError(
    'unreadable',
    `${server.reader.source}: what it says of ${long[0]} is ${String(long[1]).length} characters long, at most ${longestFact} are taken for a fact`,
    { hint: 'Nothing follows from such an answer. Look at the server.' },
  );
}

/** A pure function of the workpiece and what was read. @throws what the adapter throws when it cannot be done */
export function planFrom(workpiece: Workpiece, facts: Facts): Plan {
  const { action, subject, adapter, source, conditions, conditionsWithinSeconds } = workpiece;
  const draft = adapter.plan(subject, facts);
  const calls = draft.calls.map((call) => ({ ...call, source }));
  const { reversibility } = action;
  const reversible = reversibility.is === 'reversible' && adapter.rollback !== undefined;
  return {
    adapter: adapter.server,
    calls,
    before: facts,
    after: draft.after,
    verification: [draft.verification, ...conditions.map(conditionText)].join(' and '),
    ...(conditions.length > 0 && { conditions: [...conditions] }),
    verifyWithinSeconds: Math.max(adapter.verifyWithinSeconds, conditionsWithinSeconds),
    rollback: reversible ? reversibility.how : '',
    reversible,
    estimateSeconds: adapter.estimateSeconds,
    checks: [...adapter.preChecks(subject, facts)],
    hash: planHash({
      action: action.id,
      target: subject.target.id,
      parameters: subject.parameters as Readonly<Record<string, unknown>>,
      adapter: adapter.server,
      calls,
      conditions,
    }),
  };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

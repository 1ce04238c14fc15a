import { z } from 'zod';
import { createAudit, type Audit } from '../../src/main/audit/audit.ts';
import { memoryChainHead } from '../../src/main/audit/chain-head.ts';
import { McpError } from '../../src/main/mcp/mcp-error.ts';
import type { McpWriter, ToolResult } from '../../src/main/mcp/session.ts';
import type { Clock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { defineAction, type RemediationAction } from '../../src/main/remediation/action.ts';
import { createRemediations, type Paused } from '../../src/main/remediation/create-remediations.ts';
import { conflictsOf } from '../../src/main/remediation/decision/conflicts.ts';
import { decide } from '../../src/main/remediation/decision/decide.ts';
import { intentIsOnDisk } from '../../src/main/remediation/engine/permits.ts';
import type {
  ClaimGate,
  Claims,
  Judge,
  RemediationPorts,
  ScoredProposal,
  TargetServers,
} from '../../src/main/remediation/engine/ports.ts';
import { createLocalClaims } from '../../src/main/remediation/engine/local-claims.ts';
import { createStoreClaims } from '../../src/main/remediation/engine/store-claims.ts';
import type { Actor, RemediationRequest, Remediations } from '../../src/main/remediation/remediations.ts';
import type { StoreCollection } from '../../src/main/store/store.ts';
import { instant, type EntityId } from '../../src/shared/model/ids.ts';
import { activeStates, remediationSchema } from '../../src/shared/model/remediation.ts';
import type { Facts } from '../../src/shared/model/plan.ts';
import { policySchema, type Policy } from '../../src/shared/model/policy.ts';
import { scoreWeights, type Score } from '../../src/shared/model/reliability.ts';
import { buildEntity, buildView } from './build-view.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';

/**
 * How a tool takes a call. acts: and says so. lies: says so and does nothing. fails: does nothing and says that.
 * acts-but-fails: does it and says that it failed. lost: does it, and nobody hears of it. dropped: does nothing, and
 * nobody hears of it. unreachable: it cannot have got it. later: says so, and does it some time after.
 */
export const behaviours = [
  'acts',
  'lies',
  'fails',
  'acts-but-fails',
  'lost',
  'dropped',
  'unreachable',
  'later',
] as const;
export type Behaviour = (typeof behaviours)[number];

/** Calls that wait in the world for their time. */
const laterMs = 20_000;
/** Time that passes whenever somebody waits for it; but for sleeps from `patienceMs` on, which nobody waits for. */
export interface RunningClock extends Clock {
  jump(to: string | number): void;
  pass(ms: number): void;
}

export function createRunningClock({ patienceMs = 60_000 } = {}): RunningClock {
  let wall = Date.parse('2026-11-23T12:00:00.000Z');
  let monotonic = 0;
  return {
    now: () => instant(wall),
    monotonicMs: () => monotonic,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const stopped = () => reject(signal?.reason as Error);
        if (signal?.aborted) {
          stopped();
          return;
        }
        signal?.addEventListener('abort', stopped, { once: true });
        if (ms >= patienceMs) return;
        setImmediate(() => {
          signal?.removeEventListener('abort', stopped);
          if (signal?.aborted) return;
          monotonic += ms;
          wall += ms;
          resolve();
        });
      }),
    jump(to) {
      wall = new Date(to).getTime();
    },
    pass(ms) {
      wall += ms;
      monotonic += ms;
    },
  };
}

/** A process that ends in the middle: from the n-th effect on nothing of it happens any more. */
export interface Process {
  /** Before each effect on the world or the disk; never comes back once the process is dead. */
  effect(what: string): Promise<void>;
  readonly effects: readonly string[];
  readonly dead: boolean;
  readonly died: Promise<void>;
  kill(): void;
}

export function createProcess(diesBefore = Infinity): Process {
  const effects: string[] = [];
  const died = Promise.withResolvers<void>();
  let dead = false;
  const kill = () => {
    dead = true;
    died.resolve();
  };
  return {
    effects,
    get dead() {
      return dead;
    },
    died: died.promise,
    kill,
    effect(what) {
      if (!dead && effects.length >= diesBefore) kill();
      if (dead) return new Promise<never>(() => {});
      effects.push(what);
      return Promise.resolve();
    },
  };
}

/** What is really there: steps that were made of each target, and every call that arrived. */
export interface World {
  readonly applied: Map<string, Set<number>>;
  readonly arrived: {
    readonly intent: string;
    readonly tool: string;
    readonly target: string;
    readonly step: number;
  }[];
  /** Told before a call acts. */
  onArrival: ((call: World['arrived'][number]) => void) | undefined;
  behaviour: (call: { readonly tool: string; readonly step: number }) => Behaviour;
  /** Reads answer. */
  readable: boolean;
  pending: { readonly dueMs: number; act(): void }[];
}

export function createWorld(): World {
  return {
    applied: new Map(),
    arrived: [],
    onArrival: undefined,
    behaviour: () => 'acts',
    readable: true,
    pending: [],
  };
}

const source = 'vcenter-a';
export const target = buildEntity('vm', 'web-01', { attributes: { powerState: 'on' } });
export const otherTarget = buildEntity('vm', 'web-02', { attributes: { powerState: 'on' } });

/** An action of several steps, each of which can be seen at its target, and taken back. */
export function stepsAction(options: {
  readonly steps: number;
  readonly rollback?: boolean;
  /** The last step is only made where those before it did not help within so many seconds. */
  readonly unlessMetWithinSeconds?: number;
}): RemediationAction {
  const { steps, rollback = true, unlessMetWithinSeconds } = options;
  const numbers = Array.from({ length: steps }, (_, at) => at);
  const conditional = unlessMetWithinSeconds !== undefined;
  const done = (facts: Facts) => String(facts['steps'] ?? '');
  /** With a step in reserve any one of them is enough. */
  const wanted = numbers.join(',');
  const isMet = (facts: Facts) => (conditional ? done(facts) !== '' : done(facts) === wanted);
  return defineAction({
    id: 'vm.restart',
    title: 'Make all steps',
    targets: ['vm'],
    parameters: z.strictObject({ note: z.string().optional() }),
    risk: 'medium',
    reversibility: rollback
      ? { is: 'reversible', how: 'each step is taken back' }
      : { is: 'irreversible', because: 'what is done is done' },
    permission: 'approver',
    expectedEffect: ({ target: { name } }) => `all steps are made at ${name}`,
    howToVerify: ({ target: { name } }) => `${name} has them`,
    adapters: [
      {
        server: 'world',
        writes: ['apply', 'undo'],
        read: async (subject, reader) => {
          const answer = await reader.call('look', { target: subject.target.nativeId });
          return { is: 'there', facts: answer.data as Record<string, string> };
        },
        preChecks: (_, now) => [{ text: `it is up: ${String(now['up'])}`, ok: now['up'] === true }],
        plan: (subject) => ({
          calls: numbers.map((step) => ({
            tool: 'apply',
            arguments: { target: subject.target.nativeId, step },
            does: `makes step ${step} at ${subject.target.name}`,
            ...(conditional && step === steps - 1 && { unlessMetWithinSeconds }),
          })),
          after: { steps: wanted },
          verification: `the steps are ${wanted}`,
        }),
        verify: (_, __, now) => ({
          is: isMet(now) ? 'met' : 'not-yet',
          text: `the steps are "${done(now)}"`,
        }),
        verifyWithinSeconds: 50,
        pollEverySeconds: 5,
        estimateSeconds: 5,
        ...(rollback && {
          rollback: (subject, _, now) =>
            done(now)
              .split(',')
              .filter((step) => step !== '')
              .map((step) => ({
                tool: 'undo',
                arguments: { target: subject.target.nativeId, step: Number(step) },
                does: `takes step ${step} back at ${subject.target.name}`,
              })),
        }),
      },
    ],
  });
}

export interface Installation {
  readonly world: World;
  readonly clock: RunningClock;
  readonly store: MemoryStore;
  readonly policy: Policy;
  readonly audit: Audit;
  readonly catalogue: readonly RemediationAction[];
  readonly remediations: Remediations;
  readonly process: Process;
  /** The next process over the same disk and world. */
  restart(process?: Process): Installation;
}

export interface InstallationOptions {
  readonly action?: RemediationAction;
  readonly world?: World;
  readonly clock?: RunningClock;
  readonly store?: MemoryStore;
  readonly policy?: Partial<Policy>;
  readonly process?: Process;
  readonly workstation?: string;
  readonly perDomain?: number;
  readonly paused?: { current: Paused | undefined };
  readonly head?: ReturnType<typeof memoryChainHead>;
  readonly killSwitch?: { on: boolean };
  /** What somebody may do now; everything, unless a test is about that. */
  readonly roleNow?: RemediationPorts['roleNow'];
  readonly metrics?: RemediationPorts['metrics'];
  readonly silencing?: RemediationPorts['silencing'];
  readonly silentMs?: RemediationPorts['silentMs'];
  /** How claims are made over the gate of its own store; of nobody else, unless a test is about that. */
  readonly claims?: (gate: ClaimGate, process: Process) => Claims;
  /** What scores were asked for. */
  readonly scored?: ScoredProposal[];
}

export const alice: Actor = { operator: 'alice', role: 'admin', via: 'memory' };
export const bob: Actor = { operator: 'bob', role: 'approver', via: 'memory' };
export const carol: Actor = { operator: 'carol', role: 'operator', via: 'memory' };

/** Limits that do not get in the way of specs that are about something else. */
const generous = policySchema.parse({
  rates: { perHour: 1_000, perAction: 1_000, perTarget: 1_000, perCluster: 1_000 },
  circuitBreaker: { failures: 100, withinMinutes: 1 },
  cooldownMinutes: 0,
  maximumInventoryAgeMinutes: 10_080,
});

/** Remediations over a world of their own, as the application would have them. */
export function install(options: InstallationOptions = {}): Installation {
  const {
    action = stepsAction({ steps: 2 }),
    world = createWorld(),
    clock = createRunningClock(),
    store = createMemoryStore(),
    process = createProcess(),
    workstation = 'here',
    paused = { current: undefined },
    head = memoryChainHead(workstation),
    killSwitch = { on: false },
  } = options;
  const policy: Policy = { ...generous, ...options.policy };
  const remediationsStore = guarded(store.remediations, process, 'store');
  const audit = createAudit({
    store: guarded(store.audit, process, 'audit'),
    head,
    clock,
    logger: silentLogger,
  });
  const entities = [target, otherTarget];
  const ports: RemediationPorts = {
    store: remediationsStore,
    audit,
    catalogue: [action],
    inventory: { view: async () => buildView(entities, { at: clock.now() }) },
    servers: serversOf(world, clock, process, remediationsStore),
    ...(options.metrics && { metrics: options.metrics }),
    ...(options.silencing && { silencing: options.silencing }),
    claims: (options.claims ?? createLocalClaims)(createStoreClaims(remediationsStore, clock), process),
    ...(options.silentMs && { silentMs: options.silentMs }),
    judge: judgeOf(policy, killSwitch, options.scored),
    ticketAutomation: async () => true,
    workstation: async () => workstation,
    roleNow: options.roleNow ?? (() => 'admin'),
    removeSecrets: async () => (text) => text,
    settings: { perDomain: options.perDomain ?? 3, holdAtMostMs: 900_000, givenUpAfterMs: 600_000 },
    clock,
    random: counting(store),
    logger: silentLogger,
  };
  const remediations = createRemediations(ports, {
    read: async () => paused.current,
    write: async (next) => {
      await process.effect('pause');
      paused.current = next;
    },
  });
  return {
    world,
    clock,
    store,
    policy,
    audit,
    catalogue: [action],
    remediations,
    process,
    restart: (next = createProcess()) =>
      install({ ...options, action, world, clock, store, paused, head, killSwitch, process: next }),
  };
}

/** What each test proposes, unless it is about something else. */
export const request: RemediationRequest = {
  automation: true,
  action: 'vm.restart',
  target: target.id,
  parameters: {},
  cause: '',
  confidence: 0.8,
  proposedBy: 'rules',
};

export const never = new AbortController().signal;

function guarded<T extends { readonly id: string }>(
  inner: StoreCollection<T>,
  process: Process,
  name: string,
): StoreCollection<T> {
  return {
    name: inner.name,
    get rx() {
      return inner.rx;
    },
    getMany: (ids) => inner.getMany(ids),
    remove: (ids) => inner.remove(ids),
    purge: (minimumAgeMs) => inner.purge(minimumAgeMs),
    find: (query) => inner.find(query),
    count: (query) => inner.count(query),
    each: (batchSize) => inner.each(batchSize),
    get: async (id) => {
      if (process.dead) await process.effect('read');
      return inner.get(id);
    },
    put: async (documents) => {
      await process.effect(`${name} put`);
      return inner.put(documents);
    },
    insert: async (document) => {
      await process.effect(`${name} insert`);
      return inner.insert(document);
    },
    update: async (id, change) => {
      await process.effect(`${name} update`);
      return inner.update(id, change);
    },
  };
}

function serversOf(
  world: World,
  clock: RunningClock,
  process: Process,
  store: Pick<StoreCollection<never>, never> & Parameters<typeof intentIsOnDisk>[0],
): TargetServers {
  const settle = () => {
    const due = world.pending.filter(({ dueMs }) => dueMs <= clock.monotonicMs());
    world.pending = world.pending.filter((one) => !due.includes(one));
    for (const one of due) one.act();
  };
  return {
    hold: () => () => {},
    async open() {
      return {
        adapters: ['world'],
        reader: {
          source,
          async call(_tool, args) {
            if (process.dead) await process.effect('look');
            settle();
            if (!world.readable) throw new McpError(source, 'disconnected', 'it does not answer');
            const steps = [...(world.applied.get(String(args['target'])) ?? [])].toSorted((a, b) => a - b);
            return answer({ up: true, steps: steps.join(',') });
          },
        },
        writer: (writes): McpWriter => ({
          source,
          async callTool(permit, options) {
            const { tool, intent } = permit;
            if (!writes.includes(tool)) throw new Error(`${tool} is not among ${writes.join(', ')}`);
            if (!(await intentIsOnDisk(store, permit))) {
              throw new McpError(source, 'not-permitted', 'there is no intent on disk', {
                notExecuted: true,
              });
            }
            const stopped = options?.stopped?.();
            if (stopped !== undefined) {
              throw new McpError(source, 'not-permitted', stopped, { notExecuted: true });
            }
            await process.effect(`call ${tool}`);
            settle();
            const result = take(world, clock, permit, intent);
            // The world has acted; whether the process lives to hear of it is another matter.
            await process.effect(`answer ${tool}`);
            return result();
          },
        }),
      };
    },
  };
}

function take(
  world: World,
  clock: RunningClock,
  { tool, arguments: args }: Parameters<McpWriter['callTool']>[0],
  intent: string,
): () => ToolResult {
  const [name, step] = [String(args['target']), Number(args['step'])];
  const call = { intent, tool, target: name, step };
  const behaviour = world.behaviour({ tool, step });
  const lost = () => {
    throw new McpError(source, 'disconnected', 'the connection was closed');
  };
  if (behaviour === 'unreachable') {
    return () => {
      throw new McpError(source, 'disconnected', 'it cannot be reached', { notExecuted: true });
    };
  }
  world.onArrival?.(call);
  world.arrived.push(call);
  const act = () => {
    const steps = world.applied.get(name) ?? new Set();
    if (tool === 'apply') steps.add(step);
    else steps.delete(step);
    world.applied.set(name, steps);
  };
  switch (behaviour) {
    case 'acts':
      act();
      return () => answer({ done: true });
    case 'lies':
      return () => answer({ done: true });
    case 'fails':
      return () => ({ ...answer({}), isError: true, text: 'it failed' });
    case 'acts-but-fails':
      act();
      return () => ({ ...answer({}), isError: true, text: 'it failed' });
    case 'lost':
      act();
      return lost;
    case 'dropped':
      return lost;
    case 'later':
      world.pending.push({ dueMs: clock.monotonicMs() + laterMs, act });
      return () => answer({ done: true });
  }
}

function answer(data: Record<string, unknown>): ToolResult {
  return { isError: false, text: JSON.stringify(data), data, form: 'json' };
}

function judgeOf(policy: Policy, killSwitch: { readonly on: boolean }, scored?: ScoredProposal[]): Judge {
  const part = { samples: 0, basis: 'prior', why: 'as the test has it' } as const;
  const score: Score = {
    value: 90,
    parts: {
      confidence: { ...part, value: 90, weight: scoreWeights.confidence },
      feedback: { ...part, value: 90, weight: scoreWeights.feedback },
      success: { ...part, value: 90, weight: scoreWeights.success },
      pattern: { ...part, value: 90, weight: scoreWeights.pattern },
    },
  };
  return {
    policy: () => ({ policy: { ...policy, killSwitch: killSwitch.on }, version: 'test' }),
    killSwitch: () => (killSwitch.on ? 'somebody threw it' : undefined),
    score: async (subject) => {
      scored?.push(subject);
      return score;
    },
    decide,
    targetClass: ({ kind }) => kind,
    cluster: () => undefined,
    impact: () => ({ dependents: 0, marks: [] }),
    conflicts: conflictsOf,
  };
}

/** Ids in order, also over restarts. */
function counting(store: MemoryStore): RemediationPorts['random'] {
  return {
    id: () => `n${store.writes.length}`,
    unit: () => 0.5,
  };
}

export const stepsAt = (
  { applied }: World,
  of: { readonly id: EntityId; readonly nativeId: string } = target,
) => [...(applied.get(of.nativeId) ?? [])].toSorted((a, b) => a - b);

/** Resolves when nothing is under way any more, or the process is dead. */
export async function rest({ store, process, remediations }: Installation): Promise<void> {
  for (let turn = 0; turn < 100_000; turn++) {
    if (process.dead) return;
    const all = await store.remediations.find({ selector: {} });
    const working = all.some((record) => activeStates.has(remediationSchema.parse(record).state));
    if (!working || remediations.stalled.length > 0) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  throw new Error('it does not come to rest');
}

/** What came of it, or the death of the process. */
export async function orDeath<T>({ process }: Installation, work: Promise<T>): Promise<T | 'died'> {
  return Promise.race([work, process.died.then(() => 'died' as const)]);
}

import { isDeepStrictEqual } from 'node:util';
import type { ActionAdapter, AdapterSubject, LiveReader } from '../../src/main/remediation/action-adapter.ts';
import type { RemediationAction } from '../../src/main/remediation/action.ts';
import type { Rehearsal } from '../../src/main/remediation/actions/shared/rehearsal.ts';
import { checkProposal } from '../../src/main/remediation/check-proposal.ts';
import { planFrom } from '../../src/main/remediation/engine/make-plan.ts';
import {
  factsSchema,
  planSchema,
  type Facts,
  type Plan,
  type PlannedCall,
  type Verdict,
} from '../../src/shared/model/plan.ts';
import type { ActionStage } from './action-stage.ts';

/** Long enough for a busy machine, where an answer is expected. */
export const patientMs = 15_000;

/** One use of an action on a staged target, up to the moment before its first call. */
export interface Play {
  readonly adapter: ActionAdapter<unknown>;
  readonly subject: AdapterSubject<unknown>;
  readonly before: Facts;
  readonly plan: Plan;
  /** What is not as it has to be so far. */
  readonly wrong: readonly string[];
}

/** Stages, checks, reads and plans, as the queue does it. */
export async function beginPlay(
  stage: ActionStage,
  action: RemediationAction,
  adapter: ActionAdapter<unknown>,
  rehearsal: Rehearsal,
  asked?: Set<string>,
): Promise<Play> {
  const { target, parameters } = await rehearsal.stage(stage.lab);
  const { view } = stage.lab;
  const proposed = { action: action.id, target: target.id, parameters };
  const checked = checkProposal(proposed, { catalogue: [action], view });
  if (checked.is === 'refused') throw new Error(`${rehearsal.title}: ${checked.reason}`);
  const subject = { target: checked.target, parameters: checked.parameters, view };
  const arrived = stage.arrived().length;
  const reader = await stage.reader(patientMs, asked);
  const before = await readFacts(adapter, subject, reader);
  if (!before) throw new Error(`${rehearsal.title}: the target is gone`);
  const server = { adapters: [adapter.server], reader, writer: () => stage.writer(adapter.writes) };
  // What a site wants to see in metrics beside is the policy's, and not the action's.
  const wishes = { conditions: [], conditionsWithinSeconds: 0 };
  const make = () => planFrom({ action, subject, adapter, server, source: stage.source, ...wishes }, before);
  const plan = make();
  const writes = new Set(adapter.writes);
  const verdict = adapter.verify(subject, before, before, [before, before]);
  const written = stage
    .arrived()
    .slice(arrived)
    .filter((name) => writes.has(name));
  const wrong = [
    ...plan.checks.flatMap(({ ok, text }) => (ok ? [] : `a pre-check does not hold: ${text}`)),
    ...(isDeepStrictEqual(make(), plan) ? [] : ['the same facts make another plan']),
    ...(factsSchema.safeParse(before).success ? [] : ['what was read are no facts']),
    ...(planSchema.safeParse(plan).success ? [] : ['the plan does not fit its schema']),
    ...plan.calls.flatMap(({ tool }) => (writes.has(tool) ? [] : `${tool} is none of its declared writes`)),
    ...(verdict.is === 'met' ? [`it is met before anything was done: ${verdict.text}`] : []),
    ...written.map((name) => `${name} was called while it was only looked at`),
  ];
  return { adapter, subject, before, plan, wrong: wrong.map((text) => `${rehearsal.title}: ${text}`) };
}

export interface Performance {
  readonly verdict: Verdict;
  readonly now: Facts | undefined;
}

/** Goes through a plan as an engine does: the next step only after one that answered, or where it did not help. */
export async function perform(
  stage: ActionStage,
  { adapter, subject, before, plan }: Play,
  how: {
    /** At most so often is looked afterwards; as often as the deadline allows when left out. */
    readonly polls?: number;
    readonly timeoutMs?: number;
    /** Once all calls are made. */
    readonly lift?: () => Promise<void>;
  } = {},
): Promise<Performance> {
  const judge = (now: Facts, earlier: readonly Facts[]) => adapter.verify(subject, before, now, earlier);
  const wait = (seconds: number) =>
    poll(stage, adapter, subject, { polls: Math.ceil(seconds / adapter.pollEverySeconds), judge });
  let sent: Sent = 'answered';
  for (const [step, call] of plan.calls.entries()) {
    if (step > 0 && sent !== 'answered' && sent !== 'said-failed') break;
    if (call.unlessMetWithinSeconds === undefined) {
      if (sent === 'said-failed') break;
    } else if ((await wait(call.unlessMetWithinSeconds)).verdict.is === 'met') break;
    sent = await send(stage, adapter, call, how.timeoutMs ?? patientMs);
  }
  await how.lift?.();
  if (sent === 'lost' || sent === 'not-sent') await stage.reconnect();
  const deadline = Math.ceil(adapter.verifyWithinSeconds / adapter.pollEverySeconds) + 1;
  return poll(stage, adapter, subject, { polls: Math.min(deadline, how.polls ?? deadline), judge });
}

/** Takes it back. @returns what is not as it has to be */
export async function takeBack(
  stage: ActionStage,
  { adapter, subject, before }: Play,
  now: Facts,
): Promise<string[]> {
  if (!adapter.rollback || !adapter.verifyRollback) return [];
  const rollback = adapter.rollback.bind(adapter);
  const verifyRollback = adapter.verifyRollback.bind(adapter);
  const wrong: string[] = [];
  for (const call of rollback(subject, before, now)) {
    if (!adapter.writes.includes(call.tool))
      wrong.push(`${call.tool} of the rollback is none of its declared writes`);
    const sent = await send(stage, adapter, { ...call, source: stage.source }, patientMs);
    if (sent !== 'answered') wrong.push(`the rollback's ${call.tool}: ${sent}`);
  }
  const { verdict, now: after = {} } = await poll(stage, adapter, subject, {
    polls: Math.ceil(adapter.verifyWithinSeconds / adapter.pollEverySeconds),
    judge: (facts) => verifyRollback(subject, before, facts),
  });
  if (verdict.is !== 'met') wrong.push(`it is not taken back: ${verdict.text}`);
  else if (rollback(subject, before, after).length > 0)
    wrong.push('it is taken back, and there is more to take back');
  return wrong;
}

type Sent = 'answered' | 'said-failed' | 'lost' | 'not-sent';
let intents = 0;

async function send(
  stage: ActionStage,
  { writes }: ActionAdapter<unknown>,
  { tool, arguments: args }: PlannedCall,
  timeoutMs: number,
): Promise<Sent> {
  intents += 1;
  const permit = { source: stage.source, tool, arguments: args, intent: `rehearsal/${intents}` };
  try {
    return (await stage.writer(writes).callTool(permit, { timeoutMs })).isError ? 'said-failed' : 'answered';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (Reflect.get(error, 'notExecuted') === true) return 'not-sent';
    return Reflect.get(error, 'code') === 'protocol' ? 'said-failed' : 'lost';
  }
}

async function poll(
  stage: ActionStage,
  adapter: ActionAdapter<unknown>,
  subject: AdapterSubject<unknown>,
  how: { readonly polls: number; readonly judge: (now: Facts, earlier: readonly Facts[]) => Verdict },
): Promise<Performance> {
  const earlier: Facts[] = [];
  let verdict: Verdict = { is: 'not-yet', text: 'it was not looked at' };
  const reader = await stage.reader(patientMs);
  for (let look = 0; look < how.polls; look++) {
    const now = await readFacts(adapter, subject, reader);
    if (!now) return { verdict: { is: 'failed', text: 'it is gone' }, now };
    verdict = how.judge(now, earlier);
    earlier.push(now);
    if (verdict.is !== 'not-yet') break;
    await stage.lab.pass(adapter.pollEverySeconds);
  }
  return { verdict, now: earlier.at(-1) };
}

export async function readFacts(
  adapter: ActionAdapter<unknown>,
  subject: AdapterSubject<unknown>,
  reader: LiveReader,
): Promise<Facts | undefined> {
  const live = await adapter.read(subject, reader);
  return live.is === 'there' ? live.facts : undefined;
}

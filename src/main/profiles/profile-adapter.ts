import type { ObservedRecord } from '../../shared/model/entity.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { Adapter, CollectContext, CollectEvent } from '../collectors/collector.ts';
import type { McpSession, ServerDescription } from '../mcp/session.ts';
import type { Clock } from '../platform/clock.ts';
import { ExpressionTimeout } from '../platform/expression.ts';
import { createTurns, type Turns } from '../platform/turns.ts';
import type { CompiledEntity, CompiledProfile } from './compiled-profile.ts';
import { mapRecord } from './map-records.ts';
import { runSteps, type RunOptions } from './run-steps.ts';
import type { StepResult, StepResults } from './step-results.ts';
import { guardWrittenCalls } from './written-calls.ts';

const batch = 500;
/** What a list that shows only some of what there is is complete for: nothing that is known by then. */
export const asListed = 'what is listed';

export interface ProfilePorts {
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
}

/** A profile as an adapter: reads, vouches and judges like one that is written in code. */
export function profileAdapter(
  profile: CompiledProfile,
  {
    clock,
    revision,
    isKnown,
  }: ProfilePorts & {
    /** Names this text: actions that were approved by another one are not done by this. */
    readonly revision: string;
    /** Whether an adapter of the application reads this domain of such a server: it goes before. */
    readonly isKnown: (server: ServerDescription) => boolean;
  },
): Adapter {
  const { id, title } = profile.source;
  const guard = guardWrittenCalls(profile);
  return {
    id,
    title,
    revision,
    matches: (server) =>
      server.profile === undefined ? recognises(profile, server) && !isKnown(server) : server.profile === id,
    readOnlyTools: profile.reads,
    ...(guard && { guard }),
    collect: (session, context) => collectProfile(profile, session, context, { clock }),
  };
}

/** By its tools and its own name alone. */
export function recognises({ source }: CompiledProfile, server: ServerDescription): boolean {
  const offered = new Set(server.tools.map(({ name }) => name));
  return (
    source.matches.tools.every((tool) => offered.has(tool)) &&
    (source.matches.server?.some((pattern) => isLike(server.name, pattern)) ?? true)
  );
}

/** `*` stands for anything. */
function isLike(name: string, pattern: string): boolean {
  const pieces = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  const [first = ''] = pieces;
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}

export async function* collectProfile(
  profile: CompiledProfile,
  session: McpSession,
  context: CollectContext,
  options: Pick<RunOptions, 'clock' | 'callsPerStep' | 'onAnswer'> & {
    readonly onStep?: (result: StepResult) => void;
  },
): AsyncGenerator<CollectEvent> {
  const { onStep, ...rest } = options;
  const steps = runSteps(profile, { ...rest, session, ...context });
  let next = await steps.next();
  for (let done = 0; !next.done; done += 1) {
    const result = next.value;
    onStep?.(result);
    const { step, items, failure, failedPartitions } = result;
    yield {
      type: 'progress',
      done: done + 1,
      total: profile.steps.length,
      message: `${step}: ${items.length} read`,
    };
    const isDetail = profile.source.collect.find((one) => one.step === step)?.detail === true;
    if (isDetail && failure !== undefined) yield { type: 'unavailable', what: step, reason: failure };
    if (isDetail)
      for (const [part, reason] of failedPartitions)
        yield { type: 'unavailable', what: `${step} of ${part}`, reason };
    next = await steps.next();
  }
  const results = next.value;
  const turns = createTurns(options.clock);
  for (const entity of profile.entities)
    yield* entityEvents(entity, session.source, results, turns, context.signal);
  yield* judgements(profile, results);
  for (const { what, reason } of profile.source.unavailable) yield { type: 'unavailable', what, reason };
}

async function* entityEvents(
  entity: CompiledEntity,
  source: string,
  results: StepResults,
  turns: Turns,
  signal: AbortSignal,
): AsyncGenerator<CollectEvent> {
  const { kind } = entity;
  let records: ObservedRecord[] = [];
  for (const item of results.get(entity.from)?.items ?? []) {
    signal.throwIfAborted();
    let mapped;
    try {
      mapped = await mapRecord(entity, item, source, results);
    } catch (error) {
      if (!(error instanceof ExpressionTimeout)) throw error;
      yield { type: 'failed', kind, reason: error.message };
      return;
    }
    if (mapped.is === 'reject') yield { type: 'reject', reject: mapped.reject };
    if (mapped.is === 'record') records.push(mapped.record);
    if (records.length >= batch) {
      yield { type: 'records', kind, records };
      records = [];
    }
    if (turns.isOver) await turns.next();
  }
  if (records.length > 0) yield { type: 'records', kind, records };
}

/** What of each kind came as a whole: only that says what is gone. */
function* judgements(
  { source, entities, steps }: CompiledProfile,
  results: StepResults,
): Generator<CollectEvent> {
  const details = new Set(steps.filter(({ detail }) => detail).map(({ step }) => step));
  for (const entity of entities) {
    const { kind, from, lists, needs } = entity;
    const needed = needs.flatMap((step) => {
      const result = results.get(step);
      return result ? [result] : [];
    });
    const failure = needed.find((result) => result.failure !== undefined && isNeeded(result, from, details));
    if (failure) {
      yield { type: 'failed', kind, reason: `${failure.step}: ${failure.failure ?? ''}` };
      continue;
    }
    if (lists === 'some') {
      yield { type: 'complete', kind, partition: asListed };
      yield {
        type: 'unavailable',
        what: `${kindDefinition(kind).plural} that are not listed`,
        reason: `${source.title} lists only some: nothing is taken for gone`,
      };
      continue;
    }
    const parts = new Map(needed.flatMap(({ failedPartitions }) => [...failedPartitions]));
    // The part of a step need not be that of the record: then nothing can be said of any.
    if (parts.size > 0 && entity.partition !== undefined) {
      const [[part, reason] = ['', '']] = parts;
      yield { type: 'failed', kind, reason: `${part}: ${reason}` };
      continue;
    }
    for (const [partition, reason] of parts) yield { type: 'failed', kind, partition, reason };
    yield { type: 'complete', kind };
  }
}

/** A detail that did not come leaves the list of things as it is, unless it is that list. */
function isNeeded({ step }: StepResult, from: string, details: ReadonlySet<string>): boolean {
  return step === from || !details.has(step);
}

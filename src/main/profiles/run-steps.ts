import { DomainError } from '../platform/errors.ts';
import type { Clock } from '../platform/clock.ts';
import { ExpressionTimeout } from '../platform/expression.ts';
import { createTurns } from '../platform/turns.ts';
import type { CallOptions, McpSession, ToolResult } from '../mcp/session.ts';
import type { CompiledProfile, CompiledStep } from './compiled-profile.ts';
import { filledArguments } from './fill-arguments.ts';
import { IncompleteList, itemsOf, readList } from './read-list.ts';
import { createStepResults, type StepItem, type StepResult, type StepResults } from './step-results.ts';

export interface RunOptions {
  readonly session: Pick<McpSession, 'source' | 'callTool'>;
  readonly call: CallOptions;
  readonly signal: AbortSignal;
  readonly startedAt: string;
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  /** A step ends after so many calls: for a look. */
  readonly callsPerStep?: number;
  readonly onStep?: (step: CompiledStep, done: number, total: number) => void;
  readonly onAnswer?: (
    step: CompiledStep,
    args: Readonly<Record<string, unknown>>,
    result: ToolResult,
  ) => void;
}

/** The server is gone, or is not to be asked: what comes after need not be tried. */
const gone: readonly string[] = ['disconnected', 'untrusted', 'unauthorized', 'disabled', 'unknown-server'];

/** Reads every list of a profile, in order. @throws the signal's reason when it was cancelled */
export async function* runSteps(
  profile: CompiledProfile,
  options: RunOptions,
): AsyncGenerator<StepResult, StepResults> {
  const { session, startedAt, signal } = options;
  const results = createStepResults(session.source, startedAt);
  let lost: string | undefined;
  for (const [done, step] of profile.steps.entries()) {
    signal.throwIfAborted();
    options.onStep?.(step, done, profile.steps.length);
    const result =
      lost === undefined
        ? await runStep(step, results, options)
        : { step: step.step, items: [], failure: lost, failedPartitions: new Map(), calls: 0, pages: 0 };
    if ('lost' in result && typeof result.lost === 'string') lost = result.lost;
    results.add(result);
    yield result;
  }
  return results;
}

interface Collecting extends Pick<StepResult, 'step'> {
  readonly items: StepItem[];
  readonly failedPartitions: Map<string, string>;
  readonly failures: string[];
  calls: number;
  pages: number;
  lost?: string;
}

async function runStep(
  step: CompiledStep,
  results: StepResults,
  options: RunOptions,
): Promise<StepResult & { readonly lost?: string }> {
  const into: Collecting = {
    step: step.step,
    items: [],
    failedPartitions: new Map(),
    failures: [],
    calls: 0,
    pages: 0,
  };
  const before = step.forEach === undefined ? undefined : results.get(step.forEach);
  if (before?.failure !== undefined) into.failures.push(`${before.step}: ${before.failure}`);
  for (const [partition, reason] of before?.failedPartitions ?? [])
    into.failedPartitions.set(partition, reason);
  const parents: readonly (StepItem | undefined)[] = before ? before.items : [undefined];
  const one = createReader(step, into, results, options);
  const queue = parents[Symbol.iterator]();
  const workers = Array.from({ length: Math.min(step.atOnce, Math.max(parents.length, 1)) }, async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      if (into.lost !== undefined) return;
      await one(next.value);
    }
  });
  const ended = await Promise.allSettled(workers);
  options.signal.throwIfAborted();
  const broken = ended.find((worker) => worker.status === 'rejected');
  if (broken) throw broken.reason;
  const { items, failedPartitions, calls, pages, failures, lost } = into;
  const [first] = failures;
  return {
    step: step.step,
    items,
    failedPartitions,
    calls,
    pages,
    ...(first !== undefined && {
      failure: failures.length > 1 ? `${first} (and ${failures.length - 1} more)` : first,
    }),
    ...(lost !== undefined && { lost }),
  };
}

/** Reads the list of one item of the step before, or the only one. */
function createReader(
  step: CompiledStep,
  into: Collecting,
  results: StepResults,
  options: RunOptions,
): (parent: StepItem | undefined) => Promise<void> {
  const { session, call, signal, clock } = options;
  const turns = createTurns(clock);
  let latest = Number.NEGATIVE_INFINITY;
  const ask = async (args: Record<string, unknown>): Promise<ToolResult> => {
    if (options.callsPerStep !== undefined && into.calls >= options.callsPerStep) {
      throw new IncompleteList(`stopped after ${options.callsPerStep} calls, as asked`);
    }
    if (into.calls >= step.most.calls) throw new IncompleteList(`more than ${step.most.calls} calls`);
    into.calls += 1;
    if (step.pauseMs > 0) {
      const wait = latest + step.pauseMs - clock.monotonicMs();
      latest = Math.max(latest + step.pauseMs, clock.monotonicMs());
      if (wait > 0) await clock.sleep(wait, signal);
    }
    const result = await session.callTool(step.tool ?? '', args, call);
    into.pages += 1;
    options.onAnswer?.(step, args, result);
    return result;
  };
  const take = (items: readonly unknown[], parent: StepItem | undefined, partition: string | undefined) => {
    const room = step.most.items - into.items.length;
    for (const value of items.slice(0, Math.max(room, 0))) {
      into.items.push({ value, ...(parent && { parent }), ...(partition !== undefined && { partition }) });
    }
    if (items.length > room) throw new IncompleteList(`more than ${step.most.items} items`);
  };
  return async (parent) => {
    if (turns.isOver) await turns.next();
    signal.throwIfAborted();
    const here: StepItem = { value: undefined, ...(parent && { parent }) };
    // Of an answer `$parent` is the item that it was asked for; of that item it is what stands above it.
    const bindings = results.bindings(here);
    const ofParent = results.bindings(parent);
    let partition = parent?.partition;
    try {
      if (step.where && (await step.where.evaluate(parent?.value, ofParent)) !== true) return;
      if (step.partition) {
        const said = await step.partition.evaluate(parent?.value, ofParent);
        if (typeof said !== 'string' || said === '') {
          throw new IncompleteList(`expected "${step.partition.text}" to name a part of the source`);
        }
        partition = said;
      }
      if (step.tool === undefined) take(await itemsOf(step, parent?.value, ofParent), parent, partition);
      else {
        await readList({
          step,
          arguments: await filledArguments(step.arguments, parent?.value, ofParent),
          bindings,
          call: ask,
          take: (items) => take(items, parent, partition),
        });
      }
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      const said = step.tool === undefined ? reason : `${step.tool}: ${reason}`;
      const isLost = error instanceof DomainError && gone.includes(error.code);
      if (isLost || error instanceof ExpressionTimeout) into.lost = said;
      // A part that could not be read says nothing of the others.
      if (partition === undefined || into.lost !== undefined) into.failures.push(said);
      else into.failedPartitions.set(partition, said);
    }
  };
}

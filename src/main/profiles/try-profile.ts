import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../shared/model/run.ts';
import { instant } from '../../shared/model/ids.ts';
import type { CollectEvent } from '../collectors/collector.ts';
import { validateRecord, type ValidRecord } from '../inventory/record.ts';
import type { McpSession, ToolResult } from '../mcp/session.ts';
import type { Clock } from '../platform/clock.ts';
import type { CompiledProfile, CompiledStep } from './compiled-profile.ts';
import { collectProfile } from './profile-adapter.ts';
import type { StepResult } from './step-results.ts';

/** What a profile makes of a server, and what it is made of. Nothing is stored. */
export interface Trial {
  readonly steps: readonly TriedStep[];
  readonly kinds: readonly TriedKind[];
  readonly rejects: { readonly total: number; readonly items: readonly RejectedRecord[] };
  readonly unavailable: readonly { readonly what: string; readonly reason: string }[];
  /** Why it ended before its time. */
  readonly error?: string;
  readonly tookMs: number;
}

export interface TriedStep {
  readonly name: string;
  readonly tool?: string;
  readonly calls: number;
  readonly pages: number;
  readonly items: number;
  readonly tookMs: number;
  readonly complete: boolean;
  readonly problems: readonly string[];
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly tool: string;
  readonly arguments: string;
  readonly isError: boolean;
  readonly form: ToolResult['form'];
  readonly text: string;
  readonly textLength: number;
}

export interface TriedKind {
  readonly kind: EntityKind;
  readonly total: number;
  readonly complete: boolean;
  readonly reason?: string;
  readonly failedPartitions: readonly { readonly partition: string; readonly reason: string }[];
  readonly records: readonly ValidRecord[];
}

const samplesPerStep = 3;
const longestSample = 50_000;
const keptRejects = 200;

export async function tryProfile(
  profile: CompiledProfile,
  options: {
    readonly session: McpSession;
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly timeoutMs: number;
    readonly limit: number;
    readonly callsPerStep?: number;
    readonly onProgress?: (progress: Extract<CollectEvent, { type: 'progress' }>) => void;
  },
): Promise<Trial> {
  const { session, clock, signal, limit } = options;
  const begun = clock.monotonicMs();
  const steps: TriedStep[] = [];
  const samples = new Map<string, Sample[]>();
  let stepBegun = begun;
  const onAnswer = (step: CompiledStep, args: Readonly<Record<string, unknown>>, result: ToolResult) => {
    const own = samples.get(step.step) ?? [];
    samples.set(step.step, own);
    if (own.length < samplesPerStep) own.push(sampleOf(step.tool ?? '', args, result));
  };
  const onStep = (result: StepResult) => {
    const now = clock.monotonicMs();
    steps.push({ ...triedStep(profile, result, samples), tookMs: Math.round(now - stepBegun) });
    stepBegun = now;
  };
  const kinds = new Map<EntityKind, Counting>();
  const rejects: RejectedRecord[] = [];
  const unavailable: { what: string; reason: string }[] = [];
  let rejected = 0;
  const reject = (one: RejectedRecord) => {
    rejected += 1;
    if (rejects.length < keptRejects) rejects.push(one);
  };
  const of = (kind: EntityKind): Counting => {
    const own = kinds.get(kind) ?? {
      kind,
      seen: new Set(),
      complete: true,
      failedPartitions: [],
      records: [],
    };
    kinds.set(kind, own);
    return own;
  };
  for (const { kind } of profile.entities) of(kind);
  let error: string | undefined;
  try {
    const events = collectProfile(
      profile,
      session,
      { signal, call: { signal, timeoutMs: options.timeoutMs }, startedAt: instant(Date.parse(clock.now())) },
      {
        clock,
        onAnswer,
        onStep,
        ...(options.callsPerStep !== undefined && { callsPerStep: options.callsPerStep }),
      },
    );
    for await (const event of events) {
      switch (event.type) {
        case 'records':
          for (const record of event.records) take(of(event.kind), record, reject, limit);
          break;
        case 'reject':
          reject(event.reject);
          break;
        case 'failed': {
          const own = of(event.kind);
          if (event.partition === undefined) {
            own.complete = false;
            own.reason ??= event.reason;
          } else own.failedPartitions.push({ partition: event.partition, reason: event.reason });
          break;
        }
        case 'unavailable':
          unavailable.push({ what: event.what, reason: event.reason });
          break;
        case 'progress':
          options.onProgress?.(event);
          break;
        case 'complete':
          break;
        default:
          event satisfies never;
      }
    }
  } catch (cause) {
    signal.throwIfAborted();
    error = cause instanceof Error ? cause.message : String(cause);
  }
  return {
    steps,
    kinds: [...kinds.values()].map(({ seen, ...kind }) => ({
      ...kind,
      total: seen.size,
      ...(error !== undefined && { complete: false }),
    })),
    rejects: { total: rejected, items: rejects },
    unavailable,
    ...(error !== undefined && { error }),
    tookMs: Math.round(clock.monotonicMs() - begun),
  };
}

interface Counting {
  readonly kind: EntityKind;
  readonly seen: Set<string>;
  complete: boolean;
  reason?: string;
  readonly failedPartitions: { partition: string; reason: string }[];
  readonly records: ValidRecord[];
}

/** As the inventory would judge it. */
function take(into: Counting, input: unknown, reject: (one: RejectedRecord) => void, limit: number): void {
  const validation = validateRecord(into.kind, input);
  if (!validation.ok) {
    reject(validation.reject);
    return;
  }
  const { nativeId, name } = validation.record;
  if (into.seen.has(nativeId)) {
    const reason = 'seen before in this run: the first record of an id is kept';
    reject({ kind: into.kind, nativeId, name, path: 'nativeId', reason });
    return;
  }
  into.seen.add(nativeId);
  if (into.records.length < limit) into.records.push(validation.record);
}

function triedStep(
  profile: CompiledProfile,
  { step, calls, pages, items, failure, failedPartitions }: StepResult,
  samples: ReadonlyMap<string, readonly Sample[]>,
): Omit<TriedStep, 'tookMs'> {
  const tool = profile.steps.find((one) => one.step === step)?.tool;
  const parts = [...failedPartitions].map(([partition, reason]) => `${partition}: ${reason}`);
  return {
    name: step,
    ...(tool !== undefined && { tool }),
    calls,
    pages,
    items: items.length,
    complete: failure === undefined && parts.length === 0,
    problems: [...(failure === undefined ? [] : [failure]), ...parts].slice(0, 20),
    samples: samples.get(step) ?? [],
  };
}

export function sampleOf(
  tool: string,
  args: Readonly<Record<string, unknown>>,
  { isError, form, text, data }: ToolResult,
): Sample {
  const shown = isError || data === undefined ? text : (JSON.stringify(data, undefined, 2) ?? text);
  return {
    tool,
    arguments: JSON.stringify(args),
    isError,
    form,
    text: shown.slice(0, longestSample),
    textLength: shown.length,
  };
}

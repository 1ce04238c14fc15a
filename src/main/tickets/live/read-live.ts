import type { ToolCallView } from '../../../shared/model/citation.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { Evidence } from '../../assistant/evidence.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { DomainError } from '../../platform/errors.ts';
import type { ResolutionPorts } from '../ports.ts';
import type { LiveCheck, Reading } from './live-check.ts';
import { liveChecks } from './registry.ts';

export interface LiveReading extends Reading {
  readonly entity: Entity;
  readonly rests: Extract<Evidence, { is: 'tool' }>;
}

export interface LiveReadings {
  readonly readings: readonly LiveReading[];
  readonly calls: readonly ToolCallView[];
  readonly gaps: readonly string[];
}

const mostCalls = 6;
const callMs = 8_000;
const connectMs = 10_000;
/** All ports of a large switch. */
const longestAnswer = 1_000_000;
const longestKept = 6_000;

/**
 * Asks the sources themselves how some things are now. Bounded in number and time; whatever cannot be asked is a gap,
 * never an error.
 */
export async function readLive(
  things: readonly Entity[],
  view: InventoryView,
  ports: Pick<ResolutionPorts, 'liveTools' | 'clock' | 'logger'>,
  signal: AbortSignal,
): Promise<LiveReadings> {
  const possible = things.flatMap((entity) =>
    liveChecks.flatMap((check) => {
      const args = check.kinds.includes(entity.kind) ? check.argumentsFor(entity, view) : undefined;
      return args ? [{ check, entity, args }] : [];
    }),
  );
  const gaps: string[] = [];
  const tools = new Map<string, ReadonlySet<string>>();
  await Promise.all(
    [...new Set(possible.map(({ entity }) => entity.source))].map(async (source) => {
      try {
        tools.set(source, await ports.liveTools.of(source, within(signal, connectMs)));
      } catch (error) {
        signal.throwIfAborted();
        gaps.push(`${source} could not be asked how things are now: ${reasonOf(error)}`);
      }
    }),
  );
  // Each kind of server has tools of its own for the same question: it is asked by those that it offers.
  const done = await Promise.all(
    possible
      .filter(({ check, entity }) => tools.get(entity.source)?.has(check.tool) === true)
      .slice(0, mostCalls)
      .map((one, place) => call(one, `live-${place + 1}`, ports, signal)),
  );
  return {
    readings: done.flatMap(({ readings }) => readings),
    calls: done.map(({ view: called }) => called),
    gaps: [...new Set([...gaps, ...done.flatMap(({ gap }) => gap ?? [])])],
  };
}

async function call(
  {
    check,
    entity,
    args,
  }: { readonly check: LiveCheck; readonly entity: Entity; readonly args: Readonly<Record<string, unknown>> },
  id: string,
  { liveTools, clock, logger }: Pick<ResolutionPorts, 'liveTools' | 'clock' | 'logger'>,
  signal: AbortSignal,
): Promise<{
  readonly readings: readonly LiveReading[];
  readonly view: ToolCallView;
  readonly gap?: string;
}> {
  const base = { id, tool: check.tool, server: entity.source, arguments: { ...args } };
  const began = clock.monotonicMs();
  const took = () => Math.round(clock.monotonicMs() - began);
  try {
    const options = { signal: within(signal, callMs), timeoutMs: callMs };
    const { text, isError } = await liveTools.call(entity.source, check.tool, args, options);
    if (isError) throw new DomainError('tool-failed', text.slice(0, 300));
    const at = clock.now();
    const readings = check.read(text.slice(0, longestAnswer), entity).map((reading): LiveReading => {
      const place = Math.max(0, text.indexOf(reading.quote) - longestKept / 2);
      return {
        ...reading,
        entity,
        rests: {
          is: 'tool',
          call: id,
          server: entity.source,
          tool: check.tool,
          text: text.slice(place, place + longestKept),
          at,
          quote: reading.quote,
        },
      };
    });
    const summary = readings.map(({ text: said }) => `${entity.name}: ${said}`).join('; ');
    return {
      readings,
      view: {
        ...base,
        state: 'done',
        summary: summary === '' ? 'nothing that speaks for or against a cause' : summary,
        durationMs: took(),
      },
    };
  } catch (error) {
    signal.throwIfAborted();
    const reason = reasonOf(error);
    logger.warn({ err: error, tool: check.tool, server: entity.source }, 'a live check of a ticket failed');
    return {
      readings: [],
      view: { ...base, state: 'failed', summary: reason, durationMs: took() },
      gap: `${entity.name} could not be read from ${entity.source} now: ${reason}`,
    };
  }
}

const within = (signal: AbortSignal, ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)]);

function reasonOf(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  return error instanceof Error && error.name === 'TimeoutError'
    ? 'it did not answer in time'
    : 'the call failed';
}

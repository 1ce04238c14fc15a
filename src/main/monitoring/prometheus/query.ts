import { z } from 'zod';
import { DomainError } from '../../platform/errors.ts';
import { instant, type Instant } from '../../../shared/model/ids.ts';
import type { CallOptions, McpSession } from '../../mcp/session.ts';

/** One value of one series, at the moment for which it was asked. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly at: Instant;
}

const labels = z.record(z.string(), z.string());
/** Seconds since 1970, and the value as a text: NaN and infinity are values too. */
const point = z.tuple([z.number(), z.string().regex(/^(?:NaN|[+-]?Inf|[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?)$/i)]);
const answerSchema = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: point })) }),
  z.object({ resultType: z.literal('scalar'), result: point }),
]);

export const queryTool = 'prometheus_query';
/** So many series are enough to answer any question about one thing. */
const mostSeries = 1_000;

/**
 * @returns a value of each series, none where there is no data, and the answer as it came
 * @throws DomainError unreadable, also for a query that Prometheus does not understand; McpError when no answer comes
 */
export async function askPrometheus(
  session: McpSession,
  query: string,
  options: CallOptions,
): Promise<{ readonly samples: readonly MetricSample[]; readonly text: string }> {
  const { isError, text, data } = await session.callTool(queryTool, { query }, options);
  if (isError) throw unreadable(session.source, text.slice(0, 300));
  return { samples: parseSamples(session.source, data, text), text };
}

function parseSamples(source: string, data: unknown, text: string): readonly MetricSample[] {
  const parsed = answerSchema.safeParse(data);
  if (!parsed.success) throw unreadable(source, `expected values at one moment, came ${text.slice(0, 80)}`);
  const answer = parsed.data;
  if (answer.resultType === 'scalar') return [sampleOf({}, answer.result)];
  if (answer.result.length > mostSeries)
    throw unreadable(source, `expected at most ${mostSeries} series, came ${answer.result.length}`);
  return answer.result.map(({ metric, value }) => sampleOf(metric, value));
}

function sampleOf(
  metric: Readonly<Record<string, string>>,
  [seconds, value]: z.output<typeof point>,
): MetricSample {
  return { labels: metric, value: numberOf(value), at: instant(Math.round(seconds * 1000)) };
}

function numberOf(text: string): number {
  const infinite = /^([+-]?)inf$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return Number(text);
}

const unreadable = (source: string, why: string): DomainError =>
  new DomainError('unreadable', `${source}: ${why}`, {
    hint: 'Look at the query, and whether Prometheus answers where the MCP server looks for it (PROMETHEUS_URL).',
  });

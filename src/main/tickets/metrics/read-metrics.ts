import type { ToolCallView } from '../../../shared/model/citation.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { selectorOf, watchedAs } from '../../inventory/watched-as.ts';
import { DomainError } from '../../platform/errors.ts';
import type { LiveReading, LiveReadings } from '../live/read-live.ts';
import type { Metrics, ResolutionPorts } from '../ports.ts';
import type { MetricQuestion, Sample } from './question.ts';
import { metricQuestions } from './questions.ts';

const mostQueries = 16;
const mostSources = 3;
const askMs = 8_000;
const longestKept = 2_000;

interface Asked {
  readonly question: MetricQuestion;
  readonly entity: Entity;
  readonly query: string;
}

/**
 * Asks whoever keeps metrics about some things. Bounded in number and time. No data is said, and counts neither for a
 * cause nor against one; what cannot be asked is a gap, never an error.
 */
export async function readMetrics(
  things: readonly Entity[],
  { metrics, clock, logger }: Pick<ResolutionPorts, 'metrics' | 'clock' | 'logger'>,
  signal: AbortSignal,
): Promise<LiveReadings> {
  const none: LiveReadings = { readings: [], calls: [], gaps: [] };
  if (!metrics) return none;
  const sources = (await metrics.sources()).slice(0, mostSources);
  if (sources.length === 0) return none;
  const wanted = metricQuestions
    .flatMap((question) =>
      things
        .filter(({ kind }) => question.kinds.includes(kind))
        .flatMap((entity): Asked[] => {
          const selectors = watchedAs(entity).map(selectorOf);
          const query = selectors.map((one) => question.query(one)).join(' or ');
          return selectors.length === 0 ? [] : [{ question, entity, query }];
        }),
    )
    .slice(0, mostQueries);
  const answers = await Promise.all(
    sources.map(async (source, place) => {
      const told: LiveReadings[] = [];
      // One after the other: a server that does not answer is asked once, and not sixteen times at once.
      for (const [at, asked] of wanted.entries()) {
        const answer = await ask(
          asked,
          source,
          `metric-${place + 1}-${at + 1}`,
          { metrics, clock, logger },
          signal,
        );
        told.push(answer);
        if (answer.calls.some(({ state }) => state === 'failed')) break;
      }
      const silent = wanted.filter((_, at) => told[at]?.calls[0]?.summary === noData);
      return joined([...told, { ...none, gaps: silenceOf(source, silent) }]);
    }),
  );
  return joined(answers);
}

const noData = 'no data';

async function ask(
  { question, entity, query }: Asked,
  source: string,
  id: string,
  { metrics, clock, logger }: { readonly metrics: Metrics } & Pick<ResolutionPorts, 'clock' | 'logger'>,
  signal: AbortSignal,
): Promise<LiveReadings> {
  const base = { id, tool: metrics.tool, server: source, arguments: { query } };
  const began = clock.monotonicMs();
  const took = () => Math.round(clock.monotonicMs() - began);
  const view = (summary: string, state: ToolCallView['state'] = 'done'): ToolCallView => ({
    ...base,
    state,
    summary,
    durationMs: took(),
  });
  try {
    const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(askMs)]), timeoutMs: askMs };
    const { samples, text } = await metrics.ask(source, query, options);
    if (samples.length === 0) return { readings: [], calls: [view(noData)], gaps: [] };
    const measured = question.read(samples, entity);
    if (!measured) {
      const told = `${entity.name}: ${question.about}: nothing that speaks for or against a cause`;
      return { readings: [], calls: [view(told)], gaps: [] };
    }
    const { sample, patterns, speaks, strength } = measured;
    const quote = quoteOf(sample, text);
    const place = Math.max(0, text.indexOf(quote) - longestKept / 2);
    const reading: LiveReading = {
      patterns,
      speaks,
      strength,
      text: `${measured.text}, says ${source} at ${sample.at}`,
      quote,
      entity,
      opens: false,
      rests: {
        is: 'tool',
        call: id,
        server: source,
        tool: metrics.tool,
        text: text.slice(place, place + longestKept),
        at: sample.at,
        quote,
      },
    };
    return { readings: [reading], calls: [view(`${entity.name}: ${reading.text}`)], gaps: [] };
  } catch (error) {
    signal.throwIfAborted();
    const reason =
      error instanceof DomainError
        ? error.message
        : error instanceof Error && error.name === 'TimeoutError'
          ? 'it did not answer in time'
          : 'the call failed';
    logger.warn({ err: error, source, question: question.id }, 'metrics could not be asked for a ticket');
    return {
      readings: [],
      calls: [view(reason, 'failed')],
      gaps: [`${source} could not be asked ${question.about} (${entity.name}): ${reason}`],
    };
  }
}

/** Its value as it stands in the answer, with its labels where they can be found there. */
function quoteOf({ labels, value, at }: Sample, text: string): string {
  const seconds = Date.parse(at) / 1000;
  const points = [...text.matchAll(/"value"\s*:\s*\[\s*([0-9.e+]+)\s*,\s*"([^"]*)"\s*\]/gi)];
  const own = points.filter(
    ([, when, what]) => Math.abs(Number(when) - seconds) < 0.002 && Number(what) === value,
  );
  const metric = `"metric":${JSON.stringify(labels)}`;
  const before = own.find(({ index }) => text.slice(0, index).endsWith(`${metric},`));
  return before ? `${metric},${before[0]}` : (own[0]?.[0] ?? text.slice(0, 200));
}

function silenceOf(source: string, asked: readonly Asked[]): readonly string[] {
  const byThing = Map.groupBy(asked, ({ entity }) => entity.name);
  return [...byThing].map(
    ([name, all]) =>
      `${source} has no data on ${name}: ${all.map(({ question }) => question.about).join(', ')}`,
  );
}

const joined = (all: readonly LiveReadings[]): LiveReadings => ({
  readings: all.flatMap(({ readings }) => readings),
  calls: all.flatMap(({ calls }) => calls),
  gaps: [...new Set(all.flatMap(({ gaps }) => gaps))],
});

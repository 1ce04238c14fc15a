import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Connection } from './connection.ts';
import { listModels } from './models.ts';
import { createWatch } from './watch.ts';

const longestMs = 5_000;

/**
 * How many tokens a model reads, as its endpoint says. Ollama is asked in its own words: what a model could read and
 * what it is run with are two things there, and what is beyond is cut without a word.
 * @returns undefined when it does not say
 */
export async function askContextWindow(
  connection: Connection,
  model: string,
  clock: Clock,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const watch = createWatch(clock, signal);
  watch.expect(longestMs, 'what the model reads');
  try {
    if (connection.endpoint.preset.id === 'ollama') return await askOllama(connection, model, watch.signal);
    const models = await listModels(connection, clock, watch.signal);
    return models.find(({ id }) => id === model)?.contextTokens;
  } catch {
    // Whoever needs the model hears of what is wrong when it is asked.
    return undefined;
  } finally {
    watch.end();
  }
}

const showSchema = z.looseObject({
  parameters: z.string().nullish(),
  model_info: z.record(z.string(), z.unknown()).nullish(),
});
const runningSchema = z.looseObject({
  models: z.array(
    z.looseObject({
      name: z.string(),
      model: z.string().nullish(),
      context_length: z.number().int().positive().nullish(),
    }),
  ),
});

async function askOllama(
  { client, endpoint }: Connection,
  model: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const native = (path: string) => `${endpoint.baseUrl.replace(/\/v1$/, '')}${path}`;
  const running = runningSchema.safeParse(await client.get<unknown>(native('/api/ps'), { signal }));
  const loaded = running.data?.models.find(({ name, model: id }) =>
    [name, id].some((one) => sameModel(one, model)),
  );
  if (loaded?.context_length) return loaded.context_length;
  const show = showSchema.safeParse(
    await client.post<unknown>(native('/api/show'), { body: { model }, signal }),
  );
  const set = /^num_ctx\s+(\d+)$/m.exec(show.data?.parameters ?? '')?.[1];
  if (set !== undefined) return Number(set);
  const most = Object.entries(show.data?.model_info ?? {}).find(([name]) =>
    name.endsWith('.context_length'),
  )?.[1];
  return typeof most === 'number' ? Math.min(most, endpoint.preset.contextTokens) : undefined;
}

function sameModel(one: string | null | undefined, other: string): boolean {
  const full = (name: string) => (name.includes(':') ? name : `${name}:latest`);
  return one !== null && one !== undefined && full(one) === full(other);
}

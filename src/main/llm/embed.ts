import { z } from 'zod';
import { withRetries } from './attempts.ts';
import type { ChatPorts } from './chat.ts';
import type { Connection } from './connection.ts';
import { LlmError } from './errors.ts';
import { faultOf } from './faults.ts';
import { estimateTokens } from './tokens.ts';
import { createWatch } from './watch.ts';

/** Texts in one request, and the tokens of all of them: what small servers still take. */
const mostTexts = 64;
const mostTokens = 16_000;

const answerSchema = z.looseObject({
  data: z.array(
    z.looseObject({ index: z.number().int().min(0).nullish(), embedding: z.array(z.number()).min(1) }),
  ),
  usage: z.looseObject({ prompt_tokens: z.number().nullish() }).nullish(),
});

export interface EmbeddedBatch {
  readonly vectors: readonly Float32Array[];
  readonly tokens: number;
  readonly estimated: boolean;
}

/** Texts in pieces that an endpoint takes at once. */
export function embeddingBatches(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let tokens = 0;
  for (const text of texts) {
    const more = estimateTokens(text);
    const last = batches.at(-1);
    if (last && last.length < mostTexts && tokens + more <= mostTokens) {
      last.push(text);
      tokens += more;
    } else {
      batches.push([text]);
      tokens = more;
    }
  }
  return batches;
}

/** The vectors of one batch, in its order. @throws LlmError */
export function embedBatch(
  ports: ChatPorts,
  job: {
    readonly connection: Connection;
    readonly model: string;
    readonly texts: readonly string[];
    readonly signal: AbortSignal;
    readonly retries: number;
  },
): Promise<EmbeddedBatch> {
  return withRetries(
    ports,
    { retries: job.retries, signal: job.signal, mayRepeat: () => true, beforeRepeat: () => {} },
    () => embedOnce(ports, job),
  );
}

async function embedOnce(
  { clock }: ChatPorts,
  job: { connection: Connection; model: string; texts: readonly string[]; signal: AbortSignal },
): Promise<EmbeddedBatch> {
  const { connection, model, texts } = job;
  const { endpoint } = connection;
  const watch = createWatch(clock, job.signal);
  watch.expect(endpoint.settings.timeouts.firstTokenSeconds * 1000, 'vectors');
  try {
    const answer: unknown = await connection.client.embeddings.create(
      // Many texts would be taken for one that is empty.
      { model, input: texts.map((text) => (text.trim() === '' ? '-' : text)), encoding_format: 'float' },
      { signal: watch.signal },
    );
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) throw strange(endpoint.origin, 'an answer of another form');
    const { data, usage } = parsed.data;
    const vectors = data
      .map((one, place) => ({ place: one.index ?? place, vector: Float32Array.from(one.embedding) }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ vector }) => vector);
    if (vectors.length !== texts.length)
      throw strange(endpoint.origin, `${vectors.length} for ${texts.length} texts`);
    const dimensions = vectors[0]?.length;
    if (vectors.some((vector) => vector.length !== dimensions || !vector.every(Number.isFinite))) {
      throw strange(endpoint.origin, 'vectors that differ in length or are no numbers');
    }
    const counted = usage?.prompt_tokens ?? undefined;
    return {
      vectors,
      tokens: counted ?? texts.reduce((sum, text) => sum + estimateTokens(text), 0),
      estimated: counted === undefined,
    };
  } catch (error) {
    watch.signal.throwIfAborted();
    throw faultOf(error, { shown: endpoint.origin, clock, bare: connection.bare });
  } finally {
    watch.end();
  }
}

function strange(origin: string, came: string): LlmError {
  return new LlmError('llm-answer', `Expected one vector for each text, but ${origin} gave ${came}.`, {
    retry: 'once',
    hint: 'Check that the model makes embeddings.',
  });
}

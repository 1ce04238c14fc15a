import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Connection } from './connection.ts';
import { LlmError } from './errors.ts';
import { faultOf } from './faults.ts';
import { createWatch } from './watch.ts';

export interface ListedModel {
  readonly id: string;
  /** Tokens that it reads, where its endpoint says so. */
  readonly contextTokens?: number;
  /** What it seems to be for, by what its endpoint says or by its name. */
  readonly kind: 'chat' | 'embedding';
}

const longestMs = 15_000;
const mostModels = 2_000;

const tokens = z.number().int().positive().nullish().catch(undefined);

/** Each server has a word of its own for how much a model reads. */
const listed = z.looseObject({
  id: z.string(),
  type: z.string().nullish().catch(undefined),
  loaded_context_length: tokens,
  max_model_len: tokens,
  context_length: tokens,
  context_window: tokens,
  max_input_tokens: tokens,
  max_context_length: tokens,
  meta: z.looseObject({ n_ctx: tokens }).nullish().catch(undefined),
});

const listSchema = z.union([
  z.looseObject({ data: z.array(z.unknown()) }),
  z.looseObject({ models: z.array(z.unknown()) }).transform(({ models }) => ({ data: models })),
  z.array(z.unknown()).transform((data) => ({ data })),
]);

/** Models of an endpoint. @throws LlmError */
export async function listModels(
  connection: Connection,
  clock: Clock,
  signal?: AbortSignal,
): Promise<readonly ListedModel[]> {
  const watch = createWatch(clock, signal);
  watch.expect(longestMs, 'the list of models');
  try {
    const answer: unknown = await connection.client.get('/models', { signal: watch.signal });
    const parsed = listSchema.safeParse(answer);
    if (!parsed.success) {
      throw new LlmError(
        'llm-answer',
        `${connection.endpoint.baseUrl}/models answered, but not with a list of models.`,
        {
          hint: 'Check that the address is the one of the OpenAI API, with its path (often /v1).',
        },
      );
    }
    return parsed.data.data
      .slice(0, mostModels)
      .flatMap((one) => {
        const model = listed.safeParse(one);
        return model.success ? [listedModel(model.data)] : [];
      })
      .toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
  } catch (error) {
    watch.signal.throwIfAborted();
    throw faultOf(error, { shown: connection.endpoint.origin, clock, bare: connection.bare });
  } finally {
    watch.end();
  }
}

function listedModel(model: z.output<typeof listed>): ListedModel {
  const contextTokens =
    model.loaded_context_length ??
    model.max_model_len ??
    model.meta?.n_ctx ??
    model.context_length ??
    model.context_window ??
    model.max_input_tokens ??
    model.max_context_length;
  const named = /embed|(?:^|[/:-])(?:bge|gte|e5|minilm|all-minilm)(?:[-:]|$)/i.test(model.id);
  return {
    id: model.id.replace(/^models\//, ''),
    ...(contextTokens !== null && contextTokens !== undefined && { contextTokens }),
    kind: /embed/i.test(model.type ?? '') || named ? 'embedding' : 'chat',
  };
}

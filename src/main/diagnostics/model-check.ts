import type { LlmService } from '../llm/service.ts';
import { failure, type Check } from './check.ts';

const name = 'language model';

/**
 * Whether the endpoint answers and knows the models that are chosen. No model is asked anything: a local one would
 * have to be loaded first. `datacenter-docs llm test` asks.
 */
export async function checkModel(
  llm: Pick<LlmService, 'state' | 'test'>,
  signal?: AbortSignal,
): Promise<Check> {
  const { endpoint, model, problem } = llm.state;
  if (endpoint === undefined) {
    return problem === undefined
      ? { name, status: 'not-set', detail: 'none set; search and answers come from the index alone' }
      : { name, status: 'failed', detail: problem, hint: 'Correct it in the environment or in config.yaml.' };
  }
  try {
    const [models] = await llm.test({ only: ['models'], ...(signal && { signal }) });
    if (models?.status === 'failed') {
      return {
        name,
        status: 'failed',
        detail: models.detail,
        ...(models.hint !== undefined && { hint: models.hint }),
      };
    }
    if (model === undefined) {
      return {
        name,
        status: 'warning',
        detail: `${models?.detail ?? endpoint}; none is chosen`,
        hint: 'Choose one under Settings → Language model, or with `datacenter-docs config set llm.model NAME`.',
      };
    }
    return {
      name,
      status: models?.status === 'ok' ? 'ok' : 'warning',
      detail: `${model}: ${models?.detail ?? endpoint}`,
      ...(models?.hint !== undefined && { hint: models.hint }),
    };
  } catch (error) {
    signal?.throwIfAborted();
    return { name, status: 'failed', ...failure(error) };
  }
}

import type { LlmSettings } from '../../shared/model/llm-settings.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { openConnection } from './connection.ts';
import { endpointOf, type Environment } from './endpoint.ts';
import { listModels } from './models.ts';
import { presets } from './presets.ts';
import type { LocalServer } from './service.ts';
import { createWatch } from './watch.ts';

/** A server on this machine answers at once, or is not there. */
const longestMs = 2_000;

/** Asks the addresses of servers that run on a workstation for their models. No key goes there, and nothing else. */
export async function findLocalServers(options: {
  readonly env: Environment;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly settings: LlmSettings;
  readonly signal: AbortSignal | undefined;
}): Promise<readonly LocalServer[]> {
  const { clock, settings, signal } = options;
  const keyless: SecretStore = {
    ...options.secrets,
    get: () => Promise.reject(new DomainError('secret-not-found', 'No key is used to look around.')),
  };
  const looked = presets
    .filter(({ local, key }) => local && key === 'none')
    .map(async ({ id, ...preset }): Promise<LocalServer[]> => {
      const baseUrl = (id === 'ollama' ? ollamaHost(options.env) : undefined) ?? preset.baseUrl;
      const { proxy: _, caFile: __, apiKey: ___, ...plain } = settings;
      const endpoint = endpointOf({ ...plain, preset: id, ...(baseUrl !== undefined && { baseUrl }) }, {});
      if (endpoint === undefined || 'problem' in endpoint || baseUrl === undefined) return [];
      const watch = createWatch(clock, signal);
      watch.expect(longestMs, 'models');
      try {
        const connection = await openConnection(endpoint, { env: {}, secrets: keyless });
        try {
          return [{ preset: id, baseUrl, models: await listModels(connection, clock, watch.signal) }];
        } finally {
          await connection.close();
        }
      } catch {
        return [];
      } finally {
        watch.end();
      }
    });
  const all = await Promise.all(looked);
  signal?.throwIfAborted();
  return all.flat();
}

/** Ollama's own variable, which moves its port; only as far as it stays on this machine. */
function ollamaHost(env: Environment): string | undefined {
  const [, port] =
    /^(?:https?:\/\/)?(?:127\.0\.0\.1|localhost|0\.0\.0\.0)?:(\d{1,5})\/?$/.exec(env['OLLAMA_HOST'] ?? '') ??
    [];
  return port === undefined ? undefined : `http://127.0.0.1:${port}/v1`;
}

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { LlmSettings } from '../../shared/model/llm-settings.ts';
import type { Clock } from '../platform/clock.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { keyName } from './api-key.ts';
import { createBreaker } from './breaker.ts';
import { runChat, type ChatJob, type ChatPorts } from './chat.ts';
import { createConnections } from './connections.ts';
import { embedBatch, embeddingBatches } from './embed.ts';
import { endpointOf, type Endpoint, type Environment } from './endpoint.ts';
import { LlmError, notConfigured } from './errors.ts';
import { findLocalServers } from './find-local.ts';
import { askAgain, readJson } from './json-answer.ts';
import type { LlmAnswer, LlmOptions, LlmRequest, LlmState, LlmUse } from './llm.ts';
import { createKnownWindows } from './known-windows.ts';
import { listModels } from './models.ts';
import { presetOf } from './presets.ts';
import type { LlmDescription, LlmService } from './service.ts';
import { capabilities, testCapabilities, type CapabilityResult } from './test-connection.ts';
import { createTurns, type Urgency } from './turns.ts';
import { openUsageBook } from './usage.ts';
import { createVeilRules } from './veil-rules.ts';
import { veilTexts } from './veil.ts';
import { createWatch } from './watch.ts';

export interface LlmPorts {
  readonly settings: () => LlmSettings;
  readonly env: Environment;
  readonly secrets: SecretStore;
  /** Values of secrets that this application knows: none of them leaves. */
  readonly knownSecrets: () => Promise<readonly string[]>;
  /** Names of the inventory's entities, for when they must not leave. */
  readonly names: () => Promise<Iterable<string>>;
  /** Where tokens and time are kept; without one they are counted for as long as this lives. */
  readonly usageFile: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

type ChatUse = Exclude<LlmUse, 'embedding'>;

/** The language model of this workstation. Nothing is opened, loaded or sent before it is asked. */
export function createLlm(ports: LlmPorts): LlmService {
  const { settings, env, secrets, clock, random, logger } = ports;
  const listeners = createListeners<undefined>((error) =>
    logger.error({ err: error }, 'a listener of the language model failed'),
  );
  const changed = () => listeners.emit(undefined);
  const breaker = createBreaker(clock, changed);
  const chatPorts: ChatPorts = { clock, random, logger, breaker };
  const turns = createTurns(() => settings().concurrency);
  const usage = openUsageBook(ports.usageFile, { clock, logger });
  const connections = createConnections({ env, secrets });
  const windows = createKnownWindows({ connections, clock, changed });
  const rules = createVeilRules({ connections, clock, knownSecrets: ports.knownSecrets, names: ports.names });
  let lastProblem: string | undefined;
  let endpoint = endpointOf(settings(), env);
  const closing = new AbortController();

  const found = (): Endpoint => {
    if (endpoint === undefined) throw notConfigured();
    if ('problem' in endpoint) throw notConfigured(endpoint.problem);
    return endpoint;
  };
  const modelFor = (use: LlmUse): { endpoint: Endpoint; model: string } => {
    const at = found();
    const model = at.models[use];
    if (model !== undefined) return { endpoint: at, model };
    throw notConfigured(
      use === 'embedding'
        ? 'no model for embeddings is chosen'
        : `${at.origin} is set, but no model is chosen`,
    );
  };

  function setProblem(problem: string | undefined): void {
    if (problem === lastProblem) return;
    lastProblem = problem;
    changed();
  }

  /** Whoever looks at the endpoint anyway wants to see what is known of it. */
  async function learnWindow(at: Endpoint, signal: AbortSignal | undefined): Promise<void> {
    const { chat } = at.models;
    if (chat !== undefined) await windows.ask(at, chat, signal).catch(() => {});
  }

  /** In its turn, within its time, and counted whatever comes of it. */
  async function inTurn<T>(
    at: Endpoint,
    turn: { readonly urgency: Urgency; readonly feature: string; readonly signal?: AbortSignal | undefined },
    run: (signal: AbortSignal) => Promise<T>,
    used: (result: T) => { prompt: number; completion: number; estimated: boolean },
  ): Promise<T> {
    const outer = AbortSignal.any([closing.signal, ...(turn.signal ? [turn.signal] : [])]);
    const release = await turns.take(turn.urgency, turn.feature, outer);
    const began = clock.monotonicMs();
    const watch = createWatch(clock, outer);
    watch.expect(at.settings.timeouts.totalSeconds * 1000, 'the whole answer');
    const durationMs = () => Math.round(clock.monotonicMs() - began);
    try {
      const result = await run(watch.signal);
      const { prompt, completion, estimated } = used(result);
      usage.add(turn.feature, {
        requests: 1,
        promptTokens: prompt,
        completionTokens: completion,
        estimatedTokens: estimated ? prompt + completion : 0,
        durationMs: durationMs(),
      });
      setProblem(undefined);
      return result;
    } catch (error) {
      usage.add(turn.feature, { requests: 1, failed: 1, durationMs: durationMs() });
      if (error instanceof LlmError && !['cancelled', 'llm-too-long', 'llm-answer'].includes(error.code)) {
        setProblem(error.message);
        // The key may have been set meanwhile, by whoever reads this.
        if (error.status === 401 || error.status === 403) connections.forget();
      }
      throw error;
    } finally {
      watch.end();
      release();
    }
  }

  function ask(
    use: ChatUse,
    request: LlmRequest,
    options: LlmOptions,
    json?: ChatJob['json'],
  ): Promise<LlmAnswer> {
    const { endpoint: at, model } = modelFor(use);
    return inTurn(
      at,
      { urgency: use === 'chat' ? 'chat' : 'background', feature: request.feature, signal: options.signal },
      async (signal) => {
        const window = await windows.ask(at, model, signal);
        const connection = await connections.to(at);
        const { retries } = at.settings;
        return runChat(chatPorts, {
          connection,
          model,
          request,
          rules: await rules.for(at),
          window,
          signal,
          options,
          retries,
          ...(json && { json }),
        });
      },
      ({ tokens }) => tokens,
    );
  }

  return {
    get state(): LlmState {
      if (endpoint === undefined) return { configured: false };
      if ('problem' in endpoint) return { configured: false, problem: endpoint.problem };
      const { chat, embedding } = endpoint.models;
      const problem =
        breaker.problem ?? lastProblem ?? (chat === undefined ? 'No model is chosen.' : undefined);
      return {
        configured: chat !== undefined,
        ...(chat !== undefined && { model: chat }),
        ...(embedding !== undefined && { embeddingModel: embedding }),
        endpoint: endpoint.baseUrl,
        ...(problem !== undefined && { problem }),
      };
    },
    onChanged: (listener) => listeners.add(listener),

    contextTokens(use) {
      const { endpoint: at, model } = modelFor(use);
      windows.ask(at, model, closing.signal).catch(() => {});
      return windows.now(at, model);
    },

    complete: async (use, request, options = {}) => ask(use, request, options),

    async json(use, request, schema, options = {}) {
      const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      const format = { schema: described };
      const first = await ask(use, request, options, format);
      const read = readJson(first.text, first.ended, schema);
      if (read.ok) return read.value;
      options.onRestart?.();
      const messages = askAgain(request.messages, first.text, read.fault);
      const second = await ask(use, { ...request, messages }, options, format);
      const again = readJson(second.text, second.ended, schema);
      if (again.ok) return again.value;
      throw new LlmError(
        'llm-answer',
        `The model gave no JSON of the form that was asked for: ${again.fault}.`,
        {
          hint: 'Ask again, or choose another model.',
        },
      );
    },

    async embed(texts, { signal, feature = 'embedding', urgent = false, model: other } = {}) {
      const { endpoint: at, model: chosen } = modelFor('embedding');
      const model = other ?? chosen;
      if (texts.length === 0) return [];
      const vectors: Float32Array[] = [];
      const covered = veilTexts(texts, await rules.for(at));
      for (const batch of embeddingBatches(covered)) {
        const done = await inTurn(
          at,
          { urgency: urgent ? 'chat' : 'background', feature, signal },
          async (within) =>
            embedBatch(chatPorts, {
              connection: await connections.to(at),
              model,
              texts: batch,
              signal: within,
              retries: at.settings.retries,
            }),
          ({ tokens, estimated }) => ({ prompt: tokens, completion: 0, estimated }),
        );
        vectors.push(...done.vectors);
      }
      return vectors;
    },

    async describe(): Promise<LlmDescription> {
      const { configured, problem } = this.state;
      const at = endpoint !== undefined && !('problem' in endpoint) ? endpoint : undefined;
      const preset = at?.preset ?? presetOf(settings().preset, settings().baseUrl);
      const key = at && (await describeKey(at));
      const chat = at?.models.chat;
      return {
        configured,
        preset: preset.id,
        ...(at && { endpoint: at.baseUrl, endpointFrom: at.from }),
        models: { ...at?.models },
        ...(at && chat !== undefined && { contextTokens: windows.now(at, chat) }),
        key: { needed: preset.key, ...key },
        environment: ['LLM_BASE_URL', 'LLM_API_KEY', 'LLM_MODEL'].filter(
          (name) => (env[name] ?? '').trim() !== '',
        ),
        ...(problem !== undefined && { problem }),
        running: turns.running,
        waiting: turns.waiting,
      };
    },

    async models(signal) {
      const at = found();
      const models = await listModels(await connections.to(at), clock, signal);
      await learnWindow(at, signal);
      return models;
    },
    findLocal: (signal) => findLocalServers({ env, secrets, clock, settings: settings(), signal }),

    async test({ signal, only = capabilities, onResult } = {}) {
      const at = found();
      // What the key or the certificates are now, not what they were.
      if (only === capabilities) connections.forget();
      const connection = await connections.to(at);
      const own = { ...chatPorts, breaker: createBreaker(clock, () => {}) };
      const results: CapabilityResult[] = [];
      const began = clock.monotonicMs();
      const within = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
      const test = {
        connection,
        ports: own,
        signal: within,
        onUsed: ({ prompt, completion }: { prompt: number; completion: number }) =>
          usage.add('test', { promptTokens: prompt, completionTokens: completion }),
      };
      for await (const result of testCapabilities(test, only)) {
        results.push(result);
        onResult?.(result);
      }
      usage.add('test', {
        requests: results.filter(({ status }) => status !== 'not-set').length,
        failed: results.filter(({ status }) => status === 'failed').length,
        durationMs: Math.round(clock.monotonicMs() - began),
      });
      await learnWindow(at, within);
      if (results.some(({ capability, status }) => capability === 'chat' && status === 'ok')) {
        breaker.succeeded();
        setProblem(undefined);
      }
      return results;
    },

    usage: (days) => usage.report(days),

    async setKey(value) {
      const at = found();
      await secrets.set(keyName(at), value.trim());
      connections.forget();
      setProblem(undefined);
      changed();
      return at.origin;
    },
    async removeKey() {
      const removed = await secrets.delete(keyName(found()));
      connections.forget();
      changed();
      return removed;
    },
    async secrets() {
      if (endpoint === undefined || 'problem' in endpoint)
        return [env['LLM_API_KEY'] ?? ''].filter((key) => key !== '');
      const connection = await connections.to(endpoint).catch(() => undefined);
      return connection?.key ? [connection.key.value] : [];
    },

    settingsChanged() {
      const next = endpointOf(settings(), env);
      if (isDeepStrictEqual(next, endpoint)) return;
      endpoint = next;
      connections.forget();
      windows.forget();
      lastProblem = undefined;
      breaker.succeeded();
      changed();
    },
    namesChanged: () => rules.namesChanged(),
    async close() {
      closing.abort();
      await connections.close();
      await usage.close();
    },
  };

  async function describeKey(at: Endpoint): Promise<Omit<LlmDescription['key'], 'needed'>> {
    try {
      const { key } = await connections.to(at);
      return key ? { place: key.from } : {};
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }
}

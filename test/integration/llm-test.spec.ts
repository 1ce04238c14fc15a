import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/main/platform/random.ts';
import { ask, openLlmWithServer } from '../support/llm-with-server.ts';
import { openLlmUnderTest } from '../support/llm-under-test.ts';
import { obliging } from '../support/obliging-model.ts';
import { startScriptedLlm } from '../support/scripted-llm.ts';

const outcome = (results: readonly { capability: string; status: string }[]) =>
  Object.fromEntries(results.map(({ capability, status }) => [capability, status]));

describe('a test of the connection', () => {
  it('says of each thing that it works, with how long it took', async () => {
    await using on = await openLlmWithServer({ dimensions: 384 }, { embeddingModel: 'scripted' });
    on.server.respond(obliging);
    const told: string[] = [];
    const results = await on.llm.test({ onResult: ({ capability }) => told.push(capability) });
    expect(outcome(results)).toEqual({
      models: 'ok',
      chat: 'ok',
      stream: 'ok',
      tools: 'ok',
      json: 'ok',
      embeddings: 'ok',
    });
    expect(told).toEqual(['models', 'chat', 'stream', 'tools', 'json', 'embeddings']);
    expect(results.at(-1)?.detail).toContain('384 dimensions');
    for (const { tookMs } of results) expect(tookMs).toBeGreaterThanOrEqual(0);
  });

  it('says what works by a way around, and what was not asked', async () => {
    await using on = await openLlmWithServer({
      models: ['another'],
      supports: { tools: false, stream: false, jsonSchema: false },
    });
    on.server.respond(obliging);
    expect(outcome(await on.llm.test())).toEqual({
      models: 'fallback',
      chat: 'ok',
      stream: 'fallback',
      tools: 'fallback',
      json: 'fallback',
      embeddings: 'not-set',
    });
  });

  it('says what fails, and why', async () => {
    await using on = await openLlmWithServer(
      { supports: { embeddings: false } },
      { embeddingModel: 'scripted', retries: 0 },
    );
    on.server.override('/v1/models', { status: 404, message: 'no such path' });
    on.server.respond(({ stream, tools, body }) => {
      if (stream) return { reset: 'mid-stream' };
      if (tools.length > 0) return 'I would call a tool.';
      return body['response_format'] === undefined ? 'ready' : 'here you are';
    });
    const results = await on.llm.test();
    expect(outcome(results)).toEqual({
      models: 'failed',
      chat: 'ok',
      stream: 'failed',
      tools: 'failed',
      json: 'failed',
      embeddings: 'failed',
    });
    expect(results.find(({ capability }) => capability === 'tools')?.detail).toContain('called none');
    expect(results[0]?.detail).toContain('no such path');
  });

  it('fails in each part where nothing listens, rather than as a whole', async () => {
    await using on = await openLlmWithServer();
    await on.server.close();
    expect(new Set(Object.values(outcome(await on.llm.test())))).toEqual(new Set(['failed', 'not-set']));
  });
});

describe('servers on this machine', () => {
  it('are found with their models, without a key', async () => {
    const ollama = await startScriptedLlm({
      models: [{ id: 'qwen3:8b' }, { id: 'nomic-embed-text:latest' }],
    });
    try {
      await using subject = openLlmUnderTest(
        { apiKey: '${env:SECRET}' },
        {
          env: { OLLAMA_HOST: new URL(ollama.url).host, SECRET: 'not for this one', LLM_API_KEY: 'nor this' },
        },
      );
      expect(await subject.llm.findLocal()).toContainEqual({
        preset: 'ollama',
        baseUrl: ollama.url,
        models: [
          { id: 'nomic-embed-text:latest', kind: 'embedding' },
          { id: 'qwen3:8b', kind: 'chat' },
        ],
      });
      expect(ollama.requests[0]?.headers).not.toHaveProperty('authorization');
    } finally {
      await ollama.close();
    }
  });

  it('are not looked for on other machines', async () => {
    await using subject = openLlmUnderTest({}, { env: { OLLAMA_HOST: '192.0.2.1:11434' } });
    const began = performance.now();
    await subject.llm.findLocal();
    expect(performance.now() - began).toBeLessThan(1_900);
  });
});

describe('vectors', () => {
  it('come one for each text, in their order, near for what is alike', async () => {
    await using on = await openLlmWithServer({ dimensions: 256 }, { embeddingModel: 'e' });
    const texts = Array.from({ length: 150 }, (_, i) => `text number ${i} about hosts`);
    const vectors = await on.llm.embed([...texts, '']);
    expect(vectors).toHaveLength(151);
    expect(vectors[0]).toHaveLength(256);
    expect(on.server.requests).toHaveLength(3);
    const dot = (a: ArrayLike<number> = [], b: ArrayLike<number> = []) =>
      Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
    const [again, alike, other] = await on.llm.embed([
      'text number 7 about hosts',
      'texts numbered 7 about a host',
      'entirely unrelated zebra',
    ]);
    expect(dot(again, vectors[7])).toBeCloseTo(1, 5);
    expect(dot(again, alike)).toBeGreaterThan(dot(again, other) + 0.2);
  });

  it('that are too few, or differ, are refused', async () => {
    await using on = await openLlmWithServer({}, { embeddingModel: 'e', retries: 0 });
    on.server.override('/v1/embeddings', {
      status: 200,
      body: JSON.stringify({ data: [{ embedding: [1, 2] }, { embedding: [1] }] }),
    });
    await expect(on.llm.embed(['a'])).rejects.toMatchObject({ code: 'llm-answer' });
    await expect(on.llm.embed(['a', 'b'])).rejects.toMatchObject({ code: 'llm-answer' });
  });
});

describe('what was used', () => {
  it('is counted by feature, failures too, and kept', async () => {
    await using on = await openLlmWithServer(
      {},
      { retries: 0, embeddingModel: 'e' },
      { random: { ...systemRandom, unit: () => 0 } },
    );
    on.server.script(
      { text: 'a', usage: { prompt: 100, completion: 10 } },
      { text: 'b', usage: { prompt: 200, completion: 20 } },
      { text: 'three words here', usage: false },
      { status: 500 },
    );
    await on.llm.complete('chat', ask());
    await on.llm.complete('chat', ask());
    await on.llm.complete('generation', { ...ask(), feature: 'prose' });
    await expect(on.llm.complete('chat', ask())).rejects.toThrow('500');
    await on.llm.embed(['a b c'], { feature: 'knowledge' });
    const usage = await on.llm.usage();
    expect(usage.features[0]).toMatchObject({
      feature: 'assistant',
      requests: 3,
      failed: 1,
      promptTokens: 300,
      completionTokens: 30,
      estimatedTokens: 0,
    });
    const prose = usage.features.find(({ feature }) => feature === 'prose');
    expect(prose?.estimatedTokens).toBe((prose?.promptTokens ?? 0) + (prose?.completionTokens ?? 0));
    expect(prose?.estimatedTokens).toBeGreaterThan(3);
    expect(usage.features.map(({ feature }) => feature)).toContain('knowledge');
    expect(usage.total.requests).toBe(5);
    await on.llm.close();
    expect(readFileSync(on.usageFile, 'utf8')).toContain('"promptTokens":300');
  });
});

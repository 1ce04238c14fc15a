import { expect, it } from 'vitest';
import { llmSettingsSchema } from '../../shared/model/llm-settings.ts';
import { keyName } from './api-key.ts';
import { endpointOf } from './endpoint.ts';

const settings = (given: object = {}) => llmSettingsSchema.parse(given);

it('there is none where nothing is set', () => {
  expect(endpointOf(settings(), {})).toBeUndefined();
  expect(endpointOf(settings(), { LLM_BASE_URL: ' ', LLM_MODEL: 'm' })).toBeUndefined();
});

it.each([
  [{ preset: 'ollama' }, 'ollama', 'http://127.0.0.1:11434/v1'],
  [{ preset: 'openai' }, 'openai', 'https://api.openai.com/v1'],
  [
    { preset: 'ollama', baseUrl: 'http://gpu.example.com:11434/v1/' },
    'ollama',
    'http://gpu.example.com:11434/v1',
  ],
  [{ baseUrl: 'http://gpu.example.com:11434/v1' }, 'ollama', 'http://gpu.example.com:11434/v1'],
  [{ baseUrl: 'https://api.anthropic.com/v1' }, 'anthropic', 'https://api.anthropic.com/v1'],
  [{ baseUrl: 'https://llm.example.com/v1' }, 'custom', 'https://llm.example.com/v1'],
])('%o is %s at %s', (given, preset, baseUrl) => {
  expect(endpointOf(settings(given), {})).toMatchObject({
    preset: { id: preset },
    baseUrl,
    from: 'settings',
  });
});

it('models that the file names are not meant for another endpoint of the environment', () => {
  const file = settings({ preset: 'ollama', model: 'qwen3:8b', embeddingModel: 'nomic' });
  expect(endpointOf(file, { LLM_MODEL: 'other' })).toMatchObject({
    models: { chat: 'other', generation: 'other', embedding: 'nomic' },
  });
  expect(endpointOf(file, { LLM_BASE_URL: 'https://llm.example.com/v1' })).toMatchObject({ models: {} });
  expect(endpointOf(file, { LLM_BASE_URL: 'http://127.0.0.1:11434/v1/' })).toMatchObject({
    models: { chat: 'qwen3:8b' },
    preset: { id: 'ollama' },
  });
});

it('a key has a name of its own for each origin', () => {
  const names = [
    'http://h.example.com',
    'https://h.example.com',
    'https://h.example.com:8443',
    'http://[::1]:80',
  ].map((origin) => keyName({ origin }));
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/);
});

import type { LlmPreset } from '../../shared/model/llm-settings.ts';

/** What an endpoint is known to do before anything was asked of it. What it refuses is learned on top of this. */
export interface Preset {
  readonly id: LlmPreset;
  /** A product's name, the same in every language. */
  readonly title: string;
  readonly baseUrl?: string;
  /** Runs on this workstation: may be looked for, and needs no key. */
  readonly local: boolean;
  readonly key: 'none' | 'optional' | 'needed';
  /** Where nothing says how much a model reads. */
  readonly contextTokens: number;
  readonly json: 'schema' | 'object' | 'prompt';
  readonly embeddings: boolean;
  readonly headers?: (key: string) => Readonly<Record<string, string>>;
  /** Answers are cut at a limit of the endpoint's own where none is sent. */
  readonly needsMaxTokens?: number;
}

export const presets: readonly Preset[] = [
  {
    id: 'ollama',
    title: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    local: true,
    key: 'none',
    // What Ollama runs a model with when nobody sets num_ctx; it cuts what is longer without a word.
    contextTokens: 4_096,
    json: 'schema',
    embeddings: true,
  },
  {
    id: 'lm-studio',
    title: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    local: true,
    key: 'none',
    contextTokens: 4_096,
    json: 'schema',
    embeddings: true,
  },
  {
    id: 'open-webui',
    title: 'Open WebUI',
    baseUrl: 'http://127.0.0.1:3000/api',
    local: true,
    key: 'needed',
    contextTokens: 4_096,
    json: 'object',
    embeddings: true,
  },
  {
    id: 'openai',
    title: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    local: false,
    key: 'needed',
    contextTokens: 128_000,
    json: 'schema',
    embeddings: true,
  },
  {
    id: 'anthropic',
    title: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    local: false,
    key: 'needed',
    contextTokens: 200_000,
    // Its compatible endpoint reads response_format and ignores it.
    json: 'prompt',
    embeddings: false,
    // Its list of models asks for the key in its own header.
    headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
    needsMaxTokens: 4_096,
  },
];

const custom: Preset = {
  id: 'custom',
  title: 'OpenAI API',
  local: false,
  key: 'optional',
  contextTokens: 8_192,
  json: 'schema',
  embeddings: true,
};

/** The preset that is named, or the one whose address this is. */
export function presetOf(id: LlmPreset | undefined, baseUrl: string | undefined): Preset {
  const named = presets.find((preset) => preset.id === id);
  if (named) return named;
  const url = baseUrl === undefined ? null : URL.parse(baseUrl);
  if (id === 'custom' || !url) return custom;
  const port = url.port;
  return (
    presets.find((preset) => {
      const own = URL.parse(preset.baseUrl ?? '');
      // A local server is known by its port, wherever it runs; but 3000 is everybody's.
      return preset.local ? own?.port === port && port !== '3000' : own?.host === url.host;
    }) ?? custom
  );
}

import type { LlmSettings } from '../../shared/model/llm-settings.ts';
import type { LlmUse } from './llm.ts';
import { presetOf, type Preset } from './presets.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where requests go, from settings and environment together. */
export interface Endpoint {
  readonly preset: Preset;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly origin: string;
  readonly from: 'environment' | 'settings';
  readonly models: Readonly<Partial<Record<LlmUse, string>>>;
  readonly settings: LlmSettings;
}

/**
 * `LLM_BASE_URL` and `LLM_MODEL` win over the file. An endpoint of the environment is another one than the file's:
 * the preset and the models that the file names for its own are not meant for it, unless it is the same address.
 * @returns undefined when there is none, and what is wrong with an address that is none
 */
export function endpointOf(
  settings: LlmSettings,
  env: Environment,
): Endpoint | { readonly problem: string } | undefined {
  const fromEnv = trimmed(env['LLM_BASE_URL']);
  const named = presetOf(settings.preset, settings.baseUrl);
  const fromFile = settings.baseUrl ?? (settings.preset === undefined ? undefined : named.baseUrl);
  const address = fromEnv ?? fromFile;
  if (address === undefined) {
    return settings.preset === 'custom' ? { problem: 'No address is set.' } : undefined;
  }
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return {
      problem: `expected an address that begins with http:// or https://, got "${address}"${fromEnv === undefined ? '' : ' in LLM_BASE_URL'}`,
    };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      problem: 'expected an address without a name and password; set the key in LLM_API_KEY or store it',
    };
  }
  const baseUrl = withoutSlash(address);
  const own = fromEnv === undefined || (fromFile !== undefined && withoutSlash(fromFile) === baseUrl);
  const chat = trimmed(env['LLM_MODEL']) ?? (own ? settings.model : undefined);
  const generation = (own ? settings.generationModel : undefined) ?? chat;
  const embedding = own ? settings.embeddingModel : undefined;
  return {
    preset: own ? named : presetOf(undefined, address),
    baseUrl,
    origin: url.origin,
    from: fromEnv === undefined ? 'settings' : 'environment',
    models: {
      ...(chat !== undefined && { chat }),
      ...(generation !== undefined && { generation }),
      ...(embedding !== undefined && { embedding }),
    },
    settings,
  };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function trimmed(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

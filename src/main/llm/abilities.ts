import type { LlmError } from './errors.ts';
import type { Preset } from './presets.ts';

/** How a model is asked; begins with what its endpoint is known for, and learns from what is refused. */
export interface Abilities {
  readonly tools: 'native' | 'text';
  readonly json: 'schema' | 'object' | 'prompt';
  readonly stream: boolean;
  readonly streamUsage: boolean;
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  readonly temperature: boolean;
}

export function abilitiesOf(preset: Preset): Abilities {
  return {
    tools: 'native',
    json: preset.json,
    stream: true,
    streamUsage: true,
    limit: preset.id === 'openai' ? 'max_completion_tokens' : 'max_tokens',
    temperature: true,
  };
}

/** What of a request made use of an ability. */
export interface Used {
  readonly tools: boolean;
  readonly json: boolean;
  readonly stream: boolean;
  readonly limit: boolean;
  readonly temperature: boolean;
}

/**
 * What to do without, judged by what the endpoint said when it refused. @returns undefined when the refusal is about
 * something else; each answer is less than before, so that this comes to an end.
 */
export function learnFrom(error: LlmError, known: Abilities, used: Used): Abilities | undefined {
  const { status, said = '' } = error;
  if (status === undefined || ![400, 404, 405, 415, 422, 500, 501].includes(status)) return undefined;
  const about = (words: RegExp) => words.test(said);
  if (used.stream && known.streamUsage && about(/stream_options|include_usage/i))
    return { ...known, streamUsage: false };
  if (
    used.limit &&
    about(/max_tokens|max_completion_tokens/i) &&
    about(/unsupported|not supported|unknown|unrecognized|extra|not permitted/i)
  ) {
    const other = known.limit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    // Once in each direction at most: what refuses both is refused.
    return about(new RegExp(`\\b${known.limit}\\b`)) &&
      about(new RegExp(`use '?"?${other}|${known.limit}.{0,40}(?:un|not |extra)`, 'i'))
      ? { ...known, limit: other }
      : undefined;
  }
  if (used.temperature && known.temperature && about(/temperature/i)) return { ...known, temperature: false };
  if (
    used.json &&
    known.json !== 'prompt' &&
    about(/response_format|json_schema|json_object|json mode|schema|grammar|format/i)
  ) {
    return { ...known, json: known.json === 'schema' ? 'object' : 'prompt' };
  }
  if (used.tools && known.tools === 'native' && about(/tool|function/i)) return { ...known, tools: 'text' };
  if (used.stream && known.stream && about(/stream/i)) return { ...known, stream: false };
  return undefined;
}

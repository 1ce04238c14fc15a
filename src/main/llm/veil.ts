import { createRedactor } from '../platform/secrets-redact.ts';
import { replaceAddresses } from './addresses.ts';
import type { LlmMessage, LlmRequest, ToolOffer } from './llm.ts';
import { withoutSecrets } from './secret-text.ts';
import type { SiteNames } from './site-names.ts';
import type { TextStream } from './text-stream.ts';

export interface VeilRules {
  /** Values that are secrets here; they never leave, in whatever form. */
  readonly secrets: readonly string[];
  readonly hideAddresses: boolean;
  /** Set when names are hidden. */
  readonly names: SiteNames | undefined;
}

/** One request as it may leave, and the way back for what is answered to it. */
export interface Veil {
  readonly request: LlmRequest;
  /** Puts the real words back in place of placeholders. */
  restore(text: string): string;
  /** The same inside a JSON text, where words stand between quotes. */
  restoreJson(text: string): string;
  /** The same for a text that comes bit by bit; a placeholder may be spread over several. */
  restoreStream(onText: (delta: string) => void): TextStream;
}

/** What may leave of texts that no answer comes back for: placeholders that are the same in all of them. */
export function veilTexts(texts: readonly string[], rules: VeilRules): string[] {
  const cover = createCover(rules, () => ({ address: () => 'address', name: () => 'name' }));
  return texts.map(cover);
}

export function veil(request: LlmRequest, rules: VeilRules): Veil {
  const real = new Map<string, string>();
  const placeholders = new Map<string, string>();
  const everything = JSON.stringify([request.messages, request.tools ?? []]);
  const prefixOf = (kind: string) => {
    // A text that has the placeholder's form already must not be taken for one.
    let prefix = kind;
    while (everything.includes(`${prefix}_`)) prefix += 'X';
    return prefix;
  };
  const addressPrefix = prefixOf('ADDRESS');
  const namePrefix = prefixOf('NAME');
  const placeholder = (prefix: string, found: string) => {
    const key = `${prefix} ${found.toLowerCase()}`;
    const known = placeholders.get(key);
    if (known !== undefined) return known;
    const made = `${prefix}_${placeholders.size + 1}`;
    placeholders.set(key, made);
    real.set(made, found);
    return made;
  };
  const cover = createCover(rules, () => ({
    address: (found) => placeholder(addressPrefix, found),
    name: (found) => placeholder(namePrefix, found),
  }));
  const covered: LlmRequest = {
    ...request,
    messages: request.messages.map((message) => coverMessage(message, cover)),
    ...(request.tools && { tools: request.tools.map((tool) => coverTool(tool, cover)) }),
  };
  const pattern = new RegExp(`\\b(?:${addressPrefix}|${namePrefix})_\\d+(?!\\d)`, 'g');
  const restore = (text: string) =>
    real.size === 0 ? text : text.replace(pattern, (one) => real.get(one) ?? one);
  return {
    request: covered,
    restore,
    restoreJson: (text) =>
      real.size === 0
        ? text
        : text.replace(pattern, (one) => JSON.stringify(real.get(one) ?? one).slice(1, -1)),
    restoreStream(onText) {
      if (real.size === 0) return { push: onText, end: () => {} };
      let held = '';
      return {
        push(delta) {
          held += delta;
          const safe = held.length - unfinished(held, [addressPrefix, namePrefix]);
          if (safe > 0) onText(restore(held.slice(0, safe)));
          held = held.slice(safe);
        },
        end() {
          if (held !== '') onText(restore(held));
          held = '';
        },
      };
    },
  };
}

/** Characters at the end that may be the beginning of a placeholder. */
function unfinished(text: string, prefixes: readonly string[]): number {
  const tail = /[A-Z]+(?:_\d*)?$/.exec(text)?.[0] ?? '';
  for (let start = 0; start < tail.length; start++) {
    const rest = tail.slice(start);
    if (prefixes.some((prefix) => `${prefix}_`.startsWith(rest) || rest.startsWith(`${prefix}_`)))
      return rest.length;
  }
  return 0;
}

function createCover(
  rules: VeilRules,
  makers: () => { address: (found: string) => string; name: (found: string) => string },
): (text: string) => string {
  const redactor = createRedactor();
  for (const secret of rules.secrets) redactor.add(secret);
  const { address, name } = makers();
  return (text) => {
    let covered = withoutSecrets(redactor.redact(text));
    if (rules.names) covered = rules.names.replace(covered, name);
    return rules.hideAddresses ? replaceAddresses(covered, address) : covered;
  };
}

function coverMessage(message: LlmMessage, cover: (text: string) => string): LlmMessage {
  if (message.role !== 'assistant' || !message.toolCalls)
    return { ...message, content: cover(message.content) };
  return {
    ...message,
    content: cover(message.content),
    toolCalls: message.toolCalls.map((call) => ({ ...call, arguments: cover(call.arguments) })),
  };
}

/** Words of a tool's schema that are meant to be read; names of members stay, since they are what is answered with. */
const readable = new Set(['description', 'title', 'enum', 'const', 'default', 'examples']);

function coverTool(tool: ToolOffer, cover: (text: string) => string): ToolOffer {
  const within = (value: unknown, inReadable: boolean): unknown => {
    if (typeof value === 'string') return inReadable ? cover(value) : value;
    if (Array.isArray(value)) return value.map((one) => within(one, inReadable));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, within(member, inReadable || readable.has(name))]),
    );
  };
  return {
    ...tool,
    description: cover(tool.description),
    parameters: within(tool.parameters, false) as Readonly<Record<string, unknown>>,
  };
}

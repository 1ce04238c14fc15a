import { z } from 'zod';
import { cleanText } from '../../../shared/clean-text.ts';
import { DomainError } from '../../platform/errors.ts';
import type { SiteTool } from '../ports.ts';
import { limits } from '../model/limits.ts';
import { findInstructions } from '../safety/find-instructions.ts';
import type { AssistantTool } from './assistant-tool.ts';

const timeoutMs = 20_000;
const longestDescription = 300;
const longestArguments = 4_000;
const longestSchema = 6_000;

export interface OfferedSiteTool extends AssistantTool {
  readonly server: string;
  readonly tool: string;
  /** As its server wrote it: shown to a model only where it is a JSON Schema of some object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What of its description reads like an instruction; the description then stays here. */
  readonly instructions?: string;
}

/** A read-only tool of a server. Its description is the server's word, so that it is data like any other. */
export function siteTool({ server, name, description, inputSchema }: SiteTool): OfferedSiteTool {
  const schemaText = JSON.stringify(inputSchema ?? {});
  const instructions = findInstructions(`${name}\n${description}\n${schemaText}`);
  const usable =
    instructions === undefined && schemaText.length <= longestSchema && isObjectSchema(inputSchema);
  return {
    name: offeredName(server, name),
    server,
    tool: name,
    description:
      instructions === undefined
        ? `Reads from ${server}: ${cleanText(description).slice(0, longestDescription)}`
        : `Reads from ${server}. Its description is withheld.`,
    arguments: z.looseObject({}),
    parameters: usable ? (inputSchema as Record<string, unknown>) : { type: 'object' },
    ...(instructions !== undefined && { instructions }),
    async run(args, { ports, ledger, signal, callId }) {
      const given = z.record(z.string(), z.unknown()).parse(args);
      refuseOutside(given);
      const answer = await ports.siteTools.call(server, name, given, { signal, timeoutMs });
      const { isError } = answer;
      const text =
        answer.text.length > limits.evidenceCharacters
          ? `${answer.text.slice(0, limits.evidenceCharacters)}\n(cut, ${answer.text.length} characters in all)`
          : answer.text;
      if (isError) throw new DomainError('tool-failed', text.slice(0, 500));
      const number = ledger.add({
        is: 'tool',
        call: callId,
        server,
        tool: name,
        text,
        at: ports.clock.now(),
      });
      return { text: `[${number}] ${text}`, summary: cleanText(text).slice(0, 160) };
    },
  };
}

/** Names are what a model answers with: letters, digits, `_` and `-`, at most 64 of them. */
function offeredName(server: string, tool: string): string {
  return `site_${server}_${tool}`.replaceAll(/[^\w-]/g, '_').slice(0, 64);
}

function isObjectSchema(schema: unknown): boolean {
  return z.looseObject({ type: z.literal('object') }).safeParse(schema).success;
}

/**
 * A model reads text that others wrote: what it sends to a server must not be able to carry something out.
 * @throws DomainError arguments-refused
 */
function refuseOutside(args: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify(args);
  if (text.length > longestArguments) {
    throw new DomainError(
      'arguments-refused',
      `arguments have at most ${longestArguments} characters, these have ${text.length}`,
    );
  }
  if (
    /\b(?:https?|ftp|file|data|ldap|gopher):(?:\/\/|\\\/)?/i.test(text) ||
    /\bwww\.[a-z0-9-]+\./i.test(text)
  ) {
    throw new DomainError('arguments-refused', 'arguments hold no addresses of the web');
  }
}

import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { Domain } from '../../shared/model/kind.ts';
import { DomainError } from '../platform/errors.ts';

export interface AddOptions {
  readonly url?: string;
  readonly header?: string[];
  readonly env?: string[];
  readonly cwd?: string;
  readonly timeout?: number;
  readonly readOnly?: string[];
  readonly domain?: Domain[];
  readonly profile?: string;
  readonly simulated?: boolean;
  readonly replace?: boolean;
}

/** An entry of the shared `mcpServers` format, as it was typed. @throws DomainError usage */
export function entryOf(
  name: string,
  command: readonly string[],
  options: AddOptions,
): Record<string, unknown> {
  const [program, ...args] = command;
  if ((program === undefined) === (options.url === undefined)) {
    throw usage(
      `${name}: expected either a command after -- or --url.`,
      `For example: datacenter-docs mcp add ${name} -- npx some-mcp-server`,
    );
  }
  const own = {
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
    ...(options.readOnly ? { readOnlyTools: options.readOnly } : {}),
    ...(options.domain ? { domains: options.domain } : {}),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.simulated ? { simulated: true } : {}),
  };
  const shared = Object.keys(own).length > 0 ? { datacenterDocs: own } : {};
  if (options.url !== undefined) {
    return {
      type: 'http',
      url: options.url,
      headers: pairs(options.header, ':', 'header', 'Name: value'),
      ...shared,
    };
  }
  return {
    command: program,
    args,
    env: pairs(options.env, '=', 'variable', 'NAME=value'),
    ...workingFolder(options.cwd, [program, ...args]),
    ...shared,
  };
}

/** A command that names files from here is run here, wherever the worker is started from. */
function workingFolder(given: string | undefined, words: readonly (string | undefined)[]): { cwd?: string } {
  if (given !== undefined) return { cwd: resolve(given) };
  const isRelative = (word: string | undefined) =>
    word !== undefined && /[/\\]/.test(word) && !isAbsolute(word) && existsSync(word);
  return words.some(isRelative) ? { cwd: process.cwd() } : {};
}

function pairs(
  given: readonly string[] = [],
  separator: string,
  what: string,
  form: string,
): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf(separator);
      // The text itself may be a secret that was typed in the wrong form.
      if (at < 1 || !/^[\w.-]+$/.test(text.slice(0, at).trim()))
        throw usage(
          `A ${what} is not of the form "${form}".`,
          `For example: --${what === 'header' ? 'header' : 'env'} '${form}'`,
        );
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}

export function usage(message: string, hint: string): DomainError {
  return new DomainError('usage', message, { hint });
}

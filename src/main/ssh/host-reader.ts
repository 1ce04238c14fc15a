import { z } from 'zod';
import type { ToolResult } from '../mcp/session.ts';
import { DomainError } from '../platform/errors.ts';
import { readingProfile, type SshHost } from './hosts.ts';
import { commandLine, type CommandArguments, type ReadCommand } from './read-command.ts';
import { saidOf, type Answered, type Said } from './said.ts';
import { readTool, runTool } from './ssh-server.ts';

/** Calls a read-only tool of the server. @throws as a session's `callTool` */
export type Send = (tool: string, args: Record<string, unknown>) => Promise<ToolResult>;

export type SaidData<T> =
  { readonly is: 'answered'; readonly value: T; readonly masked: number } | Exclude<Said, Answered>;

/** One host, read command by command. Never throws for what a host does or does not say. */
export interface HostReader {
  readonly host: SshHost;
  ask(command: ReadCommand, args?: CommandArguments): Promise<Said>;
  /** The answer as JSON of this shape; nothing at all where `empty` is given stands for that. */
  askJson<S extends z.ZodType>(
    command: ReadCommand,
    schema: S,
    options?: { readonly args?: CommandArguments; readonly empty?: unknown },
  ): Promise<SaidData<z.output<S>>>;
}

/** Without them nothing is left to ask: the run ends. Everything else costs this command only. */
const endsAll = new Set([
  'disconnected',
  'untrusted',
  'disabled',
  'unknown-server',
  'cancelled',
  'not-read-only',
  'argument-refused',
]);

/** Commands that run on one host at the same time: an sshd takes ten sessions of one connection. */
const atOnce = 4;

/**
 * A host that did not answer is not asked again: each further question would wait as long. A command that the account
 * may not is asked once more through `sudo -n`, until the server or the host says that there is no such way.
 */
export function hostReader(host: SshHost, send: Send): HostReader {
  let gone: Said | undefined;
  let sudoRefused = false;
  const turn = turns(atOnce);

  const call = async (command: ReadCommand, args: CommandArguments, withSudo: boolean): Promise<Said> => {
    const tool = command.allowListed && !withSudo ? readTool : runTool;
    try {
      return saidOf(
        command,
        await send(tool, { command: commandLine(command, args, withSudo), profile: readingProfile(host) }),
      );
    } catch (error) {
      if (!(error instanceof DomainError) || endsAll.has(error.code)) throw error;
      return { is: 'failed', reason: `${command.id}: ${error.message}`, stdout: '' };
    }
  };

  const ask = async (command: ReadCommand, args: CommandArguments = {}): Promise<Said> => {
    await turn.take();
    try {
      return await askNow(command, args);
    } finally {
      turn.give();
    }
  };

  const askNow = async (command: ReadCommand, args: CommandArguments): Promise<Said> => {
    if (gone) return gone;
    const plain = await call(command, args, false);
    if (plain.is === 'unreachable') gone = plain;
    if (plain.is !== 'not-permitted' || !command.sudo || sudoRefused) return plain;
    const raised = await call(command, args, true);
    if (raised.is === 'answered' || raised.is === 'stopped') return raised;
    // The policy speaks of sudo as such; a host may allow one command with it and another not.
    if (raised.is === 'refused') sudoRefused = true;
    return { ...plain, reason: `${plain.reason}; with sudo: ${raised.reason}` };
  };

  return {
    host,
    ask,
    async askJson(command, schema, { args = {}, empty } = {}) {
      const said = await ask(command, args);
      if (said.is !== 'answered') return said;
      const data = said.stdout.trim() === '' ? empty : jsonOf(said.stdout);
      const parsed = schema.safeParse(data);
      if (parsed.success) return { is: 'answered', value: parsed.data, masked: said.masked };
      const what =
        data === undefined
          ? `expected JSON, it begins with ${JSON.stringify(said.stdout.slice(0, 60))}`
          : z.prettifyError(parsed.error).slice(0, 300);
      return { is: 'failed', reason: `${command.id}: ${what}`, stdout: said.stdout };
    },
  };
}

function turns(width: number) {
  const waiting: (() => void)[] = [];
  let free = width;
  return {
    async take(): Promise<void> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    give(): void {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

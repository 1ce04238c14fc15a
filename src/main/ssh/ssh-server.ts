import type { ServerDescription } from '../mcp/session.ts';
import { isCommandLine } from './read-command.ts';
import { readCommands } from './read-commands.ts';

/** Tools of `ssh-mcp` (2.x), by which hosts are read. */
export const listTool = 'list-connections';
export const readTool = 'read-command';
export const runTool = 'run-command';
export const sshReadTools = [listTool, readTool, runTool] as const;
/** They give the content of any file or session that the account may read: keys and passwords among them. */
const neverRead = new Set(['sftp-download', 'sftp-download-file', 'sftp-list', 'read-session-output']);
/** With whatever rights the account has: nothing of it can be told from reading. */
const neverOnlyReads = new Set([
  'privileged-command',
  'open-session',
  'signal-process',
  'sftp-upload',
  'sftp-upload-file',
]);

/** Judged by tools alone: other servers that run commands have others. */
export function isSshServer(server: ServerDescription): boolean {
  const offered = new Set(server.tools.map(({ name }) => name));
  return sshReadTools.every((name) => offered.has(name));
}

/** Also one that offers less than it could: what it offers is guarded as ever. */
export const isSomeSshServer = (server: ServerDescription): boolean => server.name === 'SSH MCP Server';

/**
 * What of these tools only reads. Neither the server's name for `read-command` nor its allow-list is taken for it: the
 * list goes by the first words, so that `ip addr flush dev eth0`, `date -s`, `sort -o FILE` and the content of any file
 * that the account may read pass as read-only. Only the commands that are declared here go to a host as a reading.
 * @returns why a call may not be made; undefined for tools that have no part in this
 */
export function refuseSshRead(tool: string, args: Readonly<Record<string, unknown>>): string | undefined {
  if (neverRead.has(tool)) return 'it can give any file of a host, keys and passwords among them';
  if (neverOnlyReads.has(tool)) return 'it changes what it is used on, whoever calls it read-only';
  if (tool !== readTool && tool !== runTool) return undefined;
  const { command, profile, ...more } = args;
  const [further] = Object.keys(more);
  if (further !== undefined) return `"${further}" may not be given to ${tool} in order to read`;
  if (profile !== undefined && typeof profile !== 'string') return 'expected the name of a profile';
  if (typeof command !== 'string') return 'expected a command';
  return readCommands.some((known) => isCommandLine(known, command))
    ? undefined
    : `"${command.slice(0, 100)}" is none of the commands that are known to only read; ${alternatives(command)}`;
}

/** A person or a model that asked for something near finds what it may ask instead. */
function alternatives(command: string): string {
  const program = (text: string) => text.split(' ')[0] ?? '';
  const same = readCommands.filter(({ text }) => program(text) === program(command.trim()));
  if (same.length > 0)
    return `of ${program(command.trim())} there are: ${same.map(({ text }) => text).join('; ')}`;
  return `there are some of ${[...new Set(readCommands.map(({ text }) => program(text)))].toSorted().join(', ')}`;
}

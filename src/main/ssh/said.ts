import type { ToolResult } from '../mcp/session.ts';
import type { ReadCommand } from './read-command.ts';

/** What came of one command on one host. Only `answered` says anything about the host. */
export type Said =
  | Answered
  /** The host has no such program. */
  | { readonly is: 'absent'; readonly reason: string }
  /** The program is there, and what it asks does not run. */
  | { readonly is: 'stopped'; readonly reason: string }
  /** The account may not. */
  | { readonly is: 'not-permitted'; readonly reason: string }
  /** The MCP server may not: its policy, an approval that nobody can give here, a quota. */
  | { readonly is: 'refused'; readonly reason: string }
  /** No connection to the host. */
  | { readonly is: 'unreachable'; readonly reason: string }
  /** Anything else: it took too long, or ended otherwise than with 0. */
  | { readonly is: 'failed'; readonly reason: string; readonly stdout: string };

export interface Answered {
  readonly is: 'answered';
  readonly stdout: string;
  /** Texts that ssh-mcp took for secrets and replaced. */
  readonly masked: number;
}

/** `stdout`, then `stderr` under a heading, then the exit status where it is not 0: how ssh-mcp writes a result. */
const status = /(?:^|\n)\[(?:exit (\d+|null)|killed by SIG([A-Z0-9]+))\]$/;
const stderrHeading = /(?:^|\n\n)\[stderr\]\n/;
const mask = /\[REDACTED:[a-z-]+:\d+\]/g;

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  /** `undefined`: it was ended by a signal, or its status never came. */
  readonly exit: number | undefined;
}

/** @returns undefined when no command ran: the server said something of its own */
export function outputOf({ isError, text }: Pick<ToolResult, 'isError' | 'text'>): Output | undefined {
  const ended = isError ? status.exec(text) : undefined;
  if (isError && !ended) return undefined;
  const output = ended ? text.slice(0, ended.index).trimEnd() : text;
  const heading = stderrHeading.exec(output);
  return {
    stdout: heading ? output.slice(0, heading.index) : output,
    stderr: heading ? output.slice(heading.index + heading[0].length) : '',
    exit: ended ? (/^\d+$/.test(ended[1] ?? '') ? Number(ended[1]) : undefined) : 0,
  };
}

const policy =
  /^(?:POLICY_DENIED|APPROVAL_DENIED|APPROVAL_UNAVAILABLE|QUOTA_EXCEEDED)\b|only accepts read-only commands/;
const denied =
  /permission denied|operation not permitted|not permitted|access denied|must be root|needs? to be root|are you root|requires root|superuser|as a privileged user/i;
const sudoDenied = /^sudo: |is not allowed to (?:execute|run)|not in the sudoers file/m;
const noProgram = /command not found|: not found|no such file or directory/i;

/** @returns what an answer of `read-command` or `run-command` means for this command */
export function saidOf(command: ReadCommand, result: Pick<ToolResult, 'isError' | 'text'>): Said {
  const output = outputOf(result);
  if (!output) return serverSaid(result.text);
  const { stdout, stderr, exit } = output;
  const words = `${stderr}\n${stdout}`.trim();
  const reason = `${command.id}: ${oneLine(stderr || stdout) || 'it said nothing'}${exit === 0 ? '' : exit === undefined ? ' (it was ended)' : ` (exit ${exit})`}`;
  if (exit === 127 && noProgram.test(words)) return { is: 'absent', reason };
  // Some programs end with 0 although they could not reach what they ask.
  if (exit === 0 && !(stdout.trim() === '' && denied.test(stderr)))
    return { is: 'answered', stdout, masked: [...stdout.matchAll(mask)].length };
  if (sudoDenied.test(stderr) || denied.test(words) || exit === 126) return { is: 'not-permitted', reason };
  if (command.stopped?.test(words) === true) return { is: 'stopped', reason };
  return { is: 'failed', reason, stdout };
}

function serverSaid(text: string): Said {
  const reason = oneLine(text);
  if (policy.test(text)) return { is: 'refused', reason };
  if (/^Command (?:timed out|aborted)/.test(text)) return { is: 'failed', reason, stdout: '' };
  return { is: 'unreachable', reason };
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

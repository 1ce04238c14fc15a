import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { onPath } from './kubernetes-programs.ts';

export interface OwnProcess extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** Undefined while it runs. */
  readonly ended: string | undefined;
  /** The last lines of what it wrote. */
  tail(lines?: number): string;
}

export interface OwnProcessOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that lives no longer than what started it, also when that is killed; what it writes goes to a file. */
export function startOwnProcess(options: OwnProcessOptions): OwnProcess {
  const { name, program, args, log, cwd } = options;
  const setpriv = onPath('setpriv');
  const command = setpriv ? [setpriv, '--pdeathsig', 'KILL', '--', program, ...args] : [program, ...args];
  const output = openSync(log, 'a');
  const child: ChildProcess = spawn(command[0] ?? program, command.slice(1), {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, TMPDIR: cwd, ...options.env },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let ended: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      ended ??= signal === null ? `ended with ${code ?? 'nothing'}` : `ended by ${signal}`;
      resolve();
    });
    child.once('error', (error) => {
      ended ??= error.message;
      resolve();
    });
  });
  return {
    name,
    get pid() {
      return child.pid ?? 0;
    },
    get ended() {
      return ended;
    },
    tail: (lines = 15) => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n'),
    async [Symbol.asyncDispose]() {
      if (ended !== undefined) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 8_000);
      await gone;
      clearTimeout(hard);
    },
  };
}

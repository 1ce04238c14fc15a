import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON. */
  json(): unknown;
}

/** Runs the program as a user does: a process of its own, started by its launcher. */
export function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string; killAfterMs?: number } = {},
): Promise<CliResult> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [resolve('bin/datacenter-docs.mjs'), ...args], {
      cwd: options.cwd ?? process.cwd(),
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.end(options.input ?? '');
    const killer =
      options.killAfterMs === undefined
        ? undefined
        : setTimeout(() => child.kill('SIGKILL'), options.killAfterMs);
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(killer);
      done({ code, stdout, stderr, json: () => JSON.parse(stdout) as unknown });
    });
  });
}

export interface RunningCli extends AsyncDisposable {
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts the program and leaves it running: resolves once it has written `until`, to either stream. `await using` ends
 * it however the test ends.
 */
export function startCli(args: readonly string[], until: string): Promise<RunningCli> {
  return new Promise((started, fail) => {
    const child = spawn(process.execPath, [resolve('bin/datacenter-docs.mjs'), ...args], {
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
    let written = '';
    const listen = (text: string) => {
      written += text;
      if (!written.includes(until)) return;
      started({
        stop(signal) {
          child.kill(signal);
          return closed;
        },
        async [Symbol.asyncDispose]() {
          child.kill('SIGKILL');
          await closed;
        },
      });
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.on('error', fail);
    void closed.then(() => fail(new Error(`expected "${until}", and it ended after: ${written}`)));
  });
}

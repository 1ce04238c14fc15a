import { fstatSync } from 'node:fs';
import { LabError } from './domain.ts';
import { parseLabOptions, type LabOptions } from './options.ts';
import { startLab } from './run.ts';

/**
 * Runs the lab as this process until it is told to end: SIGINT, SIGTERM, or its stdin closing (over HTTP only when
 * stdin is a pipe, because a service has none). @returns the exit code.
 */
export async function runLabProcess(argv: readonly string[]): Promise<number> {
  let options: LabOptions;
  try {
    options = parseLabOptions(argv);
  } catch (error) {
    return report(error, 2);
  }
  const ended = untilEnded();
  try {
    const lab = await startLab(options, {
      announce: (line) => process.stdout.write(`${line}\n`),
      exit: (code) => process.exit(code),
    });
    // Over stdio the transport reads stdin; over HTTP somebody has to, or its end would never be seen.
    if (lab.url !== undefined && isPipe(0)) process.stdin.resume();
    const failed = lab.ready.then(
      () => ended,
      (error: unknown) => report(error, 2),
    );
    const code = await Promise.race([ended, failed]);
    await lab.close();
    return code;
  } catch (error) {
    return report(error, 1);
  }
}

function report(error: unknown, code: number): number {
  const known =
    error instanceof LabError || (error instanceof Error && 'code' in error && error.code !== undefined);
  const text =
    error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`lab: ${text}\n`);
  return code;
}

function untilEnded(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(0));
    process.once('SIGTERM', () => resolve(0));
    process.stdout.once('error', () => resolve(0));
    process.stdin.once('end', () => resolve(0));
    process.stdin.once('close', () => resolve(0));
  });
}

function isPipe(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}

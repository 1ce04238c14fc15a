import { runProgram } from './cli/program.ts';

/** The headless entry. bin/datacenter-docs.mjs calls it on Node 24 or newer. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await runProgram(argv, process);
}

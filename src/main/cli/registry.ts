import type { Command } from 'commander';
import type { CliContext } from './context.ts';

/**
 * Every command: one file each, which registers itself. Loaded here rather than imported by name, so that
 * `--help` lists them in this order; test/architecture fails when a file is missing.
 */
export async function registerCommands(program: Command, context: CliContext): Promise<void> {
  const { default: tab } = await import('@bomb.sh/tab/commander');
  const { registerDemoCommand } = await import('./demo.ts');
  registerDemoCommand(program, context);
  tab(program, { completionCommandName: 'completion' });
}

import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { registerCollectCommand } from './collect.ts';
import { registerConfigCommand } from './config.ts';
import type { CliContext } from './context.ts';
import { registerDemoCommand } from './demo.ts';
import { registerDocsCommand } from './docs.ts';
import { registerDoctorCommand } from './doctor.ts';
import { registerGenerateCommand } from './generate.ts';
import { registerInventoryCommand } from './inventory.ts';
import { registerJobsCommand } from './jobs.ts';
import { registerLabCommand } from './lab.ts';
import { registerListSectionsCommand } from './list-sections.ts';
import { registerMcpCommands } from './mcp.ts';
import { registerStatsCommand } from './stats.ts';
import { registerWorkerCommand } from './worker.ts';

/** Every command, in the order in which `--help` lists them; a spec fails when a file is missing. */
const commands: readonly ((program: Command, context: CliContext) => void)[] = [
  registerDemoCommand,
  (program, context) => registerMcpCommands(program, context),
  registerCollectCommand,
  registerGenerateCommand,
  registerListSectionsCommand,
  registerDocsCommand,
  registerInventoryCommand,
  registerJobsCommand,
  registerWorkerCommand,
  registerStatsCommand,
  registerDoctorCommand,
  registerConfigCommand,
  registerLabCommand,
];

export function registerCommands(program: Command, context: CliContext): void {
  for (const register of commands) register(program, context);
  tab(program, { completionCommandName: 'completion' });
}

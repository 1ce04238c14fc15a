import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { registerAskCommand } from './ask.ts';
import { registerAuditCommand } from './audit.ts';
import { registerAutoRemediationCommand } from './auto-remediation.ts';
import { registerCollectCommand } from './collect.ts';
import { registerConfigCommand } from './config.ts';
import type { CliContext } from './context.ts';
import { registerDemoCommand } from './demo.ts';
import { registerDiagnoseCommand } from './diagnose.ts';
import { registerDocsCommand } from './docs.ts';
import { registerDoctorCommand } from './doctor.ts';
import { registerGenerateCommand } from './generate.ts';
import { registerInitDbCommand } from './init-db.ts';
import { registerInventoryCommand } from './inventory.ts';
import { registerJobsCommand } from './jobs.ts';
import { registerKnowledgeCommand } from './knowledge.ts';
import { registerLabCommand } from './lab.ts';
import { registerListSectionsCommand } from './list-sections.ts';
import { registerLlmCommand } from './llm.ts';
import { registerMcpServerCommand } from './mcp-server.ts';
import { registerMcpCommands } from './mcp.ts';
import { registerOperatorsCommand } from './operators.ts';
import { registerPresenceCommand } from './presence.ts';
import { registerProfileCommand } from './profile.ts';
import { registerRemediationCommand } from './remediation.ts';
import { registerSearchCommand } from './search.ts';
import { registerServeCommand } from './serve.ts';
import { registerStatsCommand } from './stats.ts';
import { registerSyncCommand } from './sync.ts';
import { registerTicketsCommand } from './tickets.ts';
import { registerWorkerCommand } from './worker.ts';

/** Every command, in the order in which `--help` lists them; a spec fails when a file is missing. */
const commands: readonly ((program: Command, context: CliContext) => void)[] = [
  registerDemoCommand,
  (program, context) => registerMcpCommands(program, context),
  (program, context) => registerProfileCommand(program, context),
  registerCollectCommand,
  registerGenerateCommand,
  registerListSectionsCommand,
  registerDocsCommand,
  registerInventoryCommand,
  registerSearchCommand,
  registerAskCommand,
  registerKnowledgeCommand,
  registerDiagnoseCommand,
  registerTicketsCommand,
  registerAutoRemediationCommand,
  (program, context) => registerRemediationCommand(program, context),
  registerJobsCommand,
  registerLlmCommand,
  registerOperatorsCommand,
  registerInitDbCommand,
  registerPresenceCommand,
  registerAuditCommand,
  registerServeCommand,
  registerWorkerCommand,
  registerSyncCommand,
  registerStatsCommand,
  registerDoctorCommand,
  registerConfigCommand,
  registerMcpServerCommand,
  registerLabCommand,
];

/** The script asks a function of the package bash-completion for the words, and is silent where that is not there. */
const bashWithoutCompletion = `
if ! declare -F _get_comp_words_by_ref >/dev/null; then
  _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
    cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  }
fi
`.trimStart();

export function registerCommands(program: Command, context: CliContext): void {
  for (const register of commands) register(program, context);
  tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.hook('preAction', (_, command) => {
      if (command.args[0] === 'bash') process.stdout.write(bashWithoutCompletion);
    });
}

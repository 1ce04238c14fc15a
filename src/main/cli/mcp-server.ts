import { Option, type Command } from 'commander';
import { ownServers, type OwnServer } from '../../servers/registry.ts';
import type { ServerFlag } from '../../servers/shared/flags.ts';
import type { CliContext } from './context.ts';

/** `datacenter-docs mcp-server NAME`: one of our own MCP servers as this process, over stdin and stdout. */
export function registerMcpServerCommand(program: Command, context: CliContext): void {
  const parent = program
    .command('mcp-server')
    .description(
      'serve a system that has no MCP server as one, over stdio, for this application or any client',
    );
  for (const server of ownServers) registerServer(parent, context, server);
}

function registerServer(parent: Command, context: CliContext, server: OwnServer): void {
  const command = parent
    .command(server.name)
    .description(server.says)
    .addHelpText('after', `\nExamples:\n${server.examples.map((line) => `  $ ${line}`).join('\n')}`);
  for (const flag of server.flags) command.addOption(optionOf(flag));
  command.action(async (options: Readonly<Record<string, unknown>>) => {
    context.exitWith(await server.run(server.flags.flatMap((flag) => wordsOf(flag, options))));
  });
}

function optionOf({ name, value, says }: ServerFlag): Option {
  return new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, says);
}

/** The flag as the server's own command line takes it; what it means is judged there. */
function wordsOf(flag: ServerFlag, options: Readonly<Record<string, unknown>>): string[] {
  const given = options[optionOf(flag).attributeName()];
  if (flag.value === undefined) return given === true ? [`--${flag.name}`] : [];
  return typeof given === 'string' ? [`--${flag.name}=${given}`] : [];
}

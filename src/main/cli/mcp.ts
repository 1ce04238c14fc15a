import type { Command } from 'commander';
import { domains } from '../../shared/model/kind.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import type { AddOptions } from './mcp-entry.ts';
import { wholeNumber } from './option-values.ts';
import { terminal, type Terminal } from './terminal.ts';

export function registerMcpCommands(program: Command, context: CliContext, io: Terminal = terminal): void {
  const mcp = program
    .command('mcp')
    .description('the servers that inventory comes from')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs mcp import ~/Library/Application\\ Support/Claude/claude_desktop_config.json
  $ datacenter-docs mcp add vcenter-a --env VC_URL=https://vc-a --env 'VC_PASSWORD=\${keyring:vcenter-a}' -- npx vsphere-mcp
  $ datacenter-docs mcp add netbox --url https://mcp.example.org/mcp --header 'Authorization: Bearer \${env:NETBOX_TOKEN}'
  $ datacenter-docs mcp trust vcenter-a
  $ datacenter-docs mcp tools vcenter-a
  $ datacenter-docs mcp call vcenter-a list_vms --args '{"limit":5}'`,
    );

  mcp
    .command('list')
    .description('configured servers, and whether they have been accepted')
    .action(async () => {
      const { listServers } = await import('./mcp-servers.ts');
      await listServers(context);
    });

  mcp
    .command('add')
    .argument('<name>', 'the source’s name: a-z, 0-9, ".", "_", "-"')
    .argument('[command...]', 'after --: the command that starts a stdio server')
    .option('--url <url>', 'a streamable HTTP server instead')
    .option('--header <header...>', 'HTTP header, "Name: value"')
    .option('--env <variable...>', 'environment variable of the command, NAME=value')
    .option('--cwd <folder>', 'folder that the command runs in')
    .option('--timeout <ms>', 'longest time without an answer', wholeNumber(100, 3_600_000))
    .option('--read-only <tool...>', 'tools that change nothing')
    .option('--profile <id>', 'the profile that says how it is read, whatever adapter would recognise it')
    .option('--domain <domain...>', `only these collectors: ${domains.join(', ')}`)
    .option('--simulated', 'what it says is made up')
    .option('--replace', 'also when there is one of that name')
    .description('add one server; literal secrets go to the keyring')
    .action(async (name: string, command: string[], options: AddOptions) => {
      const { addServer } = await import('./mcp-servers.ts');
      await addServer(context, name, command, options);
    });

  mcp
    .command('remove')
    .argument('<name>')
    .description('remove a server, what was accepted of it, and its secrets from the keyring')
    .action(async (name: string) => {
      const { removeServer } = await import('./mcp-servers.ts');
      await removeServer(context, name);
    });

  mcp
    .command('import')
    .argument('<file>', 'configuration file of another MCP client')
    .option('--replace', 'replace servers of the same name')
    .description('take servers over from another client; literal secrets go to the keyring')
    .action(async (file: string, options: { replace?: boolean }) => {
      const { importServers } = await import('./mcp-servers.ts');
      await importServers(context, file, options.replace ?? false);
    });

  mcp
    .command('trust')
    .argument('<name>')
    .option('-y, --yes', 'accept without asking')
    .description('look at what a server runs and offers, and accept it')
    .action(async (name: string, options: { yes?: boolean }) => {
      const { trustServer } = await import('./mcp-trust.ts');
      await trustServer(context, io, name, options);
    });

  mcp
    .command('tools')
    .argument('<name>')
    .description('the tools of a trusted server, and which of them may be called')
    .action(async (name: string) => {
      const { listTools } = await import('./mcp-tools.ts');
      await listTools(context, name);
    });

  mcp
    .command('call')
    .argument('<name>')
    .argument('<tool>')
    .option('-a, --args <json>', 'arguments as a JSON object', '{}')
    .option('--timeout <ms>', 'longest time without an answer', wholeNumber(100, 3_600_000))
    .description('call one read-only tool and show what it answers')
    .action(async (name: string, tool: string, options: { args: string; timeout?: number }) => {
      const { callTool } = await import('./mcp-tools.ts');
      await callTool(context, name, tool, options);
    });

  mcp
    .command('read')
    .argument('<name>')
    .argument('<uri>')
    .description('read one resource of a trusted server')
    .action(async (name: string, uri: string) => {
      const { readResource } = await import('./mcp-tools.ts');
      await readResource(context, name, uri);
    });

  const secret = mcp
    .command('secret')
    .description('secrets in the keyring of this machine, for ${keyring:NAME}');
  secret
    .command('set')
    .argument('<name>')
    .description('store one; the value is asked for, or read from stdin')
    .action(async (name: string) => {
      // Before the application is reached: nobody waits for it while somebody types.
      const value = await io.readSecret(`Value of ${name}: `, context.signal);
      if (value === '') {
        throw new DomainError('usage', 'The value is empty.', { hint: 'Type it, or pipe it in.' });
      }
      await context.withClient(async (client) => {
        await client.sources.setSecret({ name, value });
        context.output.data({ stored: name }, () => `Stored. Refer to it as \${keyring:${name}}.`);
      });
    });
  secret
    .command('delete')
    .argument('<name>')
    .description('remove one')
    .action(async (name: string) => {
      await context.withClient(async (client) => {
        const { deleted } = await client.sources.deleteSecret({ name });
        if (!deleted)
          throw new DomainError('secret-not-found', `The keyring holds no secret named "${name}".`);
        context.output.data({ deleted: name }, () => `Removed ${name}.`);
      });
    });
}

import { DomainError } from '../platform/errors.ts';
import { describeChange } from '../mcp/trust.ts';
import type { CliContext } from './context.ts';
import { describeCommandFor, describeTools, withServerLog } from './mcp-report.ts';
import type { Terminal } from './terminal.ts';

/** Shows what a server runs and offers, and accepts it when the person at this terminal says so. */
export async function trustServer(
  context: CliContext,
  io: Terminal,
  name: string,
  options: { readonly yes?: boolean },
): Promise<void> {
  const ask = async (question: string, refusal: string) => {
    if (options.yes) return;
    if (!io.isInteractive) {
      throw new DomainError('untrusted', `${name}: ${refusal}, and there is no terminal to ask on.`, {
        hint: `Look at the above, then run \`datacenter-docs mcp trust ${name} --yes\`.`,
      });
    }
    if (!(await io.confirm(question, context.signal)))
      throw new DomainError('untrusted', `${name}: not accepted; nothing was changed.`);
  };
  await context.withClient(async (client) => {
    const command = await client.sources.inspectCommand({ name });
    io.show(describeCommandFor(command));
    if (!command.accepted) await ask('Start it to see its tools?', 'its command has not been accepted');
    const inspection = await withServerLog(context, client, name, () =>
      client.sources.inspect({ name, acceptedCommand: command.fingerprint }),
    );
    io.show(describeTools(inspection));
    if (!inspection.accepted) {
      await ask('Accept this command and these tools?', 'its tools have not been accepted');
      await client.sources.accept({ name, fingerprint: inspection.fingerprint });
    }
    const { server, tools, changes } = inspection;
    const result = {
      name,
      server: { name: server.name, version: server.version },
      tools: tools.length,
      changes: changes.map(describeChange),
    };
    context.output.data({ ...result, accepted: true, already: inspection.accepted }, () =>
      inspection.accepted
        ? `${name} was accepted already; nothing has changed.`
        : `Accepted ${name} with ${tools.length} tools.`,
    );
  });
}

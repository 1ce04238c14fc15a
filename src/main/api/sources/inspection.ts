import type { SourceTool, SourceTrustChange } from '../../../shared/contract/sources.ts';
import { chosenAdapters } from '../../collectors/chosen.ts';
import type { CollectorDefinition } from '../../collectors/collector.ts';
import type { CommandInspection } from '../../mcp/pool.ts';
import type { ServerDescription, ToolDescription } from '../../mcp/session.ts';
import type { AcceptedServer } from '../../mcp/trust-store.ts';
import { commandLines, type CommandDescription, type TrustChange } from '../../mcp/trust.ts';

export function shownInspection(
  { name, command, fingerprint, accepted, changes }: CommandInspection,
  before: AcceptedServer | undefined,
) {
  return {
    name,
    command: shownCommand(command),
    commandLines: commandLines(command),
    fingerprint,
    accepted,
    changes: changes.map(shownChange),
    ...(before && {
      before: {
        command: shownCommand(before.command),
        commandLines: commandLines(before.command),
        tools: before.tools.map(shownTool),
        at: before.acceptedAt,
      },
    }),
  };
}

export function shownTool(tool: ToolDescription): SourceTool {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    inputSchema,
    ...(outputSchema !== undefined && { outputSchema }),
    ...(annotations !== undefined && { annotations: { ...annotations } }),
  };
}

/** Which collectors would read a server that describes itself so. */
export function readersOf(collectors: readonly CollectorDefinition[], server: ServerDescription) {
  return chosenAdapters(collectors, server).map(({ collector, adapter }) => ({
    domain: collector.domain,
    adapter: adapter.id,
    title: adapter.title,
  }));
}

function shownCommand(command: CommandDescription) {
  return command.kind === 'http'
    ? { ...command, headers: { ...command.headers } }
    : { ...command, args: [...command.args], env: { ...command.env } };
}

function shownChange(change: TrustChange): SourceTrustChange {
  return change.what === 'tool-added' ? { ...change, after: shownTool(change.after) } : { ...change };
}

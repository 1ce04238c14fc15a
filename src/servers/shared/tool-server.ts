import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { answer, refusal } from './answer.ts';
import { ToolFailure } from './tool-failure.ts';
import type { ServerTool, ToolCall } from './tool.ts';

export interface ToolServerOptions {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** What a model or a person should know before the first call. */
  readonly instructions: string;
  readonly tools: readonly ServerTool[];
  readonly allowWrites: boolean;
  /** One line for whoever runs the program; a bug's stack comes here and nowhere else. */
  readonly log: (line: string) => void;
}

/**
 * An MCP server over a list of tools. Without `allowWrites` a tool that changes something is neither listed nor run:
 * a client that calls it all the same is told how the server would have to be started.
 */
export function createToolServer(options: ToolServerOptions): Server {
  const { name, title, version, instructions, allowWrites } = options;
  const tools = new Map<string, ServerTool>();
  for (const tool of options.tools) {
    if (tools.has(tool.name)) throw new RangeError(`two tools are named ${tool.name}`);
    tools.set(tool.name, tool);
  }
  const offered = (tool: ServerTool) => tool.access === 'read' || allowWrites;
  const server = new Server({ name, title, version }, { capabilities: { tools: {} }, instructions });
  let described: Tool[] | undefined;
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: (described ??= [...tools.values()].filter(offered).map(describe)),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = tools.get(params.name);
    if (tool === undefined)
      throw new McpError(ErrorCode.InvalidParams, `there is no tool "${params.name}"; tools/list names them`);
    if (!offered(tool))
      return refusal(
        `${tool.name} changes something, and this server was started read-only. Start it with --allow-writes to permit that.`,
      );
    const token = params._meta?.progressToken;
    return run(
      tool,
      params.arguments ?? {},
      {
        signal: extra.signal,
        progress: (progress, total, message) => {
          if (token === undefined || extra.signal.aborted) return;
          extra
            .sendNotification({
              method: 'notifications/progress',
              params: {
                progressToken: token,
                progress,
                ...(total === undefined ? {} : { total }),
                ...(message === undefined ? {} : { message }),
              },
            })
            .catch(() => undefined);
        },
      },
      options.log,
    );
  });
  return server;
}

async function run(
  tool: ServerTool,
  given: Record<string, unknown>,
  call: ToolCall,
  log: (line: string) => void,
): Promise<CallToolResult> {
  const input = tool.input.safeParse(given);
  if (!input.success)
    return refusal(`The arguments of ${tool.name} do not fit:\n${z.prettifyError(input.error)}`);
  try {
    return answer(await tool.run(input.data, call));
  } catch (error) {
    if (error instanceof ToolFailure) return refusal(error.message);
    if (call.signal.aborted) return refusal(`${tool.name} was cancelled.`);
    log(`${tool.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return refusal(
      `${tool.name} failed for a reason that this server does not know: ${error instanceof Error ? error.message : String(error)}. Its log on stderr has more.`,
    );
  }
}

function describe(tool: ServerTool): Tool {
  const { name, title, description, access } = tool;
  const readOnlyHint = access === 'read';
  return {
    name,
    title,
    description,
    inputSchema: jsonSchema(tool.input, 'input'),
    outputSchema: jsonSchema(tool.output, 'output'),
    annotations: {
      title,
      readOnlyHint,
      destructiveHint: tool.destructive ?? false,
      idempotentHint: tool.idempotent ?? readOnlyHint,
      openWorldHint: true,
    },
  };
}

function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): Tool['inputSchema'] {
  return z.toJSONSchema(schema, { io }) as Tool['inputSchema'];
}

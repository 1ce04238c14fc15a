import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type RequestId,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { answer, failure } from './answer.ts';
import type { CallLog } from './call-log.ts';
import { firstPageArguments, malform, namesAnotherPage, withoutEndlessToken } from './damage.ts';
import { LabError, type LabRandom, type LabTool } from './domain.ts';
import type { FaultName } from './fault-kinds.ts';
import type { FaultPlan } from './faults.ts';

/** What is served: the simulated world or recorded estates. */
export interface LabSurface {
  /** `datacenter-docs-lab`, or `datacenter-docs-lab-netbox` for a recorded estate. */
  readonly serverName: string;
  readonly title: string;
  readonly instructions: string;
  /** Built when first asked for, so that connecting does not wait for a large estate. */
  tools(): Promise<readonly LabTool[]>;
  /** Lets simulated time pass; before each call. */
  catchUp(): void;
}

export interface LabServerOptions {
  readonly surface: LabSurface;
  readonly faults: FaultPlan;
  /** For what malformed answers look like. */
  readonly random: LabRandom;
  readonly callLog?: CallLog;
  /** Real milliseconds; a call that is cancelled stops waiting. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What the transport does to an answer that the protocol layer would not let through. */
export type WireFault =
  { readonly type: 'truncated' } | { readonly type: 'garbage' } | { readonly type: 'wrong-shape' };

/** One connection: an MCP server of its own over the shared surface. */
export interface LabSession {
  readonly server: Server;
  /** Faults that wait for the answer to a request to be written. */
  readonly wire: Map<RequestId, WireFault>;
}

export interface LabServer {
  /** `drop` ends the connection at once, in the middle of the call with that id. */
  openSession(drop: (request: RequestId) => void): LabSession;
}

export function createLabServer(options: LabServerOptions): LabServer {
  const { surface, faults, random, callLog, sleep = delay } = options;
  const sessions = new Set<LabSession>();
  let described: Promise<Map<string, { tool: LabTool; description: Tool }>> | undefined;
  const tools = () => (described ??= surface.tools().then(describe));
  faults.onToolsChanged(() => {
    // A client that has gone is noticed here: nobody else needs the list.
    for (const session of sessions)
      session.server.sendToolListChanged().catch(() => {
        sessions.delete(session);
      });
  });
  let endlessTurn = 0;

  const call = async (
    session: LabSession,
    drop: (request: RequestId) => void,
    name: string,
    args: Record<string, unknown>,
    request: { id: RequestId; signal: AbortSignal; progress: (done: number, total: number) => void },
  ): Promise<CallToolResult> => {
    callLog?.append(name, args);
    const entry = (await tools()).get(name);
    if (!entry) throw new McpError(ErrorCode.InvalidParams, `no tool named "${name}"`);
    const { tool } = entry;
    const struck = faults.strike(name);
    const slow = struck.get('slow');
    if (slow) {
      const steps = 4;
      for (let step = 1; step <= steps; step++) {
        await sleep(slow.latencyMs / steps, request.signal);
        request.progress(step, steps);
      }
    }
    if (struck.has('hang')) await never(request.signal);
    const disconnect = struck.get('disconnect');
    if (disconnect?.phase === 'before') {
      drop(request.id);
      await never(request.signal);
    }
    if (struck.has('rpc-error'))
      throw new McpError(ErrorCode.InternalError, 'injected fault: the server failed');
    if (struck.has('error')) return failure('injected fault: the system did not answer the server');

    const repeats = struck.has('paging-repeat') || struck.has('paging-endless');
    const asked = repeats ? firstPageArguments(tool, args) : withoutEndlessToken(tool, args);
    const input = tool.input.safeParse(asked);
    if (!input.success) return failure(`invalid arguments for ${name}: ${z.prettifyError(input.error)}`);
    surface.catchUp();
    let structured: Record<string, unknown>;
    try {
      structured = act(tool, input.data, struck);
    } catch (error) {
      if (error instanceof LabError) return failure(error.message);
      throw error;
    }
    if (disconnect?.phase === 'after') {
      drop(request.id);
      await never(request.signal);
    }
    if (struck.has('acts-but-fails') && !tool.readOnly)
      return failure('injected fault: the system took too long to say whether it was done');
    if (struck.has('paging-endless')) structured = namesAnotherPage(tool, structured, (endlessTurn += 1));
    if (struck.has('malformed')) structured = malform(structured, random);
    if (struck.has('wrong-shape')) session.wire.set(request.id, { type: 'wrong-shape' });
    else if (struck.has('truncated')) session.wire.set(request.id, { type: 'truncated' });
    else if (struck.has('garbage')) session.wire.set(request.id, { type: 'garbage' });
    const result = answer(structured);
    const flood = struck.get('flood');
    if (flood) result.content.push({ type: 'text', text: 'flood '.repeat(Math.ceil(flood.floodBytes / 6)) });
    return result;
  };

  return {
    openSession: (drop) => {
      const server = new Server(
        { name: surface.serverName, title: surface.title, version: '1.0.0' },
        { capabilities: { tools: { listChanged: true } }, instructions: surface.instructions },
      );
      const session: LabSession = { server, wire: new Map() };
      server.setRequestHandler(ListToolsRequestSchema, async () => ({
        tools: [...(await tools()).values()].map(({ description }) =>
          faults.describes(description.name)
            ? { ...description, description: `${description.description} Now does more than it did.` }
            : description,
        ),
      }));
      server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
        const token = params._meta?.progressToken;
        return call(session, drop, params.name, params.arguments ?? {}, {
          id: extra.requestId,
          signal: extra.signal,
          progress: (progress, total) => {
            if (token === undefined) return;
            extra
              .sendNotification({
                method: 'notifications/progress',
                params: { progressToken: token, progress, total },
              })
              .catch(() => undefined);
          },
        });
      });
      sessions.add(session);
      return session;
    },
  };
}

/** What a tool does under the faults that are about acting. They never touch a tool that only reads. */
function act(
  tool: LabTool,
  args: Record<string, unknown>,
  struck: ReadonlyMap<FaultName, unknown>,
): Record<string, unknown> {
  const pretends = { simulated: true, state: 'success', message: `${tool.name} completed` };
  if (tool.readOnly) return tool.run(args);
  if (struck.has('lies')) return pretends;
  if (struck.has('partial')) {
    tool.partially?.(args);
    return pretends;
  }
  return tool.run(args);
}

function describe(tools: readonly LabTool[]): Map<string, { tool: LabTool; description: Tool }> {
  const described = new Map<string, { tool: LabTool; description: Tool }>();
  for (const tool of tools) {
    if (described.has(tool.name)) throw new RangeError(`two tools are named ${tool.name}`);
    described.set(tool.name, {
      tool,
      description: {
        name: tool.name,
        title: tool.title,
        description: tool.description,
        inputSchema: jsonSchema(tool.input, 'input'),
        ...(tool.output && { outputSchema: jsonSchema(tool.output, 'output') }),
        annotations: {
          title: tool.title,
          readOnlyHint: tool.readOnly,
          destructiveHint: tool.destructive ?? false,
          idempotentHint: tool.idempotent ?? tool.readOnly,
          openWorldHint: false,
        },
      },
    });
  }
  return described;
}

function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): Tool['inputSchema'] {
  return z.toJSONSchema(schema, { io }) as Tool['inputSchema'];
}

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new LabError('cancelled')), { once: true });
  });
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new LabError('cancelled'));
      },
      { once: true },
    );
  });
}

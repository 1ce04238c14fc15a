import type { z } from 'zod';

/** One tool of a server. Arguments are parsed by `input` before `run` sees them. */
export interface ServerTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** `write` is offered, and run, only where the server was started with --allow-writes. */
  readonly access: 'read' | 'write';
  /** May take away what cannot be brought back, or interrupt a service. */
  readonly destructive?: boolean;
  /** A second call with the same arguments changes nothing more; reading always is. */
  readonly idempotent?: boolean;
  run(args: Record<string, unknown>, call: ToolCall): Promise<Record<string, unknown>>;
}

/** What a tool knows of the call it answers. */
export interface ToolCall {
  /** Fires when the client takes the call back, or goes away. */
  readonly signal: AbortSignal;
  /** Told to a client that asked for progress; `done` must grow. */
  readonly progress: (done: number, total?: number, message?: string) => void;
}

/** A tool whose `run` sees its arguments and owes its answer as the two schemas type them. */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(
  tool: Omit<ServerTool, 'input' | 'output' | 'run'> & {
    readonly input: I;
    readonly output: O;
    run(args: z.output<I>, call: ToolCall): Promise<z.input<O>>;
  },
): ServerTool {
  return { ...tool, run: (args, call) => tool.run(args as z.output<I>, call) };
}

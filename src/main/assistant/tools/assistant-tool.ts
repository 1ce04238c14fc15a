import type { z } from 'zod';
import type { Desk } from '../forms/question-form.ts';
import type { EvidenceLedger } from '../evidence.ts';
import type { AssistantPorts } from '../ports.ts';

/** What tools work with: nothing of it changes anything. */
export interface ToolDesk {
  readonly desk: Desk;
  readonly ledger: EvidenceLedger;
  readonly ports: Pick<
    AssistantPorts,
    'knowledge' | 'tickets' | 'inventory' | 'siteTools' | 'clock' | 'logger'
  >;
  readonly signal: AbortSignal;
  readonly callId: string;
}

export interface ToolAnswer {
  /** For the model; numbered by the ledger, so that it can be cited. */
  readonly text: string;
  /** One line for the operator. */
  readonly summary: string;
}

export interface AssistantTool {
  readonly name: string;
  readonly description: string;
  readonly arguments: z.ZodObject;
  /** @throws z.ZodError | DomainError, which the model is told */
  run(args: unknown, tools: ToolDesk): Promise<ToolAnswer>;
}

interface ToolDefinition<Arguments extends z.ZodObject> extends Omit<AssistantTool, 'arguments' | 'run'> {
  readonly arguments: Arguments;
  run(args: z.output<Arguments>, tools: ToolDesk): Promise<ToolAnswer>;
}

export function defineTool<const Arguments extends z.ZodObject>(
  tool: ToolDefinition<Arguments>,
): AssistantTool {
  return { ...tool, run: async (args, tools) => tool.run(tool.arguments.parse(args), tools) };
}

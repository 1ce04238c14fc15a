import type { z } from 'zod';
import type { LabTool } from './domain.ts';

/** A tool whose `run` sees its arguments as its input schema types them; the server has parsed them by then. */
export function defineTool<I extends z.ZodObject>(
  tool: Omit<LabTool, 'input' | 'run' | 'partially'> & {
    readonly input: I;
    readonly run: (args: z.output<I>) => Record<string, unknown>;
    readonly partially?: (args: z.output<I>) => Record<string, unknown>;
  },
): LabTool {
  const { run, partially, ...rest } = tool;
  return {
    ...rest,
    run: (args) => run(args as z.output<I>),
    ...(partially && { partially: (args) => partially(args as z.output<I>) }),
  };
}

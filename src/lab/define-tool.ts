import type { z } from 'zod';
import type { LabTool } from './domain.ts';

/** A tool whose `run` sees its arguments as its input schema types them; the server has parsed them by then. */
export function defineTool<I extends z.ZodObject>(
  tool: Omit<LabTool, 'input' | 'run'> & {
    readonly input: I;
    run(args: z.output<I>): Record<string, unknown>;
  },
): LabTool {
  return { ...tool, run: (args) => tool.run(args as z.output<I>) };
}

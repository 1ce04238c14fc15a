import type { z } from 'zod';
import type { LabTool } from '../domain.ts';

/** A lab tool whose `run` sees what its input schema gives. */
export function labTool<const I extends z.ZodObject>(
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

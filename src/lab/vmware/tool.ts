import type { z } from 'zod';
import type { LabTool } from '../domain.ts';

/** A lab tool whose `run` sees what its input schema gives. */
export function labTool<const I extends z.ZodObject>(
  tool: Omit<LabTool, 'input' | 'run'> & {
    readonly input: I;
    readonly run: (args: z.output<I>) => Record<string, unknown>;
  },
): LabTool {
  return { ...tool, run: (args) => tool.run(args as z.output<I>) };
}

import type { z } from 'zod';
import { deviceTool as toolOver } from '../../shared/device-tool.ts';
import type { ServerTool, ToolCall } from '../../shared/tool.ts';
import type { Reading } from '../reading.ts';
import type { Snmp } from '../snmp.ts';

export const notGivenSays =
  'MIB modules of which it gave nothing: it does not have them, or this account may not see them';

/** A tool that asks any number of devices the same. */
export function deviceTool<I extends z.ZodRawShape, O extends z.ZodRawShape>(
  { devices, visits }: Snmp,
  options: {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly input: I;
    /** Each optional: a device that failed has none of them. */
    readonly output: O;
    read(reading: Reading, args: z.output<z.ZodObject<I>>, call: ToolCall): Promise<z.input<z.ZodObject<O>>>;
  },
): ServerTool {
  return toolOver(
    { devices, notGivenSays, all: (shown, work, settings) => visits.all(shown, work, settings) },
    options,
  );
}

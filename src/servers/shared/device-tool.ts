import { z } from 'zod';
import {
  devicePageInput,
  pageOf,
  told,
  visitedOutput,
  type NamedDevice,
  type Visited,
} from './device-pages.ts';
import type { ServerTool, ToolCall } from './tool.ts';

/** Devices, and how each of them is gone to; `R` is what reads one. */
export interface DeviceEstate<D extends NamedDevice, R> {
  readonly devices: readonly D[];
  /** What `notGiven` of an item means, in the words of the protocol. */
  readonly notGivenSays: string;
  all<T>(
    devices: readonly D[],
    work: (reading: R) => Promise<T>,
    options: { readonly signal: AbortSignal; readonly done: (device: D) => void },
  ): Promise<Visited<T, D>[]>;
}

/**
 * A tool that asks any number of devices the same: one item for each, whatever became of it, and pages of devices.
 * `read` gives the members that a device's item has beside these.
 */
export function deviceTool<D extends NamedDevice, R, I extends z.ZodRawShape, O extends z.ZodRawShape>(
  estate: DeviceEstate<D, R>,
  options: {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly input: I;
    /** Each optional: a device that failed has none of them. */
    readonly output: O;
    read(reading: R, args: z.output<z.ZodObject<I>>, call: ToolCall): Promise<z.input<z.ZodObject<O>>>;
  },
): ServerTool {
  type Args = z.output<typeof devicePageInput> & z.output<z.ZodObject<I>>;
  return {
    name: options.name,
    title: options.title,
    description: `${options.description} One item for each device, with its status; follow nextCursor until there is none.`,
    input: devicePageInput.extend(options.input),
    output: z.object({
      items: z.array(z.object({ ...visitedOutput(estate.notGivenSays), ...options.output })),
      total: z.number().describe('devices in all'),
      nextCursor: z.string().optional().describe('absent on the last page'),
    }),
    access: 'read',
    async run(given, call) {
      // Parsed by `input` before it comes here.
      const args = given as Args;
      const { shown, total, nextCursor } = pageOf(estate.devices, args);
      let done = 0;
      const visited = await estate.all(shown, (reading) => options.read(reading, args, call), {
        signal: call.signal,
        done: ({ name }) => {
          done += 1;
          call.progress(done, shown.length, name);
        },
      });
      return {
        items: visited.map((one) => ({ ...told(one), ...one.value })),
        total,
        ...(nextCursor !== undefined && { nextCursor }),
      };
    },
  };
}

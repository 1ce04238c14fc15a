import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import type { ServerTool, ToolCall } from '../../shared/tool.ts';
import type { SnmpDevice } from '../device.ts';
import type { Reading } from '../reading.ts';
import type { Snmp } from '../snmp.ts';
import type { Visited } from '../visit.ts';

export const deviceArgument = z
  .string()
  .min(1)
  .max(200)
  .describe('name of a device, as list_devices gives it');

const pageInput = z.object({
  devices: z.array(deviceArgument).max(1_000).optional().describe('left out: all of them, page by page'),
  cursor: z.string().max(300).optional().describe('nextCursor of the page before'),
  limit: z.int().min(1).max(200).default(25).describe('devices on one page'),
});

const problems = z
  .array(z.object({ what: z.string(), reason: z.string() }))
  .describe('what the device was asked for and did not give, or not all of');
export const visitedOutput = {
  device: z.string(),
  status: z
    .enum(['complete', 'partial', 'failed'])
    .describe('partial: what is given stands, and problems say what is missing; failed: nothing was given'),
  problems: problems.optional(),
  notGiven: z
    .array(z.string())
    .optional()
    .describe(
      'MIB modules of which it gave nothing: it does not have them, or this account may not see them',
    ),
};

/**
 * A tool that asks any number of devices the same: one item for each, whatever became of it, and pages of devices.
 * `read` gives the members that a device's item has beside these.
 */
export function deviceTool<I extends z.ZodRawShape, O extends z.ZodRawShape>(
  snmp: Snmp,
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
  type Args = z.output<typeof pageInput> & z.output<z.ZodObject<I>>;
  return {
    name: options.name,
    title: options.title,
    description: `${options.description} One item for each device, with its status; follow nextCursor until there is none.`,
    input: pageInput.extend(options.input),
    output: z.object({
      items: z.array(z.object({ ...visitedOutput, ...options.output })),
      total: z.number().describe('devices in all'),
      nextCursor: z.string().optional().describe('absent on the last page'),
    }),
    access: 'read',
    async run(given, call) {
      // Parsed by `input` before it comes here.
      const args = given as Args;
      const { shown, total, nextCursor } = pageOf(snmp.devices, args);
      let done = 0;
      const visited = await snmp.visits.all(shown, (reading) => options.read(reading, args, call), {
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

export function told(visited: Visited<unknown>) {
  const { device, status, problems, notGiven } = visited;
  return {
    device: device.name,
    status,
    ...(problems.length > 0 && { problems: [...problems] }),
    ...(notGiven.length > 0 && { notGiven: [...notGiven] }),
  };
}

/** @throws ToolFailure that names those there are */
export function deviceNamed(devices: readonly SnmpDevice[], name: string): SnmpDevice {
  const found = devices.find((device) => device.name === name);
  if (found !== undefined) return found;
  const names = devices.map((device) => device.name);
  const shown = names.slice(0, 8).join(', ');
  throw new ToolFailure(
    `There is no device "${name}" in the file of devices. There are: ${shown}${names.length > 8 ? `, and ${names.length - 8} more` : ''}.`,
  );
}

/** In the order of the file; a cursor names the device that the page before ended with. */
export function pageOf(
  devices: readonly SnmpDevice[],
  args: {
    readonly devices?: readonly string[] | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
) {
  const wanted =
    args.devices === undefined
      ? devices
      : [...new Set(args.devices)].map((name) => deviceNamed(devices, name));
  let start = 0;
  if (args.cursor !== undefined) {
    const after = args.cursor.startsWith('after:') ? args.cursor.slice('after:'.length) : undefined;
    const place = wanted.findIndex(({ name }) => name === after);
    if (place < 0)
      throw new ToolFailure(
        `cursor: expected the nextCursor of a page before, got "${args.cursor.slice(0, 60)}"`,
      );
    start = place + 1;
  }
  const shown = wanted.slice(start, start + args.limit);
  const last = shown.at(-1);
  return {
    shown,
    total: wanted.length,
    ...(last !== undefined && start + shown.length < wanted.length && { nextCursor: `after:${last.name}` }),
  };
}

import { z } from 'zod';
import { ToolFailure } from './tool-failure.ts';

export interface NamedDevice {
  readonly name: string;
}

/** Something that a device was asked for and did not give, or not all of. */
export interface Problem {
  readonly what: string;
  readonly reason: string;
}

/** What one device gave in one call. */
export interface Visited<T, D extends NamedDevice = NamedDevice> {
  readonly device: D;
  /** `partial`: something of it is missing and stands in `problems`; `failed`: it gave nothing. */
  readonly status: 'complete' | 'partial' | 'failed';
  readonly problems: readonly Problem[];
  readonly notGiven: readonly string[];
  /** Absent where it failed. */
  readonly value?: T;
}

export const deviceArgument = z
  .string()
  .min(1)
  .max(200)
  .describe('name of a device, as list_devices gives it');

/** Arguments of a tool that asks many devices the same. */
export const devicePageInput = z.object({
  devices: z.array(deviceArgument).max(1_000).optional().describe('left out: all of them, page by page'),
  cursor: z.string().max(300).optional().describe('nextCursor of the page before'),
  limit: z.int().min(1).max(200).default(25).describe('devices on one page'),
});

/** What every item of such an answer has; `notGiven` is worded by the protocol. */
export const visitedOutput = (notGiven: string) => ({
  device: z.string(),
  status: z
    .enum(['complete', 'partial', 'failed'])
    .describe('partial: what is given stands, and problems say what is missing; failed: nothing was given'),
  problems: z
    .array(z.object({ what: z.string(), reason: z.string() }))
    .describe('what the device was asked for and did not give, or not all of')
    .optional(),
  notGiven: z.array(z.string()).optional().describe(notGiven),
});

export function told({ device, status, problems, notGiven }: Visited<unknown>) {
  return {
    device: device.name,
    status,
    ...(problems.length > 0 && { problems: [...problems] }),
    ...(notGiven.length > 0 && { notGiven: [...notGiven] }),
  };
}

/** @throws ToolFailure that names those there are */
export function deviceNamed<D extends NamedDevice>(devices: readonly D[], name: string): D {
  const found = devices.find((device) => device.name === name);
  if (found !== undefined) return found;
  const names = devices.map((device) => device.name);
  const shown = names.slice(0, 8).join(', ');
  throw new ToolFailure(
    `There is no device "${name}" in the file of devices. There are: ${shown}${names.length > 8 ? `, and ${names.length - 8} more` : ''}.`,
  );
}

/** In the order of the file; a cursor names the device that the page before ended with. */
export function pageOf<D extends NamedDevice>(
  devices: readonly D[],
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

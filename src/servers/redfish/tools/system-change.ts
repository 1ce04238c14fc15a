import { z } from 'zod';
import { deviceArgument, deviceNamed } from '../../shared/device-pages.ts';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { RedfishFailure } from '../connection/redfish-failure.ts';
import type { Resource } from '../connection/resource.ts';
import type { RedfishDevice } from '../device.ts';
import { systemsOf } from '../read/systems.ts';
import type { Redfish } from '../redfish.ts';

export const systemTarget = {
  device: deviceArgument,
  system: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('id or path of the system; may be left out where the device has exactly one'),
};

/** @throws ToolFailure: this server may not change it */
export function writableDevice({ devices }: Redfish, name: string): RedfishDevice {
  const device = deviceNamed(devices, name);
  if (device.writeCredentials === undefined)
    throw new ToolFailure(
      `${device.name} has no "writeCredentials" in the file of devices: this server only reads it. Nothing was changed.`,
    );
  return device;
}

/**
 * The system as it is now.
 * @throws ToolFailure when it cannot be read, is not there, or is not the only one that may be meant
 */
export async function findSystem(
  redfish: Redfish,
  device: RedfishDevice,
  named: string | undefined,
  signal: AbortSignal,
): Promise<Resource> {
  const visited = await redfish.visits.one(device, systemsOf, { signal });
  const problem = visited.problems[0];
  if (visited.value === undefined || (problem !== undefined && visited.value.length === 0))
    throw new ToolFailure(`${device.name} cannot be read: ${problem?.reason ?? visited.status}.`);
  const found =
    named === undefined
      ? visited.value
      : visited.value.filter((one) => one.id === named || one.text('Id') === named);
  const [system] = found;
  // What could not be read may be another one that is meant.
  if (system !== undefined && found.length === 1 && (named !== undefined || problem === undefined))
    return system;
  const ids = visited.value.flatMap((one) => one.text('Id') ?? one.id ?? []).slice(0, 12);
  throw new ToolFailure(
    named === undefined
      ? `Expected the "system" of ${device.name} that is meant; it has: ${ids.join(', ') || 'none'}.`
      : `${device.name} has no system "${named}"; it has: ${ids.join(', ') || 'none'}.`,
  );
}

/**
 * Asks for a change with the account that may.
 * @returns why its answer was lost, when it may have been done all the same
 * @throws ToolFailure what was refused: nothing was changed
 */
export async function askForChange(
  redfish: Redfish,
  device: RedfishDevice,
  question: {
    readonly method: 'POST' | 'PATCH';
    readonly path: string;
    readonly body: unknown;
    readonly tagOf?: string;
  },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { tagOf, ...rest } = question;
  const asked = await redfish.visits.one(
    device,
    async ({ session, signal: limit }) => {
      const etag = tagOf === undefined ? undefined : (await session.get(tagOf, limit)).etag;
      try {
        // Nobody knows what became of a change that is broken off: only its own limit ends it.
        await session.change({ ...rest, etag, signal: new AbortController().signal });
        return undefined;
      } catch (error) {
        if (error instanceof RedfishFailure && error.kind === 'lost') return error.message;
        throw error;
      }
    },
    { signal, write: true },
  );
  if (asked.status === 'failed')
    throw new ToolFailure(
      `${device.name} did not take it: ${asked.problems.map(({ reason }) => reason).join('; ')}. Nothing was changed.`,
    );
  return asked.value;
}

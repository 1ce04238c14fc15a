import { readFileSync } from 'node:fs';
import { readArguments, wholeNumber } from '../shared/flags.ts';
import { StartFailure } from '../shared/tool-failure.ts';
import { parseDeviceFile } from './device-file.ts';
import type { RedfishDevice } from './device.ts';
import { redfishFlags } from './flags.ts';

export interface RedfishOptions {
  readonly devices: readonly RedfishDevice[];
  /** Devices asked at once. */
  readonly concurrency: number;
  /** Longest time for one device in one call. */
  readonly deviceLimitMs: number;
  readonly allowWrites: boolean;
}

/** @throws StartFailure that says which option, line or variable, what was expected and what came */
export function parseRedfishOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): RedfishOptions {
  const args = readArguments(redfishFlags, argv);
  const file = args.value('devices');
  if (file === undefined)
    throw new StartFailure('--devices: expected the path of a YAML file of BMCs, got nothing');
  const allowWrites = args.has('allow-writes');
  return {
    devices: parseDeviceFile(textOf(file), file, environment, { writes: allowWrites }),
    concurrency: wholeNumber('concurrency', args.value('concurrency') ?? '16', 1, 128),
    deviceLimitMs: wholeNumber('device-limit', args.value('device-limit') ?? '25', 1, 600) * 1_000,
    allowWrites,
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartFailure(
      `--devices: ${file} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

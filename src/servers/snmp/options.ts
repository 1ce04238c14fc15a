import { readFileSync } from 'node:fs';
import { readArguments, wholeNumber } from '../shared/flags.ts';
import { StartFailure } from '../shared/tool-failure.ts';
import { parseDeviceFile } from './device-file.ts';
import type { SnmpDevice } from './device.ts';
import { snmpFlags } from './flags.ts';

export interface SnmpOptions {
  readonly devices: readonly SnmpDevice[];
  /** Devices asked at once. */
  readonly concurrency: number;
  /** Longest time for one device in one call. */
  readonly deviceLimitMs: number;
  readonly allowWrites: boolean;
}

/** @throws StartFailure that says which option, line or variable, what was expected and what came */
export function parseSnmpOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SnmpOptions {
  const args = readArguments(snmpFlags, argv);
  const file = args.value('devices');
  if (file === undefined)
    throw new StartFailure('--devices: expected the path of a YAML file of devices, got nothing');
  const allowWrites = args.has('allow-writes');
  return {
    devices: parseDeviceFile(textOf(file), file, environment, { writes: allowWrites }),
    concurrency: wholeNumber('concurrency', args.value('concurrency') ?? '32', 1, 256),
    deviceLimitMs: wholeNumber('device-limit', args.value('device-limit') ?? '20', 1, 600) * 1_000,
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

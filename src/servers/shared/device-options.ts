import { readFileSync } from 'node:fs';
import { readArguments, wholeNumber, type ServerFlag } from './flags.ts';
import { StartFailure } from './tool-failure.ts';

/** What a server over many devices is started with. */
export interface DeviceOptions<Device> {
  readonly devices: readonly Device[];
  /** Devices asked at once. */
  readonly concurrency: number;
  /** Longest time for one device in one call. */
  readonly deviceLimitMs: number;
  readonly allowWrites: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How one kind of server differs from the others. */
export interface DeviceOptionsOf<Device> {
  readonly flags: readonly ServerFlag[];
  /** What stands in its file: `BMCs`. */
  readonly of: string;
  readonly concurrency: { readonly usual: number; readonly most: number };
  /** How long one device is waited for where nothing else is said. */
  readonly usualLimitSeconds: number;
  readonly parse: (
    text: string,
    file: string,
    environment: Environment,
    options: { readonly writes: boolean },
  ) => readonly Device[];
}

/** @throws StartFailure that says which option, line or variable, what was expected and what came */
export function readDeviceOptions<Device>(
  { flags, of, concurrency, usualLimitSeconds, parse }: DeviceOptionsOf<Device>,
  argv: readonly string[],
  environment: Environment,
): DeviceOptions<Device> {
  const args = readArguments(flags, argv);
  const file = args.value('devices');
  if (file === undefined)
    throw new StartFailure(`--devices: expected the path of a YAML file of ${of}, got nothing`);
  const allowWrites = args.has('allow-writes');
  const number = (name: string, usual: number, most: number) =>
    wholeNumber(name, args.value(name) ?? String(usual), 1, most);
  return {
    devices: parse(textOf(file), file, environment, { writes: allowWrites }),
    concurrency: number('concurrency', concurrency.usual, concurrency.most),
    deviceLimitMs: number('device-limit', usualLimitSeconds, 600) * 1_000,
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

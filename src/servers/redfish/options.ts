import { readDeviceOptions, type DeviceOptions } from '../shared/device-options.ts';
import { parseDeviceFile } from './device-file.ts';
import type { RedfishDevice } from './device.ts';
import { redfishFlags } from './flags.ts';

export type RedfishOptions = DeviceOptions<RedfishDevice>;

/** @throws StartFailure that says which option, line or variable, what was expected and what came */
export const parseRedfishOptions = (
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): RedfishOptions =>
  readDeviceOptions(
    {
      flags: redfishFlags,
      of: 'BMCs',
      concurrency: { usual: 16, most: 128 },
      usualLimitSeconds: 25,
      parse: parseDeviceFile,
    },
    argv,
    environment,
  );

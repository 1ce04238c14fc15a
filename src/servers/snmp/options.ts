import { readDeviceOptions, type DeviceOptions } from '../shared/device-options.ts';
import { parseDeviceFile } from './device-file.ts';
import type { SnmpDevice } from './device.ts';
import { snmpFlags } from './flags.ts';

export type SnmpOptions = DeviceOptions<SnmpDevice>;

/** @throws StartFailure that says which option, line or variable, what was expected and what came */
export const parseSnmpOptions = (
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SnmpOptions =>
  readDeviceOptions(
    {
      flags: snmpFlags,
      of: 'devices',
      concurrency: { usual: 32, most: 256 },
      usualLimitSeconds: 20,
      parse: parseDeviceFile,
    },
    argv,
    environment,
  );

import { runOverStdio } from '../shared/stdio-process.ts';
import { createRedfishServer, redfishServerName } from './create-redfish-server.ts';
import { parseRedfishOptions } from './options.ts';

/** Runs the server as this process until it is told to end. @returns the exit code */
export function runRedfishServer(argv: readonly string[]): Promise<number> {
  return runOverStdio(redfishServerName, () => {
    const options = parseRedfishOptions(argv, process.env);
    return Promise.resolve(
      createRedfishServer(options, (line) => process.stderr.write(`${redfishServerName}: ${line}\n`)),
    );
  });
}

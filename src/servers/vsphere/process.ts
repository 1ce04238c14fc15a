import { runOverStdio } from '../shared/stdio-process.ts';
import { createVsphereServer, vsphereServerName } from './create-vsphere-server.ts';
import { parseVsphereOptions } from './options.ts';

/** Runs the server as this process until it is told to end. @returns the exit code */
export function runVsphereServer(argv: readonly string[]): Promise<number> {
  return runOverStdio(vsphereServerName, () => {
    const options = parseVsphereOptions(argv, process.env);
    return Promise.resolve(
      createVsphereServer(options, (line) => process.stderr.write(`${vsphereServerName}: ${line}\n`)),
    );
  });
}

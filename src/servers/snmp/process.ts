import { runOverStdio } from '../shared/stdio-process.ts';
import { createSnmpServer, snmpServerName } from './create-snmp-server.ts';
import { parseSnmpOptions } from './options.ts';

/** Runs the server as this process until it is told to end. @returns the exit code */
export function runSnmpServer(argv: readonly string[]): Promise<number> {
  return runOverStdio(snmpServerName, () => {
    const options = parseSnmpOptions(argv, process.env);
    return Promise.resolve(
      createSnmpServer(options, (line) => process.stderr.write(`${snmpServerName}: ${line}\n`)),
    );
  });
}

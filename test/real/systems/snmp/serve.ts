import { resolve } from 'node:path';
import type { SnmpdNetwork } from '../../../support/snmpd.ts';

const program = resolve(import.meta.dirname, '../../../../bin/datacenter-docs.mjs');

/** How our server is started where it reaches every device of the network. */
export function serverOf({ reach, file }: SnmpdNetwork): {
  readonly command: string;
  readonly args: readonly string[];
} {
  const [command, ...before] = reach;
  return {
    command,
    args: [...before, process.execPath, program, 'mcp-server', 'snmp', '--devices', file, '--allow-writes'],
  };
}

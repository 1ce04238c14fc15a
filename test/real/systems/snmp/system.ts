import { missingForSnmpd, secrets, startSnmpdNetwork } from '../../../support/snmpd.ts';
import type { RealSystem } from '../../real-system.ts';
import { serverOf } from './serve.ts';
import { checks, trialsOf } from './trials.ts';
import { truthOf } from './truth.ts';

const silent = 'leaf-9';

/** Bridges and a router with net-snmp and lldpd, behind this project's own SNMP server. */
export const snmpSystem: RealSystem = {
  id: 'snmp',
  title: 'Network devices over SNMP v2c and v3',
  missing: () => Promise.resolve(missingForSnmpd()),
  async start({ folder, say }) {
    const network = await startSnmpdNetwork(folder, { silent });
    say(`${network.devices.map(({ name }) => name).join(', ')} answer, ${silent} does not`);
    return {
      version: `net-snmp ${network.version}`,
      sources: [
        {
          name: 'snmp',
          server: 'ours',
          adapters: ['snmp'],
          entry: {
            ...serverOf(network),
            env: Object.fromEntries(Object.keys(secrets).map((name) => [name, `\${env:REAL_${name}}`])),
          },
          secrets: Object.fromEntries(
            Object.entries(secrets).map(([name, value]) => [`REAL_${name}`, value]),
          ),
          truth: () => truthOf(network, silent),
          trials: trialsOf(network),
          checks,
          unseen: [
            new RegExp(`^(?:interface|ip-address) ${silent}: .*did not answer`),
            // What is of no device alone is whole only where every device was read.
            /^(?:vlan|prefix) : .*did not answer/,
          ],
        },
      ],
      [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
    };
  },
};

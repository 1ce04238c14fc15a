import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { Snmp } from '../snmp.ts';

export function listDevicesTool(snmp: Snmp): ServerTool {
  return defineTool({
    name: 'list_devices',
    title: 'List devices',
    description:
      'The devices that this server was given, as its file says it; none of them is asked. get_system tells which answer.',
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          device: z.string(),
          address: z.string(),
          port: z.number(),
          version: z.enum(['2c', '3']),
          security: z.enum(['community', 'authNoPriv', 'authPriv']),
          site: z.string().optional(),
          role: z.string().optional(),
          writable: z.boolean().describe('whether this server has credentials to change it'),
        }),
      ),
      total: z.number(),
    }),
    access: 'read',
    run: () =>
      Promise.resolve({
        items: snmp.devices.map(({ name, address, port, credentials, writeCredentials, site, role }) => ({
          device: name,
          address,
          port,
          version: credentials.version,
          security:
            credentials.version === '2c'
              ? ('community' as const)
              : credentials.privacy === undefined
                ? ('authNoPriv' as const)
                : ('authPriv' as const),
          site,
          role,
          writable: writeCredentials !== undefined,
        })),
        total: snmp.devices.length,
      }),
  });
}

import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { Redfish } from '../redfish.ts';

export function listDevicesTool({ devices }: Redfish): ServerTool {
  return defineTool({
    name: 'list_devices',
    title: 'List devices',
    description:
      'The BMCs and storage systems that this server was given, as its file says it; none of them is asked. get_service tells which answer.',
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          device: z.string(),
          address: z.string(),
          trust: z.enum(['system', 'authority', 'fingerprint']),
          site: z.string().optional(),
          rack: z.string().optional(),
          role: z.string().optional(),
          writable: z.boolean().describe('whether this server has credentials to change it'),
        }),
      ),
      total: z.number(),
    }),
    access: 'read',
    run: () =>
      Promise.resolve({
        items: devices.map(({ name, origin, trust, site, rack, role, writeCredentials }) => ({
          device: name,
          address: origin.host,
          trust: trust.kind,
          site,
          rack,
          role,
          writable: writeCredentials !== undefined,
        })),
        total: devices.length,
      }),
  });
}

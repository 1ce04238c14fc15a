import type { ServerTool } from '../../shared/tool.ts';
import type { Snmp } from '../snmp.ts';
import { listDevicesTool } from './list-devices.ts';
import { listInterfacesTool } from './list-interfaces.ts';
import { readTools } from './read-tools.ts';
import { setInterfaceTool } from './set-interface.ts';
import { walkTool } from './walk.ts';

export function snmpTools(snmp: Snmp): ServerTool[] {
  return [
    listDevicesTool(snmp),
    listInterfacesTool(snmp),
    ...readTools(snmp),
    walkTool(snmp),
    setInterfaceTool(snmp),
  ];
}

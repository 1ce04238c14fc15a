import type { ServerTool } from '../../shared/tool.ts';
import type { Redfish } from '../redfish.ts';
import { listDevicesTool } from './list-devices.ts';
import { readTools } from './read-tools.ts';
import { resetSystemTool } from './reset-system.ts';
import { setIndicatorTool } from './set-indicator.ts';

export function redfishTools(redfish: Redfish): ServerTool[] {
  return [
    listDevicesTool(redfish),
    ...readTools(redfish),
    resetSystemTool(redfish),
    setIndicatorTool(redfish),
  ];
}

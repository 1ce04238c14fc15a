import type { ServerTool } from '../../shared/tool.ts';
import type { Vsphere } from '../vsphere.ts';
import { aboutTools } from './about-tools.ts';
import { accessTools } from './access-tools.ts';
import { alarmTools } from './alarm-tools.ts';
import { datastoreTools } from './datastore-tools.ts';
import { eventTools } from './event-tools.ts';
import { hostTools } from './host-tools.ts';
import { inventoryTools } from './inventory-tools.ts';
import { licenseTools } from './license-tools.ts';
import { migrateTools } from './migrate-tools.ts';
import { performanceTools } from './performance-tools.ts';
import { powerTools } from './power-tools.ts';
import { reconfigureTools } from './reconfigure-tools.ts';
import { snapshotTools } from './snapshot-tools.ts';
import { switchTools } from './switch-tools.ts';
import { vmTools } from './vm-tools.ts';

/** Every tool, in the order in which clients see them. */
export function vsphereTools(vsphere: Vsphere): ServerTool[] {
  return [
    aboutTools,
    inventoryTools,
    hostTools,
    vmTools,
    datastoreTools,
    switchTools,
    licenseTools,
    accessTools,
    alarmTools,
    eventTools,
    performanceTools,
    powerTools,
    snapshotTools,
    migrateTools,
    reconfigureTools,
  ].flatMap((tools) => tools(vsphere));
}

import type { RealSystem } from '../real-system.ts';
import { cephSystem } from './ceph/system.ts';
import { hostsSystem } from './hosts/system.ts';
import { monitoringSystem } from './monitoring/system.ts';
import { kubernetesSystem } from './kubernetes/system.ts';
import { linuxStorageSystem } from './linux-storage/system.ts';
import { protocolSystem } from './protocol/system.ts';
import { redfishSystem } from './redfish/system.ts';
import { snmpSystem } from './snmp/system.ts';
import { vcenterSystem } from './vcenter/system.ts';

/** Every system there is; one folder and one line each. */
export const realSystems: readonly RealSystem[] = [
  protocolSystem,
  vcenterSystem,
  hostsSystem,
  kubernetesSystem,
  monitoringSystem,
  cephSystem,
  linuxStorageSystem,
  snmpSystem,
  redfishSystem,
];

import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { migrateOn } from './on-server.ts';

export const vsphere = migrateOn(vsphereVmServer);

import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { powerOffOn } from './on-server.ts';

export const vsphere = powerOffOn(vsphereVmServer);

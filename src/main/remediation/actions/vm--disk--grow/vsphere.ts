import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { growDiskOn } from './on-server.ts';

export const vsphere = growDiskOn(vsphereVmServer);

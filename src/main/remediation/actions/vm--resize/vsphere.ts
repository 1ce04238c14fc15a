import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { resizeOn } from './on-server.ts';

export const vsphere = resizeOn(vsphereVmServer);

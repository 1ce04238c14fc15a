import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { restartOn } from './on-server.ts';

export const vsphere = restartOn(vsphereVmServer);

import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { powerOnOn } from './on-server.ts';

export const vsphere = powerOnOn(vsphereVmServer);

import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { removeSnapshotOn } from './on-server.ts';

export const vsphere = removeSnapshotOn(vsphereVmServer);

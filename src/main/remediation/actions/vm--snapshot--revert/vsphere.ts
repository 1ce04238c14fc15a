import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { revertToSnapshotOn } from './on-server.ts';

export const vsphere = revertToSnapshotOn(vsphereVmServer);

import { vsphereVmServer } from '../shared/vsphere-vm.ts';
import { createSnapshotOn } from './on-server.ts';

export const vsphere = createSnapshotOn(vsphereVmServer);

import { labVmServer } from '../shared/lab-vm.ts';
import { removeSnapshotOn } from './on-server.ts';

export const labVmware = removeSnapshotOn(labVmServer);

import { labVmServer } from '../shared/lab-vm.ts';
import { revertToSnapshotOn } from './on-server.ts';

export const labVmware = revertToSnapshotOn(labVmServer);

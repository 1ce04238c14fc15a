import { labVmServer } from '../shared/lab-vm.ts';
import { createSnapshotOn } from './on-server.ts';

export const labVmware = createSnapshotOn(labVmServer);

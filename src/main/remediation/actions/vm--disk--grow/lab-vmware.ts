import { labVmServer } from '../shared/lab-vm.ts';
import { growDiskOn } from './on-server.ts';

export const labVmware = growDiskOn(labVmServer);

import { labVmServer } from '../shared/lab-vm.ts';
import { resizeOn } from './on-server.ts';

export const labVmware = resizeOn(labVmServer);

import { labVmServer } from '../shared/lab-vm.ts';
import { restartOn } from './on-server.ts';

export const labVmware = restartOn(labVmServer);

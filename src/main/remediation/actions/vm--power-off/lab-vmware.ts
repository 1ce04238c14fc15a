import { labVmServer } from '../shared/lab-vm.ts';
import { powerOffOn } from './on-server.ts';

export const labVmware = powerOffOn(labVmServer);

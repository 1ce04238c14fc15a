import { labVmServer } from '../shared/lab-vm.ts';
import { powerOnOn } from './on-server.ts';

export const labVmware = powerOnOn(labVmServer);

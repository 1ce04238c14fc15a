import { labVmServer } from '../shared/lab-vm.ts';
import { migrateOn } from './on-server.ts';

export const labVmware = migrateOn(labVmServer);

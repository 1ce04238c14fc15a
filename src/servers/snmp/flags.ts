import { allowWritesFlag, type ServerFlag } from '../shared/flags.ts';

export const snmpFlags: readonly ServerFlag[] = [
  { name: 'devices', value: 'FILE', says: 'YAML file of devices and of where their credentials are' },
  { name: 'concurrency', value: 'N', says: 'devices asked at once, 1 to 256 (default 32)' },
  {
    name: 'device-limit',
    value: 'SECONDS',
    says: 'longest time for one device in one call, 1 to 600 (default 20)',
  },
  allowWritesFlag,
];

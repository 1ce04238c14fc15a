import { allowWritesFlag, type ServerFlag } from '../shared/flags.ts';

export const redfishFlags: readonly ServerFlag[] = [
  { name: 'devices', value: 'FILE', says: 'YAML file of BMCs and of where their credentials are' },
  { name: 'concurrency', value: 'N', says: 'devices asked at once, 1 to 128 (default 16)' },
  {
    name: 'device-limit',
    value: 'SECONDS',
    says: 'longest time for one device in one call, 1 to 600 (default 25)',
  },
  allowWritesFlag,
];

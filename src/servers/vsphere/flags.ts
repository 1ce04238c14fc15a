import { allowWritesFlag, type ServerFlag } from '../shared/flags.ts';

/** What says whom to trust. */
export const trustFlags = { authority: '--ca-file', fingerprint: '--fingerprint' } as const;

export const vsphereFlags: readonly ServerFlag[] = [
  { name: 'url', value: 'ADDRESS', says: 'https address of a vCenter or an ESXi host' },
  {
    name: 'user-env',
    value: 'NAME',
    says: 'environment variable that holds the user name (default VSPHERE_USER)',
  },
  {
    name: 'password-env',
    value: 'NAME',
    says: 'environment variable that holds the password (default VSPHERE_PASSWORD)',
  },
  { name: 'ca-file', value: 'FILE', says: 'certificates (PEM) of the authority that signed its certificate' },
  {
    name: 'fingerprint',
    value: 'SHA256',
    says: 'accept exactly the certificate with this SHA-256 fingerprint, whoever signed it',
  },
  {
    name: 'concurrency',
    value: 'N',
    says: 'requests under way at once, 1 to 32 (default 6)',
  },
  { name: 'timeout', value: 'SECONDS', says: 'longest wait for one answer, 1 to 600 (default 60)' },
  allowWritesFlag,
];

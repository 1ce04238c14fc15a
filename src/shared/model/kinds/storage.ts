import { initiatorHost, lun, share } from './storage/access.ts';
import { pool, replication, storageSnapshot, volume } from './storage/space.ts';
import { array, controller, disk, shelf, storagePort } from './storage/system.ts';

/**
 * Storage systems as documented and watched. The partition of everything but the array itself is its array's name;
 * names that a record mentions (pool, volume, controller) are attributes of its own, so that a table depends on
 * nothing but the kind it lists.
 */
export const storageKinds = {
  array,
  controller,
  shelf,
  disk,
  pool,
  volume,
  lun,
  share,
  'initiator-host': initiatorHost,
  'storage-port': storagePort,
  'storage-snapshot': storageSnapshot,
  replication,
} as const;

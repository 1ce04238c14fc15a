import type { Clock } from '../../platform/clock.ts';
import type { StoreCollection, StoredRecord } from '../../store/store.ts';
import type { Claims } from './ports.ts';

/** Claims within one data directory: in the remediation itself, made once. */
export function createStoreClaims(
  store: Pick<StoreCollection<StoredRecord>, 'update'>,
  clock: Pick<Clock, 'now'>,
): Claims {
  return {
    async acquire(remediation, workstation) {
      const claimed = await store.update(remediation, (now) =>
        now['claim'] === undefined ? { ...now, claim: { workstation, at: clock.now() } } : undefined,
      );
      return claimed !== undefined;
    },
  };
}

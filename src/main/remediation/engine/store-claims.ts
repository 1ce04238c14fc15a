import type { Clock } from '../../platform/clock.ts';
import type { StoreCollection, StoredRecord } from '../../store/store.ts';
import type { ClaimGate } from './ports.ts';

/** Claims within one store: in the remediation itself, made once. */
export function createStoreClaims(
  store: Pick<StoreCollection<StoredRecord>, 'update'>,
  clock: Pick<Clock, 'now'>,
): ClaimGate {
  return {
    async acquire({ remediation, workstation, nonce, operator, breakGlass }) {
      const claim = {
        workstation,
        at: clock.now(),
        ...(nonce !== undefined && { nonce }),
        ...(operator !== undefined && { operator }),
        ...(breakGlass && { breakGlass: { ...breakGlass } }),
      };
      const claimed = await store.update(remediation, (now) =>
        now['claim'] === undefined ? { ...now, claim } : undefined,
      );
      return claimed !== undefined;
    },
    isMadeHere: async () => false,
  };
}

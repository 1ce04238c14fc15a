import {
  policyRecordSchemaVersion,
  storedSwitchSchema,
  type StoredSwitch,
} from '../../shared/model/policy-record.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';

/** In whose name stands what was done at a workstation by nobody whose account it has. */
export const byHand = 'whoever edited the file';

/** One throw of the kill switch, at whichever workstation. */
export interface Throw {
  /** Of this one throw. */
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}

/** Throws and releases of all workstations, as records that are only ever added. */
export interface SharedSwitch {
  /** Those that nobody released, oldest first. */
  unreleased(): Promise<readonly Throw[]>;
  isReleased(id: string): Promise<boolean>;
  /** Does nothing where it is known. */
  thrown(one: Throw): Promise<void>;
  release(
    id: string,
    by: { readonly by: string; readonly at: Instant; readonly reason: string },
  ): Promise<void>;
}

/**
 * @param account As whom this workstation writes to the shared server; undefined: nothing is shared. What others do here
 *   is written in nobody's name, with theirs in the reason: the server believes no account another name, and that
 *   everything stops must not fail by that.
 */
export function sharedSwitch(
  store: StoreCollection<StoredRecord>,
  account: () => string | undefined,
  random: Pick<Random, 'id'>,
  logger: Logger,
): SharedSwitch {
  async function records(): Promise<readonly StoredSwitch[]> {
    const all = await store.find({ selector: { sequence: 0 } });
    return all.flatMap((stored) => {
      const parsed = storedSwitchSchema.safeParse(stored);
      if (parsed.success) return [parsed.data];
      logger.error({ id: stored.id }, 'a record of the kill switch cannot be read, and is left out');
      return [];
    });
  }
  const own = (by: string) => {
    const name = account();
    return name === undefined || name === by || by === byHand;
  };
  const stored = (one: Throw, how: StoredSwitch['how'], id: string): StoredRecord => ({
    id,
    schemaVersion: policyRecordSchemaVersion,
    sequence: 0,
    version: one.id,
    at: one.at,
    by: (own(one.by) ? one.by : byHand).slice(0, 200),
    how,
    reason: (own(one.by) ? one.reason : `${one.by}: ${one.reason}`).slice(0, 1_000),
    text: '',
    diff: '',
  });
  const released = (all: readonly StoredSwitch[]) =>
    new Set(all.flatMap(({ how, version }) => (how === 'kill-switch-released' ? [version] : [])));

  return {
    async unreleased() {
      const all = await records();
      const over = released(all);
      return all
        .filter(({ how, version }) => how === 'kill-switch-thrown' && !over.has(version))
        .toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
        .map(({ version: id, by, at, reason }) => ({ id, by, at, reason }));
    },
    isReleased: async (id) => released(await records()).has(id),
    async thrown(one) {
      await store.insert(stored(one, 'kill-switch-thrown', `kill-switch-${one.id}`));
    },
    async release(id, by) {
      await store.put([
        stored({ ...by, id }, 'kill-switch-released', `kill-switch-${id}-released-${random.id(10)}`),
      ]);
    },
  };
}

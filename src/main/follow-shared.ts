import { inventoryCollections } from './inventory/follow-store.ts';
import type { App } from './app.ts';
import type { Logger } from './platform/logger.ts';
import type { Received, Sync } from './sync/sync.ts';

type Followers = Pick<
  App,
  'inventory' | 'documents' | 'tickets' | 'remediations' | 'feedback' | 'audit' | 'policies'
>;

/**
 * Everything that is kept in memory, or worked out from the store, follows what other workstations wrote. A collection
 * at a time and in the order in which it came; what fails with one batch keeps no other from being taken in.
 */
export function followShared(
  sync: Pick<Sync, 'onReceived' | 'beforePolicies'>,
  followers: Followers,
  logger: Logger,
): { readonly idle: () => Promise<void>; readonly close: () => void } {
  const tails = new Map<Received['collection'], Promise<void>>();
  const take = async ({ collection, ids }: Received): Promise<void> => {
    switch (collection) {
      case 'entities':
      case 'changes':
      case 'runs':
        return followers.inventory.storeChanged({ collection, ids });
      case 'documents':
        return followers.documents.storeChanged(ids);
      case 'document-versions':
        return followers.documents.versionsChanged();
      case 'tickets':
        return followers.tickets.storeChanged(ids);
      case 'remediations':
        return followers.remediations.storeChanged(ids);
      case 'feedback':
        return followers.feedback.storeChanged(ids);
      case 'audit':
        return followers.audit.storeChanged(ids);
      case 'policies':
        return followers.policies.storeChanged();
      case 'presence':
        // Followed by itself: it is judged by when it comes.
        return undefined;
      default:
        return collection satisfies never;
    }
  };
  const unjoin = sync.beforePolicies((site) => followers.policies.join(site));
  const stop = sync.onReceived((received) => {
    const { collection } = received;
    // The inventory puts its three in turn by itself, and tells of all that came together at once.
    const before = (inventoryCollections as readonly string[]).includes(collection)
      ? Promise.resolve()
      : (tails.get(collection) ?? Promise.resolve());
    const taken = before
      .then(() => take(received))
      .catch((error: unknown) =>
        logger.error({ err: error, collection }, 'what came from other workstations could not be taken in'),
      );
    tails.set(collection, both(tails.get(collection), taken));
  });
  return {
    async idle() {
      await Promise.all(tails.values());
    },
    close() {
      unjoin();
      stop();
    },
  };
}

async function both(one: Promise<void> | undefined, other: Promise<void>): Promise<void> {
  await one;
  await other;
}

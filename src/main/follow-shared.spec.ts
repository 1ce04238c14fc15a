import { expect, it } from 'vitest';
import { sharedCollections, type SharedCollection } from '../shared/model/sync.ts';
import { followShared } from './follow-shared.ts';
import { createListeners } from './platform/listeners.ts';
import { silentLogger } from './platform/logger.ts';
import type { Received } from './sync/sync.ts';

type Told = readonly [follower: string, ...given: unknown[]];

/** Followers that say what they were told, and replication that brings what the spec wants. */
function world(held: Partial<Record<SharedCollection, Promise<void>>> = {}) {
  const told: Told[] = [];
  const take =
    (name: SharedCollection | 'inventory') =>
    async (given: unknown): Promise<void> => {
      if (name !== 'inventory') await held[name];
      told.push([name, given]);
    };
  const received = createListeners<Received>(() => {});
  const followers = {
    inventory: { storeChanged: take('inventory') },
    documents: { storeChanged: take('documents'), versionsChanged: () => take('document-versions')('all') },
    tickets: { storeChanged: take('tickets') },
    remediations: { storeChanged: take('remediations') },
    feedback: { storeChanged: take('feedback') },
    audit: { storeChanged: take('audit') },
    policies: { storeChanged: () => take('policies')('all') },
  };
  const following = followShared(
    { onReceived: (listener) => received.add(listener), beforePolicies: () => () => {} },
    followers as never,
    silentLogger,
  );
  return {
    told,
    following,
    came: (collection: SharedCollection, ...ids: string[]) => received.emit({ collection, ids }),
  };
}

it('whoever keeps something of a collection is told what came, and presence follows by itself', async () => {
  const { told, following, came } = world();
  for (const collection of sharedCollections) came(collection, `${collection}-1`);
  await following.idle();
  expect(told.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
    ['audit', ['audit-1']],
    ['document-versions', 'all'],
    ['documents', ['documents-1']],
    ['feedback', ['feedback-1']],
    ['inventory', { collection: 'entities', ids: ['entities-1'] }],
    ['inventory', { collection: 'changes', ids: ['changes-1'] }],
    ['inventory', { collection: 'runs', ids: ['runs-1'] }],
    ['policies', 'all'],
    ['remediations', ['remediations-1']],
    ['tickets', ['tickets-1']],
  ]);
});

it('what comes of one collection is taken in as it came, and holds up no other', async () => {
  const slow = Promise.withResolvers<void>();
  const { told, following, came } = world({ tickets: slow.promise });
  came('tickets', 'T-1');
  came('tickets', 'T-2');
  came('feedback', 'f-1');
  await expect.poll(() => told).toEqual([['feedback', ['f-1']]]);
  slow.resolve();
  await following.idle();
  expect(told.slice(1)).toEqual([
    ['tickets', ['T-1']],
    ['tickets', ['T-2']],
  ]);
});

it('what cannot be taken in keeps nothing that comes after it from being taken in', async () => {
  const held: Partial<Record<SharedCollection, Promise<void>>> = {};
  const { told, following, came } = world(held);
  held.audit = Promise.reject(new TypeError('not what it should be'));
  came('audit', 'a-1');
  await following.idle();
  delete held.audit;
  came('audit', 'a-2');
  await following.idle();
  expect(told).toEqual([['audit', ['a-2']]]);
});

it('nothing is told any more once it is closed', async () => {
  const { told, following, came } = world();
  following.close();
  came('tickets', 'T-1');
  await following.idle();
  expect(told).toEqual([]);
});

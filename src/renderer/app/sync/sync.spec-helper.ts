import { sharedCollections } from '../../../shared/model/sync.ts';
import type { SyncStatus } from './use-sync.ts';

type Collection = SyncStatus['collections'][number];
const at = '2026-11-23T11:59:00.000Z' as NonNullable<Collection['settledAt']>;

/** A collection with nothing to do, where nothing else is said. */
export const exampleCollection = (name: Collection['name'], parts: Partial<Collection> = {}): Collection => ({
  name,
  databases: [`datacenter-docs-${name}`],
  pending: 0,
  behind: 0,
  merged: 0,
  parked: 0,
  settledAt: at,
  ...parts,
});

/** A workstation that shares everything, where nothing else is said. */
export const exampleStatus = (parts: Partial<SyncStatus> = {}): SyncStatus => ({
  state: 'running',
  text: 'Everything goes both ways.',
  url: 'https://couch.example.org:6984',
  user: 'alice',
  roles: ['approver'],
  workstation: 'noc-1-4f1c',
  serverVersion: '3.5.0',
  clockSkewMs: 120,
  since: at,
  collections: sharedCollections.map((name) => exampleCollection(name)),
  ...parts,
});

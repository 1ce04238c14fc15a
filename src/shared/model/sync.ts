import { z } from 'zod';

/** Collections that workstations share. Conversations with the assistant stay where they were held. */
export const sharedCollections = [
  'entities',
  'changes',
  'runs',
  'documents',
  'document-versions',
  'tickets',
  'remediations',
  'feedback',
  'audit',
  'policies',
  'presence',
] as const;
export const sharedCollectionSchema = z.enum(sharedCollections);
export type SharedCollection = z.output<typeof sharedCollectionSchema>;

/**
 * off: no server is set; connecting: not known yet; running: everything that there is goes both ways; unreachable:
 * nothing comes back; refused: it does not know this account, or gives it nothing; not-set-up: `init-db` was never run
 * there; outdated: it was set up by a newer version than this one; paused: somebody wants it so.
 */
export const syncStates = [
  'off',
  'connecting',
  'running',
  'unreachable',
  'refused',
  'not-set-up',
  'outdated',
  'paused',
] as const;
export const syncStateSchema = z.enum(syncStates);
export type SyncState = z.output<typeof syncStateSchema>;

import type { z } from 'zod';
import type { sync as contract } from '../../shared/contract/sync.ts';
import type { Role } from '../../shared/model/role.ts';
import type { SharedCollection, SyncState } from '../../shared/model/sync.ts';
import type { CouchClient } from './couch/couch-client.ts';
import type { CoordinationDatabase } from './layout.ts';
import type { SiteDocuments } from './site-documents.ts';

type Methods = (typeof contract)['methods'];
export type SyncStatus = z.output<Methods['status']['output']>;
export type Parked = z.output<Methods['parked']['output']>['items'][number];
export type SyncCheck = z.output<Methods['check']['output']>;
export type Connect = z.output<Methods['connect']['input']>;

/** Documents that came from the server and stand in the store now; removed ones among them. */
export interface Received {
  readonly collection: SharedCollection;
  readonly ids: readonly string[];
}

/** The server as an account of this workstation, for what is not replicated: claims and leases. */
export interface SharedServer {
  readonly client: CouchClient;
  /** Of that account: whose name claims carry. */
  readonly user: string;
  /** `/datacenter-docs-claims` */
  path(name: CoordinationDatabase): string;
}

/** State that workstations share, while there is a server; without one everything stays here. */
export interface Sync {
  readonly state: SyncState;
  /**
   * Set as long as a server is configured, whether or not it answers, and also while replication is paused: whoever
   * finds none works for itself alone, whoever finds one and cannot reach it must not act as if there were none.
   */
  readonly server: SharedServer | undefined;
  /** What the account is there, as the server told last, also before a restart; undefined where none is set, or it never told. */
  readonly accountRole: Role | undefined;
  status(): Promise<SyncStatus>;
  parked(): readonly Parked[];
  /** Newest batches of what others wrote; views that are kept in memory follow it. @returns what ends it */
  onReceived(listener: (received: Received) => void): () => void;
  /**
   * Policies are shared only once this is done with those that the site has: a workstation that joins has none of its
   * own any more. It is asked at each beginning. @returns what ends it
   */
  beforePolicies(join: (there: SiteDocuments) => Promise<void>): () => void;
  /** The state changed, or the server has become reachable or unreachable. @returns what ends it */
  onChanged(listener: (state: SyncState) => void): () => void;
  connect(input: Connect): Promise<{ readonly state: SyncState; readonly text: string }>;
  disconnect(): Promise<void>;
  /** @param by whose wish it is */
  pause(reason: string, by: string): Promise<void>;
  resume(): Promise<void>;
  /** @throws CouchError; DomainError sync-off */
  check(
    options: { readonly collection?: SharedCollection },
    onProgress: (progress: z.output<Methods['check']['progress']>) => void,
    signal: AbortSignal,
  ): Promise<SyncCheck>;
  repair(collection?: SharedCollection): Promise<readonly SharedCollection[]>;
  /** Begins where a server is set; a host calls it. */
  start(): Promise<void>;
  close(): Promise<void>;
}

import type { Settings } from '../shared/model/settings.ts';
import type { Assistant } from './assistant/assistant.ts';
import type { Audit } from './audit/audit.ts';
import type { Collection } from './collectors/collection.ts';
import type { CollectorDefinition } from './collectors/collector.ts';
import type { CollectReport, CollectRequest } from './collect-sources.ts';
import type { Documents } from './documents/documents.ts';
import type { Findings } from './findings/service.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { SavedViews } from './inventory/saved-views.ts';
import type { KnowledgeService } from './knowledge/service.ts';
import type { LiveSettings } from './live-settings.ts';
import type { LlmService } from './llm/service.ts';
import type { Mcp } from './mcp/open-mcp.ts';
import type { Notices } from './notices/notices.ts';
import type { PendingWork } from './notices/pending-work.ts';
import type { Operators } from './operators/operators.ts';
import type { Owner } from './owner.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import type { SecretStore } from './platform/secrets.ts';
import type { Presence } from './presence/create-presence.ts';
import type { Profiles } from './profiles/open-profiles.ts';
import type { RemediationAction } from './remediation/action.ts';
import type { Remediations } from './remediation/remediations.ts';
import type { Runbooks } from './remediation/runbooks/create-runbooks.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import type { TicketDesk } from './tickets/desk.ts';
import type { TicketResolution } from './tickets/resolve-ticket.ts';
import type { Topology } from './topology/topology.ts';
import type { Search } from './search/search.ts';
import type { Leading } from './open-leases.ts';
import type { Store } from './store/store.ts';
import type { Sync } from './sync/sync.ts';
import type { Trust } from './trust.ts';
import type { TicketWork } from './work-tickets.ts';

/** What the application needs of the world it runs in. Tests pass their own. */
export interface AppPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly secrets?: SecretStore;
  /** Another remediation catalogue than the application's own: that of a test. */
  readonly actions?: readonly RemediationAction[];
  /** Who runs it, and is admin; the user of this system without one. */
  readonly owner?: string;
  /** Where LLM_BASE_URL and its like stand; those of this process without one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface AppConfig {
  readonly dataDir: string;
  readonly settings: Settings;
  /** What this process is, for the one that finds the data directory in use: `worker`, `cli collect`, … */
  readonly what: string;
}

export interface App extends Pick<Trust, 'policies' | 'feedback' | 'reliability'> {
  readonly dataDir: string;
  /** What is in force now. */
  readonly settings: Settings;
  readonly liveSettings: LiveSettings;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly owner: Owner;
  /** Who may sign in here, beside whoever runs the process. */
  readonly operators: Operators;
  readonly store: Store;
  readonly mcp: Mcp;
  /** What is shared with other workstations; a host starts it. */
  readonly sync: Sync;
  /** What this workstation does for all of them; a host starts it. */
  readonly leading: Leading;
  /** Who is on shift; a host starts it. */
  readonly presence: Presence;
  readonly inventory: Inventory;
  /** Tables as somebody arranged them. */
  readonly views: SavedViews;
  readonly collection: Collection;
  readonly findings: Findings;
  readonly documents: Documents;
  readonly scheduler: Scheduler;
  readonly topology: Topology;
  /** Entities and documents by words. */
  readonly search: Search;
  /** Passages of documents, notes and imported folders. */
  readonly knowledge: KnowledgeService;
  /** The language model, or what says that there is none. */
  readonly llm: LlmService;
  readonly assistant: Assistant;
  /** Works out what a ticket comes from. */
  readonly ticketResolution: TicketResolution;
  /** Where tickets are kept and moved on. */
  readonly tickets: TicketDesk;
  /** What becomes of tickets by itself; a host starts it. */
  readonly ticketWork: TicketWork;
  /** How sites' own servers are read and acted on. */
  readonly profiles: Profiles;
  /** Every collector there is, with the adapters of profiles that are in force. */
  readonly collectors: readonly CollectorDefinition[];
  /** The remediation catalogue. */
  readonly actions: readonly RemediationAction[];
  /** The queue of remediations and their engine; a host starts it. */
  readonly remediations: Remediations;
  /** Several of them in order. */
  readonly runbooks: Runbooks;
  /** What people are told of who look elsewhere; a host starts it, and what is counted for badges. */
  readonly notices: Notices;
  readonly pendingWork: PendingWork;
  /** Collects sources, then judges findings. */
  collect(request: CollectRequest): Promise<CollectReport>;
  /** Has prose follow documents that were written, as a job: nobody waits for it. */
  writeProse(): Promise<void>;
  /** Says that a source's configuration is another; without a name, that any may be. */
  sourcesChanged(name?: string): void;
  /** A source came, went, or is in another state. @returns what ends the subscription */
  onSourcesChanged(listener: (names: readonly string[]) => void): () => void;
  /** Ends what runs, servers and store, in that order. */
  close(): Promise<void>;
}

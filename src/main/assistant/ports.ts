import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Llm } from '../llm/llm.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import type { Topology } from '../topology/topology.ts';

/** A tool of an MCP server that the site or a known adapter calls read-only. There are no others here. */
export interface SiteTool {
  readonly server: string;
  readonly name: string;
  readonly description: string;
  readonly inputSchema: unknown;
}

export interface SiteTools {
  /** Of servers that are accepted and connected. */
  list(): Promise<readonly SiteTool[]>;
  /** @throws DomainError, also when the tool is not read-only: that is judged again at the call */
  call(
    server: string,
    tool: string,
    args: Readonly<Record<string, unknown>>,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<{ readonly text: string; readonly isError: boolean }>;
}

/** What the inventory says about one sentence. */
export type Grounds =
  | { readonly is: 'supported' }
  | { readonly is: 'contradicted'; readonly reason: string }
  /** It says nothing that could be checked. */
  | { readonly is: 'not-judged' };

/** Works out what a problem comes from, as it is worked out for a ticket. Reads only. */
export type Diagnose = (
  problem: {
    readonly title: string;
    readonly body: string;
    readonly entities: readonly EntityId[];
    /** When the trouble was noticed. */
    readonly at: Instant;
  },
  options: {
    readonly signal: AbortSignal;
    /** false: by rules alone, also where a model is set. */
    readonly model: boolean;
    readonly progress: (step: string) => void;
  },
) => Promise<Diagnosis>;

export interface AssistantPorts {
  readonly conversations: StoreCollection<StoredRecord>;
  readonly tickets: StoreCollection<StoredRecord>;
  readonly inventory: Pick<Inventory, 'view' | 'get' | 'timeline' | 'changes' | 'list' | 'freshness'>;
  readonly topology: Pick<Topology, 'blastRadius'>;
  readonly knowledge: Knowledge;
  readonly llm: Pick<Llm, 'state' | 'contextTokens' | 'complete'>;
  readonly siteTools: SiteTools;
  readonly diagnose: Diagnose;
  /** What takes every secret out of a text: those that this application knows, and what looks like one. */
  readonly secretRemover: () => Promise<(text: string) => string>;
  readonly documentTitle: (id: string) => Promise<string | undefined>;
  /** Checks one sentence against the inventory; absent where nothing does. */
  readonly factCheck?: (sentence: string, view: InventoryView) => Grounds;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

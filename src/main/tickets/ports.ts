import type { SiteTools } from '../assistant/ports.ts';
import type { Grounds } from '../assistant/ports.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Llm } from '../llm/llm.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { RemediationAction } from '../remediation/action.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import type { Topology } from '../topology/topology.ts';
import type { Sample } from './metrics/question.ts';
import type { CausePattern } from './patterns/cause-pattern.ts';

export interface ResolutionPorts {
  readonly inventory: Pick<Inventory, 'view' | 'freshness'>;
  readonly topology: Pick<Topology, 'blastRadius'>;
  readonly knowledge: Pick<Knowledge, 'find' | 'entitiesIn'>;
  readonly tickets: Pick<StoreCollection<StoredRecord>, 'find'>;
  readonly llm: Pick<Llm, 'state' | 'contextTokens' | 'json'>;
  /** Tools that the site or a known adapter calls read-only; there are no others here. */
  readonly liveTools: LiveTools;
  /** Who keeps metrics; absent: nobody. */
  readonly metrics?: Metrics;
  readonly catalogue: readonly RemediationAction[];
  readonly patterns: readonly CausePattern[];
  readonly secretRemover: () => Promise<(text: string) => string>;
  readonly factCheck?: (sentence: string, view: InventoryView) => Grounds;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Values over time of things, at the moment at which they are asked for. */
export interface Metrics {
  /** The tool by which they are asked, as it stands in what is cited. */
  readonly tool: string;
  sources(): Promise<readonly string[]>;
  /** @throws DomainError when it cannot be asked, or does not understand the question */
  ask(
    source: string,
    query: string,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<{ readonly samples: readonly Sample[]; readonly text: string }>;
}

export interface LiveTools {
  /**
   * Read-only tools of an accepted server, which is connected for it where it is not.
   * @throws DomainError when it cannot be reached, or is not accepted
   */
  of(server: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
  readonly call: SiteTools['call'];
}

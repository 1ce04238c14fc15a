import type { Entity } from '../../shared/model/entity.ts';
import type { Facts, PlannedCall, Verdict } from '../../shared/model/plan.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { ToolResult } from '../mcp/session.ts';

/** What an adapter works on. `Parameters` are as the action's schema reads them. */
export interface AdapterSubject<Parameters> {
  readonly target: Entity;
  readonly parameters: Parameters;
  readonly view: InventoryView;
}

/** Read-only tools of the server that has the target; calling any other throws. */
export interface LiveReader {
  readonly source: string;
  /** @throws McpError as sessions do, also when the tool is none that is read-only */
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult>;
}

/** What the target is like now, read from the system itself and not from the inventory. */
export type LiveState =
  /** Also of what has gone, where its being gone is what is wanted. */
  { readonly is: 'there'; readonly facts: Facts } | { readonly is: 'gone'; readonly text: string };

export interface DraftPlan {
  readonly calls: readonly Omit<PlannedCall, 'source'>[];
  /** Facts that are expected to be different afterwards. */
  readonly after: Facts;
  /** In words; the same condition as `verify` looks at. */
  readonly verification: string;
}

/**
 * How one action is done on one kind of MCP server. Everything but `read` is a pure function: what is shown before is
 * what is done.
 */
export interface ActionAdapter<Parameters> {
  /** Id of the collector's adapter whose servers it fits: `lab-vmware`. */
  readonly server: string;
  /** Tools that it may call to change something, in the plan or in the rollback: nothing else is let through. */
  readonly writes: readonly string[];
  /**
   * An answer that says in words that the call failed, where the server does not say so by the protocol. What does
   * not say it has not worked for that: only reading back tells.
   */
  readonly saysFailed?: (tool: string, text: string) => boolean;
  /** @throws DomainError when the answer is not what the system says of a thing: nothing follows from that */
  read(subject: AdapterSubject<Parameters>, reader: LiveReader): Promise<LiveState>;
  /** What has to hold right before it runs, each with its numbers. */
  preChecks(subject: AdapterSubject<Parameters>, now: Facts): readonly { text: string; ok: boolean }[];
  plan(subject: AdapterSubject<Parameters>, now: Facts): DraftPlan;
  /**
   * Polled until it is met or failed, or the time is over. `before` is what was read right before the first call;
   * `earlier` what the polls since the newest call read, oldest first: some things have to hold more than once. A call
   * that is made only where the ones before it did not help asks the same condition.
   */
  verify(subject: AdapterSubject<Parameters>, before: Facts, now: Facts, earlier: readonly Facts[]): Verdict;
  readonly verifyWithinSeconds: number;
  readonly pollEverySeconds: number;
  readonly estimateSeconds: number;
  /** Calls that take it back; empty where nothing is left to take back. Absent: it cannot be taken back. */
  rollback?(
    subject: AdapterSubject<Parameters>,
    before: Facts,
    now: Facts,
  ): readonly Omit<PlannedCall, 'source'>[];
  /** Whether it is as before again. */
  verifyRollback?(subject: AdapterSubject<Parameters>, before: Facts, now: Facts): Verdict;
}

import type { Domain } from '../../shared/model/kind.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { ObservedRecord } from '../../shared/model/entity.ts';
import type { RejectedRecord } from '../../shared/model/run.ts';
import type { CallOptions, McpSession, ServerDescription } from '../mcp/session.ts';

/** Domain knowledge: which kinds there are, and which kinds of MCP server can be asked for them. */
export interface CollectorDefinition {
  readonly domain: Exclude<Domain, 'infrastructure'>;
  readonly title: string;
  readonly kinds: readonly EntityKind[];
  /** Tried in order; the first that matches a server is used. */
  readonly adapters: readonly Adapter[];
}

/** How one kind of MCP server answers: which tools, which shapes, which paging. Effects only through the session. */
export interface Adapter {
  /** Stable, e.g. `lab-vmware`, `netbox`, `kubernetes-bundle`. */
  readonly id: string;
  readonly title: string;
  /** Judged by tool names and server info alone; calls nothing. */
  matches(server: ServerDescription): boolean;
  /** The tools that this adapter calls and vouches for as read-only, whatever the server's annotations say. */
  readonly readOnlyTools: readonly string[];
  /**
   * Judges every read of such a server before it is sent, whoever asks: collection, live reads, diagnosis, the
   * assistant, an operator. For tools that are safe with some arguments only (`kubectl get` of anything but Secrets),
   * and for tools of which nothing may be read at all, also when the site calls them read-only.
   * @returns why it must not be sent; undefined for every tool that it does not know
   */
  readonly guard?: (tool: string, args: Readonly<Record<string, unknown>>) => string | undefined;
  /**
   * Servers that are guarded although they cannot be collected from: the same program with some of its tools switched
   * off, of which the site calls others read-only.
   */
  readonly guards?: (server: ServerDescription) => boolean;
  /**
   * Set for one that a profile makes, and not code: its id and a digest of the text. What was approved by one text is not
   * done by another.
   */
  readonly revision?: string;
  /** An async generator: a few events are asked for ahead, so that the next page is on its way while one is stored. */
  collect(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent>;
}

export interface CollectContext {
  readonly signal: AbortSignal;
  /** Options for every call: the run's signal and the source's timeout. */
  readonly call: CallOptions;
  /** ISO instant of the run's start; ages are computed from it. */
  readonly startedAt: string;
}

/**
 * What an adapter yields. Records of a kind may come in any number of batches; a scope is judged only after its
 * `complete`. A record that cannot even be shaped is a `reject`; one that does not fit its kind is rejected later.
 */
export type CollectEvent =
  | { readonly type: 'records'; readonly kind: EntityKind; readonly records: readonly ObservedRecord[] }
  | { readonly type: 'complete'; readonly kind: EntityKind; readonly partition?: string }
  | {
      readonly type: 'failed';
      readonly kind: EntityKind;
      readonly partition?: string;
      readonly reason: string;
    }
  | { readonly type: 'reject'; readonly reject: RejectedRecord }
  | { readonly type: 'unavailable'; readonly what: string; readonly reason: string }
  | { readonly type: 'progress'; readonly done: number; readonly total?: number; readonly message: string };

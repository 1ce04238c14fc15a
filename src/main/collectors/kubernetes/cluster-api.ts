/**
 * What collecting needs of whatever answers for Kubernetes: an MCP server of any make, behind one small interface.
 * Every method throws ApiRefusal for what the API server (or the MCP server) refuses, and other errors for a
 * connection that is gone.
 */
export interface ClusterApi {
  clusters(): Promise<readonly string[]>;
  /** Version, endpoint, certificates; see parseClusterInfo. */
  info(cluster: string): Promise<unknown>;
  /** What the cluster serves; undefined where that cannot be asked. */
  resources(cluster: string): Promise<readonly ServedResource[] | undefined>;
  /** Pages of raw objects. Without a namespace: of all namespaces. */
  list(request: ListRequest): AsyncIterable<readonly unknown[]>;
  /** A kubelet's /stats/summary. */
  nodeStats(cluster: string, node: string): Promise<unknown>;
  /** Where namespaces may not be listed: those that the account is meant for, as far as its configuration says. */
  ownNamespaces?(cluster: string): Promise<readonly string[]>;
}

export interface ListRequest {
  readonly cluster: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
}

export interface ServedResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/**
 * hidden: our account may not list it (RBAC). not-served: the cluster has no such API. not-recorded: whoever recorded
 * the cluster left it out. expired: the list's continue token is too old. failed: anything else.
 */
export type RefusalReason = 'hidden' | 'not-served' | 'not-recorded' | 'expired' | 'failed';

export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** What the server gave when it was asked for all namespaces and looked into one of its own choice only. */
export class PartialList extends ApiRefusal {
  readonly items: readonly unknown[];
  constructor(message: string, items: readonly unknown[]) {
    super('hidden', message);
    this.items = items;
  }
}

/** Judges an error text by the words that API servers and kubectl use. */
export function refusalOf(message: string): ApiRefusal {
  const text = message.trim().slice(0, 500) || 'the server refused without saying why';
  if (/forbidden|unauthorized|cannot list resource|not allowed to/i.test(text)) {
    return new ApiRefusal('hidden', text);
  }
  if (/holds no /i.test(text)) return new ApiRefusal('not-recorded', text);
  if (/could not find the requested resource|no matches for kind|doesn't have a resource type/i.test(text)) {
    return new ApiRefusal('not-served', text);
  }
  if (/continue parameter is too old|resource version is too old|\bexpired\b|\b410\b/i.test(text)) {
    return new ApiRefusal('expired', text);
  }
  return new ApiRefusal('failed', text);
}

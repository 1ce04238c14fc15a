/** A Kubernetes API object as the API server writes it. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    creationTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [member: string]: unknown;
  };
  [member: string]: unknown;
}

/** One kind of resource that a cluster serves, as its discovery tells it. */
export interface ApiResource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Plural, as in a path. */
  readonly name: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

export interface ListRequest {
  readonly cluster: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
}

/**
 * What stands behind the reading tools: a simulated cluster or a recorded one. Everything throws LabError in the
 * words of a real API server.
 */
export interface KubernetesBackend {
  clusters(): Record<string, unknown>[];
  /** Version, endpoint, control-plane certificates; whatever is known of the cluster as a whole. */
  info(cluster: string): Record<string, unknown>;
  resources(cluster: string): readonly ApiResource[];
  /** All objects of a kind in a stable order; `metadata` goes into the list's own metadata. */
  list(request: ListRequest): { items: readonly unknown[]; metadata: Record<string, unknown> };
  logs(request: {
    cluster: string;
    namespace: string;
    pod: string;
    container?: string;
    previous?: boolean;
  }): string;
  /** A kubelet's /stats/summary. */
  nodeStats(cluster: string, node: string): Record<string, unknown>;
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

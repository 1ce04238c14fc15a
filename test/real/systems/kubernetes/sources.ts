import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Cluster } from '../../../support/kubernetes-cluster.ts';

export const nativeServer = 'kubernetes-mcp-server 0.0.67';
export const kubectlServer = 'mcp-server-kubernetes 4.1.7';

interface Entry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export function nativeEntry(command: string, kubeconfig: string, more: readonly string[] = []): Entry {
  return { command, args: ['--kubeconfig', kubeconfig, ...more] };
}

export function kubectlEntry(
  command: string,
  cluster: Cluster,
  kubeconfig: string,
  more: Readonly<Record<string, string>> = {},
): Entry {
  return {
    command,
    args: [],
    env: {
      KUBECONFIG_PATH: kubeconfig,
      // kubectl keeps what it discovers there.
      HOME: dirname(cluster.programs),
      PATH: [cluster.programs, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
      ...more,
    },
  };
}

interface Kubeconfig {
  readonly clusters: readonly { readonly name: string }[];
  readonly users: readonly { readonly name: string }[];
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
}

const read = (path: string): Kubeconfig => JSON.parse(readFileSync(path, 'utf8')) as Kubeconfig;

function write(cluster: Cluster, name: string, content: Kubeconfig): string {
  const path = join(dirname(cluster.kubeconfig), `${name}.kubeconfig`);
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
  return path;
}

/** Contexts for the administrator and for somebody else, on the same cluster; the first is the current one. */
export function twoUsers(cluster: Cluster): string {
  const admin = read(cluster.kubeconfig);
  const viewer = read(cluster.kubeconfigOf('viewer', 'as-viewer'));
  return write(cluster, 'two-users', {
    ...admin,
    users: [...admin.users, ...viewer.users],
    contexts: [{ name: 'as-viewer', context: { cluster: cluster.name, user: 'viewer' } }, ...admin.contexts],
  });
}

/** A context for each of two clusters. */
export function twoClusters(cluster: Cluster, other: Cluster): string {
  const first = read(cluster.kubeconfig);
  const second = read(other.kubeconfig);
  const user = `${other.name}-admin`;
  return write(cluster, 'two-clusters', {
    ...first,
    clusters: [...first.clusters, ...second.clusters],
    users: [...first.users, ...second.users.map((one) => ({ ...one, name: user }))],
    contexts: [...first.contexts, { name: other.name, context: { cluster: other.name, user } }],
  });
}

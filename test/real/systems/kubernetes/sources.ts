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

/** A kubeconfig file with a context for the administrator and one for somebody else, on the same cluster. */
export function twoContexts(cluster: Cluster): string {
  const read = (path: string) =>
    JSON.parse(readFileSync(path, 'utf8')) as {
      clusters: { name: string }[];
      users: { name: string }[];
      contexts: { name: string; context: { cluster: string; user: string } }[];
    };
  const admin = read(cluster.kubeconfig);
  const viewer = read(cluster.kubeconfigOf('viewer', 'as-viewer'));
  const path = join(dirname(cluster.kubeconfig), 'two-contexts.kubeconfig');
  writeFileSync(
    path,
    JSON.stringify({
      ...admin,
      users: [...admin.users, ...viewer.users],
      contexts: [
        { name: 'as-viewer', context: { cluster: cluster.name, user: 'viewer' } },
        ...admin.contexts,
      ],
    }),
    { mode: 0o600 },
  );
  return path;
}

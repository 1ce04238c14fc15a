import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../../support/kubernetes-cluster.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/* What stands in the way of a remediation while it is tried, done with kubectl and not through MCP. */

/** A quota on the pods of one Deployment that lets in `more` than it asks for: none, or one less. */
export async function refusePods(
  cluster: Cluster,
  { app, namespace, more }: { readonly app: string; readonly namespace: string; readonly more: number },
): Promise<AsyncDisposable> {
  const replicas = Number(
    await cluster.kubectl('get', 'deploy', app, '-n', namespace, '-o', 'jsonpath={.spec.replicas}'),
  );
  await cluster.apply([
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'tight', namespace },
      spec: { hard: { pods: String(replicas + more) } },
    },
  ]);
  // Until it has counted, it stops everything.
  await cluster.until(
    'the quota has counted',
    async () =>
      (await cluster.kubectl(
        'get',
        'quota',
        'tight',
        '-n',
        namespace,
        '-o',
        'jsonpath={.status.used.pods}',
      )) === String(replicas),
  );
  return {
    async [Symbol.asyncDispose]() {
      await cluster.kubectl('delete', 'quota', 'tight', '-n', namespace);
      // Its controller tries again more and more seldom; a change of it is looked at at once.
      await cluster.kubectl(
        'annotate',
        `deployment/${app}`,
        '-n',
        namespace,
        `datacenter.test/nudged=${Date.now()}`,
        '--overwrite',
      );
      await cluster.until(
        `${app} is rolled out`,
        async () => {
          const { spec, status } = (await cluster.json('get', 'deploy', app, '-n', namespace)) as {
            spec: { replicas: number };
            status: { updatedReplicas?: number; readyReplicas?: number };
          };
          const pods = await cluster.kubectl('get', 'pods', '-n', namespace, '-o', 'name');
          return [
            status.updatedReplicas,
            status.readyReplicas,
            pods.split('\n').filter(Boolean).length,
          ].every((count) => count === spec.replicas);
        },
        180_000,
      );
    },
  };
}

/** Somebody who wants the node to take pods, and looks all the time. */
export function takeBackAtOnce(cluster: Cluster, node: string): Promise<AsyncDisposable> {
  return again(100, async () => {
    const is = await cluster.kubectl('get', 'node', node, '-o', 'jsonpath={.spec.unschedulable}');
    if (is === 'true') await cluster.kubectl('uncordon', node);
    return false;
  });
}

/**
 * A Deployment whose pods want a node each, and there is none for the last: its disruption budget lets none go while
 * that is so. From the cordon on it wants all of them, so that it never will.
 */
export async function holdFastOnceCordoned(
  cluster: Cluster,
  { node, app, namespace }: { readonly node: string; readonly app: string; readonly namespace: string },
): Promise<AsyncDisposable> {
  const of = (kind: string, path: string) =>
    cluster.kubectl('get', kind, app, '-n', namespace, '-o', `jsonpath={${path}}`);
  const allow = (maxUnavailable: number) =>
    cluster.kubectl(
      'patch',
      'pdb',
      app,
      '-n',
      namespace,
      '--type=merge',
      `--patch=${JSON.stringify({ spec: { maxUnavailable } })}`,
    );
  const before = await of('deploy', '.spec.replicas');
  const scale = (replicas: number) =>
    cluster.kubectl('scale', 'deploy', app, '-n', namespace, `--replicas=${replicas}`);
  await scale(Number(before) + 1);
  await cluster.until(
    'the budget lets none go',
    async () =>
      (await of('pdb', '.status.disruptionsAllowed')) === '0' &&
      (await of('pdb', '.status.expectedPods')) === String(Number(before) + 1),
  );
  const watch = await again(50, async () => {
    const is = await cluster.kubectl('get', 'node', node, '-o', 'jsonpath={.spec.unschedulable}');
    if (is !== 'true') return false;
    await allow(0);
    return true;
  });
  return {
    async [Symbol.asyncDispose]() {
      await watch[Symbol.asyncDispose]();
      await allow(1);
      await scale(Number(before));
    },
  };
}

/** Somebody who has labelled the Deployment through the same MCP server. */
export async function setByOthers(
  cluster: Cluster,
  name: string,
  namespace: string,
): Promise<AsyncDisposable> {
  using folder = temporaryFolder();
  const file = join(folder.path, 'labelled.json');
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels: { 'datacenter.test/shift': 'night' } },
    }),
  );
  await cluster.kubectl('apply', '--server-side', '--field-manager=kubernetes-mcp-server', '-f', file);
  return { [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** What a storage driver's resizer does: the volume and the claim have what the claim asks for. */
export function resize(cluster: Cluster, name: string, namespace: string): Promise<AsyncDisposable> {
  return again(500, async () => {
    const claim = (await cluster.json('get', 'pvc', name, '-n', namespace)) as {
      spec: { resources: { requests: { storage: string } } };
      status: { capacity: { storage: string } };
    };
    const { storage } = claim.spec.resources.requests;
    if (claim.status.capacity.storage === storage) return false;
    await cluster.kubectl(
      'patch',
      'pv',
      name,
      '--type=merge',
      `--patch=${JSON.stringify({ spec: { capacity: { storage } } })}`,
    );
    using folder = temporaryFolder();
    const file = join(folder.path, 'status.json');
    writeFileSync(file, JSON.stringify({ ...claim, status: { ...claim.status, capacity: { storage } } }));
    await cluster.kubectl(
      'replace',
      '--raw',
      `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}/status`,
      '-f',
      file,
    );
    return false;
  });
}

/** Does it every so often until it says that it is done, or is disposed of. */
async function again(everyMs: number, step: () => Promise<boolean>): Promise<AsyncDisposable> {
  const ends = new AbortController();
  const run = (async () => {
    while (!ends.signal.aborted) {
      if (await step()) return;
      await sleep(everyMs);
    }
  })();
  // Told when it is disposed of.
  run.catch(() => {});
  return {
    async [Symbol.asyncDispose]() {
      ends.abort();
      await run;
    },
  };
}

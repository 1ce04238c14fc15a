import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Cluster } from '../../../support/kubernetes-cluster.ts';

type Json = Record<string, unknown>;

const page = join(import.meta.dirname, '../../../../docs/kubernetes-servers.md');

/**
 * The account that the page for operators recommends, as it stands there, given to the user `guest`; the custom
 * resources of this cluster take the place of the page's example.
 * @returns a kubeconfig of it
 */
export async function grantDocumentedAccount(cluster: Cluster): Promise<string> {
  const manifest = /^```yaml\n(.*?)^```$/ms.exec(readFileSync(page, 'utf8'))?.[1];
  if (manifest === undefined) throw new Error(`expected a manifest in ${page}`);
  const objects = parseAllDocuments(manifest.replaceAll('cert-manager.io', 'example.org'));
  if (!Array.isArray(objects)) throw new Error(`expected several objects in ${page}`);
  await cluster.apply(
    objects.map((one): Json => {
      const object = one.toJS() as Json;
      return object['kind'] === 'ClusterRoleBinding'
        ? { ...object, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'guest' }] }
        : object;
    }),
  );
  return cluster.kubeconfigOf('guest');
}

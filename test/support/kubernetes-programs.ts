import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Where a build of Kubernetes is looked for, when DATACENTER_DOCS_KUBERNETES does not name one. */
const cached = '.cache/kubernetes';

export const kubernetesPrograms = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'kubemark',
] as const;

export function kubernetesFolder(): string {
  const named = process.env['DATACENTER_DOCS_KUBERNETES'];
  return resolve(named === undefined || named === '' ? cached : named);
}

/** Why no cluster can be brought up here, and how to get what is missing; undefined: one can. */
export function missingForKubernetes(): string | undefined {
  const folder = kubernetesFolder();
  const absent = kubernetesPrograms.filter((program) => !existsSync(join(folder, program)));
  if (absent.length > 0) {
    return `no ${absent.join(', ')} in ${cached} or DATACENTER_DOCS_KUBERNETES: build them once with scripts/build-real-kubernetes.sh (5 minutes)`;
  }
  const tools = ['etcd', 'openssl'].filter((name) => onPath(name) === undefined);
  if (tools.length === 0) return undefined;
  return `no ${tools.join(', ')} on the path (packages etcd-server, openssl)`;
}

export function onPath(name: string): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

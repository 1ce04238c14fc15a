import { z } from 'zod';
import type { ClusterIndex } from './cluster-index.ts';
import { mapped, type Mapped } from './mapping.ts';
import { compact, list, maybe, part, text, textList, time } from './raw.ts';

const infoSchema = part({
  version: z
    .union([
      z.string().min(1),
      z.object({ gitVersion: z.string().min(1) }).transform((version) => version.gitVersion),
    ])
    .optional()
    .catch(undefined),
  platform: text,
  endpoint: text,
  collectedBy: text,
  checks: list(z.object({ name: z.string(), severity: z.string(), title: text, detail: z.string() })),
  certificates: list(
    z.object({
      name: z.string().min(1),
      commonName: text,
      dnsNames: textList,
      issuer: text,
      notBefore: time,
      notAfter: time,
    }),
  ),
  versionInfo: maybe({ platform: text }),
});

export type ClusterInfo = z.output<typeof infoSchema>;

/** What a server says of a cluster as a whole; everything in it may be absent. */
export function parseClusterInfo(value: unknown): ClusterInfo {
  return infoSchema.parse(value);
}

export function mapCluster(index: ClusterIndex, info: ClusterInfo): Mapped {
  const system = index.find('', 'Namespace', undefined, 'kube-system');
  const nodes = index.of('', 'Node');
  const version = info.version ?? kubeletVersion(nodes[0]?.raw);
  return {
    kind: 'k8s-cluster',
    record: {
      nativeId: index.cluster,
      name: index.cluster,
      partition: index.cluster,
      attributes: compact({
        version,
        distribution: version === undefined ? undefined : distributionOf(version),
        platform: info.platform ?? info.versionInfo?.platform,
        endpoint: info.endpoint,
        uid: system?.metadata.uid,
        createdAt: system?.metadata.creationTimestamp,
        checks: info.checks.length === 0 ? undefined : info.checks.map((check) => compact(check)),
        collectedBy: info.collectedBy,
      }),
      unknown: compact({
        version: version === undefined ? 'the server does not tell the version' : undefined,
        endpoint: info.endpoint === undefined ? 'the server does not tell the address' : undefined,
        // Not an attribute: without pods nothing can be said of requests.
        pods: index.missing('', 'Pod'),
      }),
    },
  };
}

/** Certificates that the cluster itself lives by, where the server can read their dates. */
export function mapControlPlaneCertificates(index: ClusterIndex, info: ClusterInfo): Mapped[] {
  return info.certificates.map((certificate) => ({
    kind: 'certificate',
    record: {
      nativeId: `${index.cluster}/control-plane/${certificate.name}`.slice(0, 300),
      name: certificate.name.slice(0, 300),
      partition: index.cluster,
      attributes: compact({
        cluster: index.cluster,
        use: 'control-plane',
        commonName: certificate.commonName,
        dnsNames: certificate.dnsNames.length === 0 ? undefined : certificate.dnsNames,
        issuer: certificate.issuer,
        notBeforeAt: certificate.notBefore,
        expiresAt: certificate.notAfter,
      }),
      relations: [{ type: 'part-of', to: index.clusterId() }],
      unknown: certificate.notAfter ? {} : { expiresAt: 'the server does not tell the end date' },
    },
  }));
}

function distributionOf(version: string): string {
  const suffix = /[+-]([a-z][a-z0-9]*)/i.exec(version)?.[1]?.toLowerCase() ?? '';
  const known = ['k3s', 'rke2', 'eks', 'gke', 'aks', 'vmware', 'k0s', 'mirantis', 'rancher'];
  return known.find((name) => suffix.startsWith(name)) ?? 'Kubernetes';
}

function kubeletVersion(node: unknown): string | undefined {
  return part({ status: part({ nodeInfo: part({ kubeletVersion: text }) }) }).parse(node).status.nodeInfo
    .kubeletVersion;
}

const namespaceSchema = part({ status: part({ phase: text }) });
const ownerKey = /^(?:.*\/)?(?:owner|team)$/;

export function mapNamespaces(index: ClusterIndex): Mapped[] {
  return index.of('', 'Namespace').map((object) => {
    const { labels, annotations } = object.metadata;
    const owner = Object.entries({ ...annotations, ...labels }).find(([key]) => ownerKey.test(key))?.[1];
    return mapped(index, 'namespace', object, {
      attributes: {
        phase: namespaceSchema.parse(object.raw).status.phase,
        owner,
        podSecurity: labels['pod-security.kubernetes.io/enforce'],
      },
    });
  });
}

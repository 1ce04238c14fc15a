import { z } from 'zod';
import type { ApiObject, ClusterIndex } from './cluster-index.ts';
import { mapped, relation, type Mapped } from './mapping.ts';
import { controllerOf, definitionOf, entityOf, isCustom } from './ownership.ts';
import { anyMap, conditionList, conditionsOf, flag, list, part, text, textList, time } from './raw.ts';

const definitionSchema = part({
  spec: part({
    group: text,
    scope: text,
    names: part({ kind: text, plural: text }),
    /** apiextensions.k8s.io/v1beta1 */
    version: text,
    versions: list(z.object({ name: z.string(), served: flag, storage: flag, deprecated: flag })),
  }),
  status: part({ conditions: conditionList }),
});

export type Definition = z.output<typeof definitionSchema>['spec'];

export function parseDefinition(value: unknown): Definition {
  return definitionSchema.parse(value).spec;
}

export function mapDefinitions(index: ClusterIndex): Mapped[] {
  return index.of('apiextensions.k8s.io', 'CustomResourceDefinition').map((object) => {
    const { spec, status } = definitionSchema.parse(object.raw);
    const versions = spec.versions.map(({ name, served, storage, deprecated }) => {
      const marks = [served && 'served', storage && 'storage', deprecated && 'deprecated'].filter(
        (mark) => typeof mark === 'string',
      );
      return marks.length === 0 ? name : `${name} (${marks.join(', ')})`;
    });
    const established = status.conditions.find((condition) => condition.type === 'Established');
    return mapped(index, 'custom-resource-definition', object, {
      attributes: {
        group: spec.group,
        resourceKind: spec.names.kind,
        plural: spec.names.plural,
        scope: spec.scope,
        versions: versions.length > 0 ? versions : spec.version ? [spec.version] : [],
        established: established && established.status === 'True',
      },
    });
  });
}

const customSchema = part({ spec: anyMap, status: part({ conditions: conditionList }) });

export function mapCustomResources(index: ClusterIndex): Mapped[] {
  return index.objects.flatMap((object) => {
    if (!isCustom(index, object)) return [];
    const { spec, status } = customSchema.parse(object.raw);
    const definition = definitionOf(index, object);
    const owner = controllerOf(index, object);
    return [
      mapped(index, 'custom-resource', object, {
        attributes: {
          apiVersion: object.apiVersion,
          resourceKind: object.kind,
          specFields: Object.keys(spec).toSorted(),
          generation: object.metadata.generation,
          conditions: conditionsOf(status.conditions),
        },
        relations: [
          relation('instance-of', definition && index.id('custom-resource-definition', definition)),
          relation('owned-by', owner && entityOf(index, owner)),
        ],
      }),
    ];
  });
}

const certificateSchema = part({
  spec: part({
    commonName: text,
    dnsNames: textList,
    secretName: text,
    issuerRef: part({ kind: text, name: text }),
  }),
  status: part({ notBefore: time, notAfter: time, renewalTime: time, conditions: conditionList }),
});

/** cert-manager's certificates. */
export function mapManagedCertificates(index: ClusterIndex): Mapped[] {
  return index.of('cert-manager.io', 'Certificate').map((object) => {
    const { spec, status } = certificateSchema.parse(object.raw);
    const ready = status.conditions.find((condition) => condition.type === 'Ready');
    const issuer = spec.issuerRef.name && `${spec.issuerRef.kind ?? 'Issuer'}/${spec.issuerRef.name}`;
    return mapped(index, 'certificate', object, {
      attributes: {
        use: 'managed',
        commonName: spec.commonName ?? spec.dnsNames[0],
        dnsNames: spec.dnsNames.toSorted(),
        issuer,
        secret: spec.secretName,
        notBeforeAt: status.notBefore,
        expiresAt: status.notAfter,
        renewsAt: status.renewalTime,
        ready: ready && ready.status === 'True',
        reason: ready?.status === 'True' ? undefined : (ready?.message ?? ready?.reason),
      },
      relations: isCustom(index, object) ? [relation('owned-by', index.id('custom-resource', object))] : [],
      unknown: { expiresAt: status.notAfter ? undefined : 'not issued yet' },
    });
  });
}

/** What runs in clusters to make them work, recognised by the image that runs it. */
const wellKnown: readonly (readonly [pattern: RegExp, purpose: string])[] = [
  [/\/?(coredns|kube-dns)[:@]?/, 'DNS'],
  [/kube-proxy|cilium|calico|flannel|weave|antrea|ovn-kubernetes|multus/, 'network'],
  [/metrics-server|kube-state-metrics|prometheus|node-exporter|grafana|alertmanager|thanos/, 'monitoring'],
  [
    /ingress-nginx|nginx-ingress|traefik|haproxy-ingress|contour|envoy-gateway|klipper-lb|metallb/,
    'exposure',
  ],
  [/csi|provisioner|longhorn|rook|ceph|trident|snapshot-controller|storage-syncer/, 'storage'],
  [/cert-manager/, 'certificates'],
  [/etcd|kube-apiserver|kube-controller-manager|kube-scheduler|cloud-controller/, 'control plane'],
  [/fluent|loki|promtail|vector|filebeat|logstash/, 'logging'],
  [/argocd|flux|helm-controller|klipper-helm/, 'delivery'],
  [/gatekeeper|kyverno|falco|trivy/, 'policy'],
  [/velero/, 'backup'],
  [/cluster-autoscaler|keda|vertical-pod-autoscaler|descheduler/, 'scaling'],
  [/istio|linkerd/, 'service mesh'],
];

export function purposeOf(nameOrImage: string): string | undefined {
  const name = nameOrImage.split('/').slice(-2).join('/');
  return wellKnown.find(([pattern]) => pattern.test(name))?.[1];
}

const addonSpec = part({ spec: part({ chart: text, version: text, source: text }) });

/** Add-ons: well-known software by its image, k3s' own add-on objects, and Helm charts. */
export function mapAddons(
  index: ClusterIndex,
  workloads: readonly { object: ApiObject; images: readonly string[] }[],
): Mapped[] {
  const fromWorkloads = workloads.flatMap(({ object, images }) => {
    const image = images.find((name) => purposeOf(name));
    if (!image || object.kind === 'Job' || object.kind === 'CronJob') return [];
    return [
      mapped(index, 'addon', object, {
        attributes: {
          purpose: purposeOf(image),
          version: object.metadata.labels['app.kubernetes.io/version'] ?? tagOf(image),
          origin: 'workload',
          from: `${object.kind}/${object.metadata.name}`,
        },
        relations: [relation('owned-by', index.id('workload', object))],
      }),
    ];
  });
  const objects = [
    ...index.of('k3s.cattle.io', 'Addon').map((object) => [object, 'k3s-addon'] as const),
    ...index.of('helm.cattle.io', 'HelmChart').map((object) => [object, 'helm-chart'] as const),
  ];
  return [
    ...fromWorkloads,
    ...objects.map(([object, origin]) => {
      const { spec } = addonSpec.parse(object.raw);
      const version = spec.version ?? /-(\d[\w.+-]*?)\.tgz$/.exec(spec.chart ?? '')?.[1];
      return mapped(index, 'addon', object, {
        attributes: {
          purpose: purposeOf(object.metadata.name),
          version,
          origin,
          from: spec.chart ?? spec.source,
        },
        relations: isCustom(index, object) ? [relation('owned-by', index.id('custom-resource', object))] : [],
        unknown: { version: version ? undefined : 'the object names no version' },
      });
    }),
  ];
}

function tagOf(image: string): string | undefined {
  return /:([^:/@]+)(?:@|$)/.exec(image)?.[1];
}

import { z } from 'zod';
import type { ApiObject, ClusterIndex } from './cluster-index.ts';
import { mapped, relation, type Mapped } from './mapping.ts';
import { isWorkload, workloadOf } from './ownership.ts';
import { templateOf } from './map-workload.ts';
import {
  conditionList,
  flag,
  intOrString,
  list,
  maybe,
  part,
  text,
  textList,
  textMap,
  whole,
} from './raw.ts';
import { selectorText, selects } from './selector.ts';

const loadBalancer = part({
  ingress: list(z.object({ ip: text, hostname: text })),
});

const serviceSchema = part({
  spec: part({
    type: text,
    clusterIP: text,
    clusterIPs: textList,
    externalIPs: textList,
    externalName: text,
    sessionAffinity: text,
    selector: textMap,
    ports: list(
      z.object({ name: text, port: whole, targetPort: intOrString, nodePort: whole, protocol: text }),
    ),
  }),
  status: part({ loadBalancer }),
});

export function mapServices(index: ClusterIndex): Mapped[] {
  return index.of('', 'Service').map((object) => {
    const { spec, status } = serviceSchema.parse(object.raw);
    const { namespace } = object.metadata;
    const ips = spec.clusterIPs.length > 0 ? spec.clusterIPs : spec.clusterIP ? [spec.clusterIP] : [];
    const selector = { matchLabels: spec.selector, matchExpressions: [] };
    const selecting = Object.keys(spec.selector).length > 0;
    const backends = backendsOf(index, object, selecting ? spec.selector : undefined);
    return mapped(index, 'service', object, {
      attributes: {
        type: spec.type ?? 'ClusterIP',
        clusterIps: ips.filter((ip) => ip !== 'None'),
        externalIps: spec.externalIPs.length === 0 ? undefined : spec.externalIPs,
        loadBalancerAddresses:
          spec.type === 'LoadBalancer' ? addressesOf(status.loadBalancer.ingress) : undefined,
        externalName: spec.externalName,
        headless: ips.includes('None'),
        ports: spec.ports.flatMap(({ name, port, targetPort, nodePort, protocol }) =>
          port === undefined
            ? []
            : [
                {
                  ...(name ? { name } : {}),
                  port,
                  ...(targetPort ? { targetPort } : {}),
                  ...(nodePort ? { nodePort } : {}),
                  protocol: protocol ?? 'TCP',
                },
              ],
        ),
        selector: selecting ? selectorText(selector) : undefined,
        sessionAffinity: spec.sessionAffinity === 'None' ? undefined : spec.sessionAffinity,
        ...(typeof backends === 'string' ? {} : backends),
      },
      relations: selecting
        ? workloadsSelected(index, namespace, (labels) => selects(selector, labels)).map((workload) =>
            relation('selects', index.id('workload', workload)),
          )
        : [],
      unknown: { backendsReady: typeof backends === 'string' ? backends : undefined },
    });
  });
}

/** Workloads whose pods carry labels that `meets` accepts, judged by their templates. */
export function workloadsSelected(
  index: ClusterIndex,
  namespace: string | undefined,
  meets: (labels: Readonly<Record<string, string>>) => boolean,
): ApiObject[] {
  const found = new Set<ApiObject>();
  for (const object of workloadsIn(index, namespace ?? '')) {
    if (meets(templateOf(object).labels)) found.add(workloadOf(index, object) ?? object);
  }
  return [...found].filter((object) => object.kind !== 'Job' || !workloadOf(index, object));
}

function workloadsIn(index: ClusterIndex, namespace: string): ApiObject[] {
  const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] as const;
  return [
    ...kinds.flatMap((kind) => index.of('apps', kind, namespace)),
    ...index.of('', 'ReplicationController', namespace),
  ].filter((object) => isWorkload(object) && !workloadOf(index, object));
}

const sliceSchema = part({
  endpoints: list(
    z.object({
      addresses: textList,
      conditions: part({ ready: flag }),
      targetRef: maybe({ uid: text, name: text }),
    }),
  ),
});
const podReadySchema = part({ status: part({ phase: text, conditions: conditionList }) });

/** How many backends a service has, from its endpoint slices or from the pods it selects; or why that is unknown. */
function backendsOf(
  index: ClusterIndex,
  service: ApiObject,
  selector: Readonly<Record<string, string>> | undefined,
): { backends: number; backendsReady: number; backendsFrom: 'endpoints' | 'pods' } | string {
  const { namespace = '', name } = service.metadata;
  if (index.missing('discovery.k8s.io', 'EndpointSlice', namespace) === undefined) {
    const slices = index
      .of('discovery.k8s.io', 'EndpointSlice', namespace)
      .filter((slice) => slice.metadata.labels['kubernetes.io/service-name'] === name);
    // A dual-stack service has a slice for each family: the same backend counts once.
    const ready = new Map<string, boolean>();
    for (const slice of slices) {
      for (const endpoint of sliceSchema.parse(slice.raw).endpoints) {
        const key = endpoint.targetRef?.uid ?? endpoint.targetRef?.name ?? endpoint.addresses.join(',');
        ready.set(key, (ready.get(key) ?? false) || endpoint.conditions.ready !== false);
      }
    }
    if (slices.length > 0 || selector) {
      return {
        backends: ready.size,
        backendsReady: [...ready.values()].filter(Boolean).length,
        backendsFrom: 'endpoints',
      };
    }
  }
  if (!selector) return 'the service selects no pods: its endpoints are kept by something else';
  const missingPods = index.missing('', 'Pod', namespace);
  if (missingPods) return missingPods;
  const pods = index
    .of('', 'Pod', namespace)
    .filter((pod) => selects({ matchLabels: { ...selector }, matchExpressions: [] }, pod.metadata.labels))
    .map((pod) => podReadySchema.parse(pod.raw).status)
    .filter((status) => status.phase !== 'Succeeded' && status.phase !== 'Failed');
  return {
    backends: pods.length,
    backendsReady: pods.filter((status) =>
      status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    ).length,
    backendsFrom: 'pods',
  };
}

/** networking.k8s.io/v1, and the flat fields of v1beta1 and extensions/v1beta1. */
const backendSchema = maybe({
  service: maybe({ name: text, port: part({ number: whole, name: text }) }),
  serviceName: text,
  servicePort: intOrString,
});
const ingressSchema = part({
  spec: part({
    ingressClassName: text,
    defaultBackend: backendSchema,
    backend: backendSchema,
    rules: list(
      z.object({
        host: text,
        http: part({
          paths: list(z.object({ path: text, pathType: text, backend: backendSchema })),
        }),
      }),
    ),
    tls: list(z.object({ hosts: textList, secretName: text })),
  }),
  status: part({ loadBalancer }),
});

export function mapIngresses(index: ClusterIndex): Mapped[] {
  return index.of('networking.k8s.io', 'Ingress').map((object) => {
    const { spec, status } = ingressSchema.parse(object.raw);
    const fallback = target(spec.defaultBackend ?? spec.backend);
    const rules = spec.rules.flatMap(({ host, http }) =>
      (http.paths.length > 0
        ? http.paths
        : [{ path: undefined, pathType: undefined, backend: undefined }]
      ).map((path) => ({
        ...(host ? { host } : {}),
        ...(path.path ? { path: path.path } : {}),
        ...(path.pathType ? { pathType: path.pathType } : {}),
        ...target(path.backend),
      })),
    );
    const services = [...rules.map((rule) => rule.service), fallback.service].flatMap((name) => name ?? []);
    return mapped(index, 'ingress', object, {
      attributes: {
        class: spec.ingressClassName ?? object.metadata.annotations['kubernetes.io/ingress.class'],
        rules,
        defaultBackend: fallback.service && `${fallback.service}${fallback.port ? `:${fallback.port}` : ''}`,
        tls: spec.tls.map(({ hosts, secretName }) => ({
          hosts,
          ...(secretName ? { secret: secretName } : {}),
        })),
        addresses: addressesOf(status.loadBalancer.ingress),
      },
      relations: services.map((name) => {
        const found = index.find('', 'Service', object.metadata.namespace, name);
        return relation('routes-to', found && index.id('service', found));
      }),
    });
  });
}

function target(backend: z.output<typeof backendSchema>): { service?: string; port?: string } {
  const service = backend?.service?.name ?? backend?.serviceName;
  const port =
    backend?.service?.port.number?.toString() ?? backend?.service?.port.name ?? backend?.servicePort;
  return { ...(service ? { service } : {}), ...(port ? { port } : {}) };
}

function addressesOf(
  entries: readonly { ip?: string | undefined; hostname?: string | undefined }[],
): string[] {
  return [...new Set(entries.flatMap(({ ip, hostname }) => ip ?? hostname ?? []))].toSorted();
}

import type { ContainerSpec, PodMaker, PodTemplate } from './kinds.ts';
import type { Application, NamespacePlan } from './applications.ts';
import type { KubeObject } from './api.ts';
import { iso, put, type Cluster } from './cluster.ts';
import { createVolume } from './volumes.ts';

/** Makes all objects of one application; its pods come from the controllers. */
export function buildApplication(cluster: Cluster, plan: NamespacePlan, app: Application): void {
  const namespace = plan.name;
  const labels = {
    app: app.name,
    'app.kubernetes.io/name': app.name,
    'app.kubernetes.io/version': versionOf(app.image),
    ...(plan.team ? { team: plan.team } : {}),
  };
  const metadata = { name: app.name, namespace, labels, generation: 1 };
  const template = templateOf(app, labels);
  put(cluster, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: app.name, namespace, labels },
  });
  if (app.kind === 'CronJob') {
    put(cluster, {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule: app.schedule ?? '0 * * * *',
        suspend: false,
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: { template } },
      },
      status: {},
    });
    return;
  }
  put(cluster, makerOf(app, metadata, template));
  if (app.storage) createClaims(cluster, namespace, app);
  if (app.port !== undefined) createService(cluster, namespace, app, labels);
  if (app.budget !== undefined) {
    put(cluster, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: app.name, namespace, labels },
      spec: { minAvailable: app.budget, selector: { matchLabels: { app: app.name } } },
      status: {},
    });
  }
  if (app.autoscale) createAutoscaler(cluster, namespace, app, labels, app.autoscale);
}

function makerOf(app: Application, metadata: KubeObject['metadata'], template: PodTemplate): PodMaker {
  const base = {
    apiVersion: 'apps/v1',
    kind: app.kind,
    metadata,
    status: {},
  };
  const selector = { matchLabels: { app: app.name } };
  switch (app.kind) {
    case 'Deployment':
      return {
        ...base,
        spec: {
          replicas: app.replicas ?? 1,
          selector,
          template,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
        },
      };
    case 'StatefulSet':
      return {
        ...base,
        spec: {
          replicas: app.replicas ?? 1,
          selector,
          serviceName: app.name,
          template,
          updateStrategy: { type: 'RollingUpdate' },
          ...(app.storage
            ? {
                volumeClaimTemplates: [
                  {
                    metadata: { name: 'data' },
                    spec: {
                      accessModes: ['ReadWriteOnce'],
                      storageClassName: 'san-gold',
                      resources: { requests: { storage: app.storage[0] } },
                    },
                  },
                ],
              }
            : {}),
        },
      };
    case 'DaemonSet':
      return { ...base, spec: { selector, template, updateStrategy: { type: 'RollingUpdate' } } };
    case 'CronJob':
      throw new RangeError('a cron job makes jobs, not pods');
    default:
      return app.kind satisfies never;
  }
}

function templateOf(app: Application, labels: Record<string, string>): PodTemplate {
  const probe = { httpGet: { path: '/healthz', port: app.port ?? 8080 }, periodSeconds: 10 };
  const probes = app.kind === 'CronJob' ? 'none' : (app.probes ?? 'all');
  const container: ContainerSpec = {
    name: app.name,
    image: app.image,
    resources: resourcesOf(app),
    ...(app.port === undefined
      ? {}
      : { ports: [{ name: 'main', containerPort: app.port, protocol: 'TCP' as const }] }),
    ...(probes === 'all' ? { livenessProbe: probe } : {}),
    ...(probes === 'none' ? {} : { readinessProbe: probe }),
    ...(app.privileged ? { securityContext: { privileged: true } } : {}),
    ...(app.storage ? { volumeMounts: [{ name: 'data', mountPath: app.storage[1] }] } : {}),
  };
  return {
    metadata: { labels },
    spec: {
      serviceAccountName: app.name,
      restartPolicy: app.kind === 'CronJob' ? 'OnFailure' : 'Always',
      containers: [container],
      ...(app.hostNetwork ? { hostNetwork: true } : {}),
      ...(app.kind === 'DaemonSet' ? { tolerations: [{ operator: 'Exists' }] } : {}),
    },
  };
}

function resourcesOf(app: Application): ContainerSpec['resources'] {
  if (!app.resources) return {};
  const [cpu, memory, cpuLimit, memoryLimit] = app.resources;
  const limits = {
    ...(cpuLimit === undefined ? {} : { cpu: cpuLimit }),
    ...(memoryLimit === undefined ? {} : { memory: memoryLimit }),
  };
  return { requests: { cpu, memory }, ...(Object.keys(limits).length === 0 ? {} : { limits }) };
}

function createClaims(cluster: Cluster, namespace: string, app: Application): void {
  for (let ordinal = 0; ordinal < (app.replicas ?? 1); ordinal++) {
    createVolume(cluster, {
      namespace,
      claim: `data-${app.name}-${ordinal}`,
      size: app.storage?.[0] ?? '1Gi',
      labels: { app: app.name },
    });
  }
}

function createService(
  cluster: Cluster,
  namespace: string,
  app: Application,
  labels: Record<string, string>,
): void {
  const headless = app.serviceType === 'Headless';
  const exposed = app.serviceType === 'LoadBalancer';
  put(cluster, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: app.name, namespace, labels },
    spec: {
      type: exposed ? 'LoadBalancer' : 'ClusterIP',
      clusterIP: headless ? 'None' : `10.96.${cluster.random.int(0, 255)}.${cluster.random.int(2, 254)}`,
      selector: { app: app.name },
      sessionAffinity: 'None',
      ports: [
        {
          name: 'main',
          port: app.port,
          targetPort: 'main',
          protocol: 'TCP',
          ...(exposed ? { nodePort: cluster.random.int(30_000, 32_767) } : {}),
        },
      ],
    },
    status: { loadBalancer: exposed ? { ingress: [{ ip: externalAddress(cluster) }] } : {} },
  });
}

function createAutoscaler(
  cluster: Cluster,
  namespace: string,
  app: Application,
  labels: Record<string, string>,
  [min, max, cpuPercent]: NonNullable<Application['autoscale']>,
): void {
  put(cluster, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: app.name, namespace, labels },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: app.kind, name: app.name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } },
        },
      ],
    },
    status: {},
  });
}

/** One ingress per namespace and host name, with the paths of its applications. */
export function buildIngresses(
  cluster: Cluster,
  plan: NamespacePlan,
  /** When a host's certificate ends, ms. */
  certificateEnd: () => number,
): void {
  const hosts = new Map<string, Application[]>();
  for (const app of plan.applications) {
    if (app.host) hosts.set(app.host, [...(hosts.get(app.host) ?? []), app]);
  }
  for (const [host, apps] of hosts) {
    const fqdn = `${host}${/-(.+)$/.exec(plan.name)?.[0] ?? ''}.${cluster.name}.lab.example`;
    put(cluster, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: host, namespace: plan.name, labels: plan.team ? { team: plan.team } : {} },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: [fqdn], secretName: `${host}-tls` }],
        rules: [
          {
            host: fqdn,
            http: {
              paths: apps.flatMap((app) =>
                (app.paths ?? ['/']).map((path) => ({
                  path,
                  pathType: 'Prefix',
                  backend: { service: { name: app.name, port: { number: app.port } } },
                })),
              ),
            },
          },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: externalAddress(cluster) }] } },
    });
    createCertificate(cluster, plan.name, host, fqdn, certificateEnd());
  }
}

const dayMs = 86_400_000;

/** A certificate of ninety days that cert-manager renews a month before its end. */
function createCertificate(
  cluster: Cluster,
  namespace: string,
  name: string,
  fqdn: string,
  end: number,
): void {
  const issuedAt = iso(end - 90 * dayMs);
  put(cluster, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace, generation: 1 },
    spec: {
      secretName: `${name}-tls`,
      commonName: fqdn,
      dnsNames: [fqdn],
      issuerRef: { kind: 'ClusterIssuer', name: 'lab-ca' },
    },
    status: {
      notBefore: issuedAt,
      notAfter: iso(end),
      renewalTime: iso(end - 30 * dayMs),
      conditions: [{ type: 'Ready', status: 'True', reason: 'Ready', lastTransitionTime: issuedAt }],
    },
  });
}

/** Addresses of the load balancer lie in the network of the web tier. */
function externalAddress(cluster: Cluster): string {
  return `10.100.${cluster.name.codePointAt(cluster.name.length - 1) ?? 0}.10`;
}

function versionOf(image: string): string {
  return /:([^:/]+)$/.exec(image)?.[1] ?? 'latest';
}

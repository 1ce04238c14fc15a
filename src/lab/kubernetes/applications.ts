import type { ContainerSpec } from './kinds.ts';

/** One application as a team would describe it; build-application.ts makes its objects. */
export interface Application {
  readonly name: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob';
  readonly image: string;
  readonly replicas?: number;
  /** CPU and memory: requests, then limits. */
  readonly resources?: readonly [cpu: string, memory: string, cpuLimit?: string, memoryLimit?: string];
  readonly port?: number;
  readonly probes?: 'all' | 'readiness' | 'none';
  readonly serviceType?: 'ClusterIP' | 'LoadBalancer' | 'Headless';
  readonly host?: string;
  readonly paths?: readonly string[];
  readonly storage?: readonly [size: string, mount: string];
  /** minAvailable of a disruption budget. */
  readonly budget?: number;
  readonly autoscale?: readonly [min: number, max: number, cpuPercent: number];
  readonly schedule?: string;
  readonly hostNetwork?: boolean;
  readonly privileged?: boolean;
  readonly sidecar?: Pick<ContainerSpec, 'name' | 'image'>;
}

export interface NamespacePlan {
  readonly name: string;
  readonly team?: string;
  readonly podSecurity?: 'privileged' | 'baseline' | 'restricted';
  readonly quota?: Readonly<Record<string, string>>;
  readonly policies?: boolean;
  readonly applications: readonly Application[];
}

const registry = 'registry.lab.example';

/** What the platform team runs on every cluster. */
export const platform: readonly NamespacePlan[] = [
  {
    name: 'kube-system',
    podSecurity: 'privileged',
    applications: [
      {
        name: 'coredns',
        kind: 'Deployment',
        image: 'registry.k8s.io/coredns/coredns:v1.12.1',
        replicas: 2,
        resources: ['100m', '70Mi', '500m', '170Mi'],
        port: 53,
        budget: 1,
      },
      {
        name: 'metrics-server',
        kind: 'Deployment',
        image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
        replicas: 2,
        resources: ['100m', '200Mi'],
        port: 10250,
      },
      {
        name: 'kube-proxy',
        kind: 'DaemonSet',
        image: 'registry.k8s.io/kube-proxy:v1.34.2',
        resources: ['50m', '64Mi'],
        hostNetwork: true,
        privileged: true,
      },
      {
        name: 'calico-node',
        kind: 'DaemonSet',
        image: 'docker.io/calico/node:v3.30.3',
        resources: ['250m', '128Mi'],
        hostNetwork: true,
        privileged: true,
      },
      {
        name: 'vsphere-csi-node',
        kind: 'DaemonSet',
        image: 'registry.k8s.io/csi-vsphere/driver:v3.5.0',
        resources: ['50m', '64Mi'],
        hostNetwork: true,
        privileged: true,
      },
      {
        name: 'vsphere-csi-controller',
        kind: 'Deployment',
        image: 'registry.k8s.io/csi-vsphere/driver:v3.5.0',
        replicas: 2,
        resources: ['100m', '128Mi'],
      },
    ],
  },
  {
    name: 'ingress-nginx',
    team: 'platform',
    podSecurity: 'baseline',
    applications: [
      {
        name: 'ingress-nginx-controller',
        kind: 'Deployment',
        image: 'registry.k8s.io/ingress-nginx/controller:v1.13.3',
        replicas: 2,
        resources: ['200m', '256Mi', '1', '512Mi'],
        port: 443,
        serviceType: 'LoadBalancer',
        budget: 1,
      },
    ],
  },
  {
    name: 'cert-manager',
    team: 'platform',
    podSecurity: 'restricted',
    applications: [
      {
        name: 'cert-manager',
        kind: 'Deployment',
        image: 'quay.io/jetstack/cert-manager-controller:v1.19.1',
        replicas: 2,
        resources: ['50m', '128Mi', '500m', '256Mi'],
        port: 9402,
      },
      {
        name: 'cert-manager-webhook',
        kind: 'Deployment',
        image: 'quay.io/jetstack/cert-manager-webhook:v1.19.1',
        replicas: 2,
        resources: ['20m', '64Mi', '200m', '128Mi'],
        port: 10250,
      },
    ],
  },
  {
    name: 'monitoring',
    team: 'platform',
    podSecurity: 'privileged',
    applications: [
      {
        name: 'prometheus',
        kind: 'StatefulSet',
        image: 'quay.io/prometheus/prometheus:v3.7.1',
        replicas: 2,
        resources: ['500m', '2Gi', '2', '4Gi'],
        port: 9090,
        serviceType: 'Headless',
        storage: ['50Gi', '/prometheus'],
        budget: 1,
      },
      {
        name: 'alertmanager',
        kind: 'StatefulSet',
        image: 'quay.io/prometheus/alertmanager:v0.28.1',
        replicas: 2,
        resources: ['50m', '128Mi'],
        port: 9093,
        serviceType: 'Headless',
        storage: ['5Gi', '/alertmanager'],
      },
      {
        name: 'grafana',
        kind: 'Deployment',
        image: 'docker.io/grafana/grafana:12.2.1',
        replicas: 1,
        resources: ['100m', '256Mi', '500m', '512Mi'],
        port: 3000,
        host: 'grafana',
      },
      {
        name: 'kube-state-metrics',
        kind: 'Deployment',
        image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.17.0',
        replicas: 2,
        resources: ['50m', '128Mi'],
        port: 8080,
      },
      {
        name: 'node-exporter',
        kind: 'DaemonSet',
        image: 'quay.io/prometheus/node-exporter:v1.9.1',
        resources: ['50m', '32Mi'],
        port: 9100,
        hostNetwork: true,
      },
    ],
  },
];

/** What teams run; a larger cluster runs it several times over, for stages and regions. */
export const teams: readonly NamespacePlan[] = [
  {
    name: 'shop',
    team: 'commerce',
    podSecurity: 'restricted',
    quota: { 'requests.cpu': '8', 'requests.memory': '16Gi', pods: '40', 'requests.storage': '200Gi' },
    policies: true,
    applications: [
      {
        name: 'storefront',
        kind: 'Deployment',
        image: `${registry}/shop/storefront:7.14.0`,
        replicas: 3,
        resources: ['150m', '256Mi', '1', '512Mi'],
        port: 8080,
        host: 'shop',
        paths: ['/'],
        budget: 2,
        autoscale: [3, 8, 70],
      },
      {
        name: 'checkout',
        kind: 'Deployment',
        image: `${registry}/shop/checkout:4.7.2`,
        replicas: 3,
        resources: ['150m', '256Mi', '1', '512Mi'],
        port: 8080,
        host: 'shop',
        paths: ['/checkout'],
        budget: 2,
      },
      {
        name: 'catalog',
        kind: 'Deployment',
        image: `${registry}/shop/catalog:2.31.1`,
        replicas: 2,
        resources: ['100m', '256Mi', '500m', '512Mi'],
        port: 8080,
        budget: 1,
      },
      {
        name: 'cart-redis',
        kind: 'StatefulSet',
        image: 'docker.io/library/redis:8.2.2',
        replicas: 2,
        resources: ['100m', '256Mi', '500m', '512Mi'],
        port: 6379,
        serviceType: 'Headless',
        storage: ['8Gi', '/data'],
      },
      {
        name: 'catalog-import',
        kind: 'CronJob',
        image: `${registry}/shop/catalog-import:1.9.0`,
        resources: ['100m', '128Mi', '500m', '256Mi'],
        schedule: '*/30 * * * *',
      },
    ],
  },
  {
    name: 'payments',
    team: 'payments',
    podSecurity: 'restricted',
    quota: { 'requests.cpu': '6', 'requests.memory': '12Gi', pods: '30', 'requests.storage': '200Gi' },
    policies: true,
    applications: [
      {
        name: 'gateway',
        kind: 'Deployment',
        image: `${registry}/payments/gateway:3.4.9`,
        replicas: 3,
        resources: ['200m', '384Mi', '1', '768Mi'],
        port: 8443,
        host: 'pay',
        paths: ['/'],
        budget: 2,
      },
      {
        name: 'ledger',
        kind: 'Deployment',
        image: `${registry}/payments/ledger:1.22.0`,
        replicas: 2,
        resources: ['100m', '256Mi', '500m', '512Mi'],
        port: 8080,
        budget: 1,
      },
      {
        name: 'ledger-postgres',
        kind: 'StatefulSet',
        image: 'docker.io/library/postgres:17.6',
        replicas: 2,
        resources: ['250m', '1Gi', '1', '2Gi'],
        port: 5432,
        serviceType: 'Headless',
        storage: ['40Gi', '/var/lib/postgresql/data'],
        budget: 1,
      },
      {
        name: 'reconcile',
        kind: 'CronJob',
        image: `${registry}/payments/reconcile:1.3.0`,
        resources: ['100m', '128Mi', '500m', '256Mi'],
        schedule: '15 * * * *',
      },
    ],
  },
  {
    name: 'analytics',
    team: 'data',
    podSecurity: 'baseline',
    // Close to the number of pods that it runs: the quota is one of the estate's few findings.
    quota: { 'requests.cpu': '8', 'requests.memory': '24Gi', pods: '11' },
    policies: false,
    applications: [
      {
        name: 'ingest',
        kind: 'Deployment',
        image: `${registry}/analytics/ingest:5.2.0`,
        replicas: 2,
        resources: ['100m', '256Mi', '500m', '512Mi'],
        port: 8080,
        budget: 1,
      },
      {
        name: 'worker',
        kind: 'Deployment',
        image: `${registry}/analytics/worker:5.2.0`,
        replicas: 4,
        resources: ['250m', '512Mi', '1', '1Gi'],
        probes: 'readiness',
        autoscale: [2, 6, 75],
      },
      {
        name: 'clickhouse',
        kind: 'StatefulSet',
        image: 'docker.io/clickhouse/clickhouse-server:25.8',
        replicas: 2,
        resources: ['500m', '2Gi', '2', '4Gi'],
        port: 9000,
        serviceType: 'Headless',
        storage: ['80Gi', '/var/lib/clickhouse'],
      },
      {
        name: 'legacy-importer',
        kind: 'Deployment',
        image: `${registry}/analytics/importer:latest`,
        replicas: 1,
        probes: 'none',
      },
      {
        name: 'nightly-report',
        kind: 'CronJob',
        image: `${registry}/analytics/report:2.0.4`,
        resources: ['100m', '256Mi'],
        schedule: '30 2 * * *',
      },
    ],
  },
];

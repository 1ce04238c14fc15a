type Json = Record<string, unknown>;

/** How much of what comes in numbers. */
export interface EstateSize {
  /** More than a page of an API server (500), small ones, in two namespaces. */
  readonly gadgets: number;
  /** Together more than the buffer that mcp-server-kubernetes holds by default (1 MiB), in one namespace. */
  readonly archives: number;
  readonly archiveBytes: number;
}

export const realEstate: EstateSize = { gadgets: 620, archives: 90, archiveBytes: 14_000 };
export const recordedEstate: EstateSize = { gadgets: 2, archives: 1, archiveBytes: 10 };

function object(apiVersion: string, kind: string, name: string, parts: Json = {}): Json {
  const { namespace, labels, annotations, ...rest } = parts;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    ...rest,
  };
}

const image = (name: string, tag: string) => `registry.example.org/${name}:${tag}`;

function container(name: string, imageName: string, more: Json = {}): Json {
  return {
    name,
    image: imageName,
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
    ...more,
  };
}

const template = (app: string, spec: Json): Json => ({ metadata: { labels: { app } }, spec });

/** What has to be there before anything else. */
export function namespaces(): Json[] {
  return ['shop', 'payments', 'logistics', 'archive', 'monitoring', 'staging'].map((name) =>
    object('v1', 'Namespace', name, { labels: { 'example.org/owner': `team-${name}` } }),
  );
}

export function definitions(): Json[] {
  const definition = (kind: string, plural: string, scope: string) =>
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${plural}.example.org`, {
      spec: {
        group: 'example.org',
        scope,
        names: { kind, plural, singular: kind.toLowerCase() },
        versions: [
          { name: 'v1alpha1', served: true, storage: false, schema: anySchema },
          { name: 'v1', served: true, storage: true, schema: anySchema },
        ],
      },
    });
  return [
    definition('Gadget', 'gadgets', 'Namespaced'),
    // Its plural is none that could be guessed.
    definition('Archive', 'archiva', 'Namespaced'),
    definition('Region', 'regions', 'Cluster'),
  ];
}

const anySchema = {
  openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
};

export function estate(size: EstateSize): Json[] {
  return [
    ...workloads(),
    ...failing(),
    ...exposure(),
    ...storage(),
    ...policies(),
    ...access(),
    ...secrets(),
    ...customObjects(size),
  ];
}

function workloads(): Json[] {
  return [
    object('apps/v1', 'Deployment', 'web', {
      namespace: 'shop',
      labels: { app: 'web' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: template('web', {
          containers: [
            container('web', image('shop/web', '2.14.1'), { ports: [{ containerPort: 8080, name: 'http' }] }),
            container('proxy', image('proxy', '1.9')),
          ],
        }),
      },
    }),
    object('apps/v1', 'Deployment', 'checkout', {
      namespace: 'shop',
      spec: {
        replicas: 2,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: { app: 'checkout' } },
        template: template('checkout', {
          containers: [container('checkout', image('shop/checkout', '5.0.0'))],
        }),
      },
    }),
    object('apps/v1', 'Deployment', 'api', {
      namespace: 'payments',
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'api' } },
        template: template('api', { containers: [container('api', image('payments/api', '1.3.7'))] }),
      },
    }),
    object('apps/v1', 'StatefulSet', 'ledger', {
      namespace: 'payments',
      spec: {
        replicas: 2,
        serviceName: 'ledger',
        selector: { matchLabels: { app: 'ledger' } },
        template: template('ledger', {
          containers: [
            container('ledger', image('payments/ledger', '11.2'), {
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            }),
          ],
        }),
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'fast',
              resources: { requests: { storage: '5Gi' } },
            },
          },
        ],
      },
    }),
    object('apps/v1', 'DaemonSet', 'node-agent', {
      namespace: 'monitoring',
      spec: {
        selector: { matchLabels: { app: 'node-agent' } },
        template: template('node-agent', { containers: [container('agent', image('node-agent', '0.9.4'))] }),
      },
    }),
    object('batch/v1', 'Job', 'import', {
      namespace: 'logistics',
      spec: {
        template: {
          spec: { restartPolicy: 'Never', containers: [container('import', image('logistics/import', '7'))] },
        },
      },
    }),
    object('batch/v1beta1', 'CronJob', 'nightly', {
      namespace: 'logistics',
      spec: {
        schedule: '0 3 1 1 *',
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [container('report', image('logistics/report', '4'))],
              },
            },
          },
        },
      },
    }),
    object('batch/v1beta1', 'CronJob', 'cleanup', {
      namespace: 'logistics',
      spec: {
        schedule: '*/10 * * * *',
        suspend: true,
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [container('clean', image('logistics/clean', '1'))],
              },
            },
          },
        },
      },
    }),
    object('v1', 'Pod', 'debug', {
      namespace: 'staging',
      spec: { containers: [container('shell', image('shell', 'latest'))] },
    }),
    object('apps/v1', 'ReplicaSet', 'legacy', {
      namespace: 'staging',
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'legacy' } },
        template: template('legacy', { containers: [container('legacy', image('legacy', '0.1'))] }),
      },
    }),
    object('v1', 'ReplicationController', 'ancient', {
      namespace: 'staging',
      spec: {
        replicas: 1,
        selector: { app: 'ancient' },
        template: template('ancient', { containers: [container('ancient', image('ancient', '0.0.1'))] }),
      },
    }),
  ];
}

/** What does not come up, and why: no node, an image that is no name or may not be pulled, no claim, a start without end. */
function failing(): Json[] {
  const broken = (name: string, spec: Json) =>
    object('apps/v1', 'Deployment', name, {
      namespace: 'staging',
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: name } },
        template: template(name, spec),
      },
    });
  return [
    broken('no-node', {
      nodeSelector: { disk: 'nvme' },
      containers: [container('no-node', image('no-node', '1'))],
    }),
    broken('never-started', {
      initContainers: [container('migrate', image('migrate', '1'))],
      containers: [container('never-started', image('never-started', '1'))],
    }),
    broken('bad-name', { containers: [container('bad-name', 'Registry/Not A Name')] }),
    broken('never-pulled', {
      containers: [container('never-pulled', image('absent', '1'), { imagePullPolicy: 'Never' })],
    }),
    broken('no-claim', {
      containers: [
        container('no-claim', image('no-claim', '1'), {
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        }),
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'waiting' } }],
    }),
  ];
}

function exposure(): Json[] {
  const service = (name: string, namespace: string, spec: Json) =>
    object('v1', 'Service', name, { namespace, spec });
  return [
    service('web', 'shop', {
      selector: { app: 'web' },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    }),
    service('checkout', 'shop', {
      type: 'NodePort',
      selector: { app: 'checkout' },
      ports: [{ port: 8080, nodePort: 30080 }],
    }),
    service('api', 'payments', {
      type: 'LoadBalancer',
      selector: { app: 'api' },
      ports: [{ port: 443, targetPort: 8443 }],
    }),
    service('ledger', 'payments', {
      clusterIP: 'None',
      selector: { app: 'ledger' },
      ports: [{ port: 5432 }],
    }),
    service('bank', 'payments', { type: 'ExternalName', externalName: 'bank.example.net' }),
    object('networking.k8s.io/v1', 'IngressClass', 'public', { spec: { controller: 'example.org/ingress' } }),
    object('networking.k8s.io/v1', 'Ingress', 'web', {
      namespace: 'shop',
      spec: {
        ingressClassName: 'public',
        tls: [{ hosts: ['shop.example.org'], secretName: 'shop-tls' }],
        rules: [
          {
            host: 'shop.example.org',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'web', port: { name: 'http' } } },
                },
              ],
            },
          },
        ],
      },
    }),
    object('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', {
      namespace: 'payments',
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    }),
    object('networking.k8s.io/v1', 'NetworkPolicy', 'from-shop', {
      namespace: 'payments',
      spec: {
        podSelector: { matchLabels: { app: 'api' } },
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { 'example.org/owner': 'team-shop' } } }],
            ports: [{ port: 8443 }],
          },
        ],
      },
    }),
  ];
}

function storage(): Json[] {
  const volume = (name: string, size: string, storageClassName: string) =>
    object('v1', 'PersistentVolume', name, {
      spec: {
        capacity: { storage: size },
        accessModes: ['ReadWriteOnce'],
        storageClassName,
        persistentVolumeReclaimPolicy: 'Retain',
        hostPath: { path: `/srv/volumes/${name}` },
      },
    });
  return [
    object('storage.k8s.io/v1', 'StorageClass', 'fast', {
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      provisioner: 'kubernetes.io/no-provisioner',
      allowVolumeExpansion: true,
    }),
    object('storage.k8s.io/v1', 'StorageClass', 'slow', {
      provisioner: 'example.org/slow',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
      parameters: { tier: 'archive' },
    }),
    volume('volume-a', '5Gi', 'fast'),
    volume('volume-b', '5Gi', 'fast'),
    volume('volume-spare', '50Gi', 'spare'),
    object('v1', 'PersistentVolumeClaim', 'waiting', {
      namespace: 'staging',
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'slow',
        resources: { requests: { storage: '1Gi' } },
      },
    }),
  ];
}

function policies(): Json[] {
  return [
    object('autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'checkout', {
      namespace: 'shop',
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'checkout' },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 75 } },
          },
        ],
      },
    }),
    object('policy/v1beta1', 'PodDisruptionBudget', 'web', {
      namespace: 'shop',
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
    }),
    object('policy/v1beta1', 'PodDisruptionBudget', 'ledger', {
      namespace: 'payments',
      spec: { maxUnavailable: '34%', selector: { matchLabels: { app: 'ledger' } } },
    }),
    object('v1', 'ResourceQuota', 'team', {
      namespace: 'logistics',
      spec: { hard: { 'requests.cpu': '8', 'requests.memory': '16Gi', pods: '40' } },
    }),
    object('v1', 'LimitRange', 'defaults', {
      namespace: 'logistics',
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m', memory: '256Mi' },
            defaultRequest: { cpu: '50m', memory: '64Mi' },
          },
        ],
      },
    }),
  ];
}

const rbac = 'rbac.authorization.k8s.io/v1';
const everyone = (kind: string, name: string) => [{ apiGroup: 'rbac.authorization.k8s.io', kind, name }];

/** `viewer` sees namespaces, and the inside of two of them. */
function access(): Json[] {
  const grants = (type: string, name: string) => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: type, name },
  });
  return [
    object('v1', 'ServiceAccount', 'deployer', { namespace: 'shop' }),
    object(rbac, 'Role', 'deployer', {
      namespace: 'shop',
      rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'patch'] }],
    }),
    object(rbac, 'RoleBinding', 'deployer', {
      namespace: 'shop',
      subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' }],
      ...grants('Role', 'deployer'),
    }),
    object(rbac, 'ClusterRole', 'namespace-lister', {
      rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list'] }],
    }),
    object(rbac, 'ClusterRoleBinding', 'namespace-lister', {
      subjects: everyone('User', 'viewer'),
      ...grants('ClusterRole', 'namespace-lister'),
    }),
    ...['shop', 'payments'].map((namespace) =>
      object(rbac, 'RoleBinding', 'viewer', {
        namespace,
        subjects: everyone('User', 'viewer'),
        ...grants('ClusterRole', 'view'),
      }),
    ),
  ];
}

/** What no reading may bring out. */
export const secretWord = 'tulip-marmot-ledger';

function secrets(): Json[] {
  return [
    object('v1', 'Secret', 'shop-tls', { namespace: 'shop', stringData: { password: secretWord } }),
    object('v1', 'ConfigMap', 'settings', {
      namespace: 'shop',
      data: { 'app.conf': `password=${secretWord}` },
    }),
  ];
}

function customObjects({ gadgets, archives, archiveBytes }: EstateSize): Json[] {
  return [
    ...Array.from({ length: gadgets }, (_, number) =>
      object('example.org/v1', 'Gadget', `gadget-${number + 1}`, {
        namespace: number % 2 === 0 ? 'logistics' : 'shop',
        spec: { size: number, colour: 'blue' },
      }),
    ),
    ...Array.from({ length: archives }, (_, number) =>
      object('example.org/v1', 'Archive', `archive-${number + 1}`, {
        namespace: 'archive',
        spec: { notes: 'x'.repeat(archiveBytes) },
      }),
    ),
    object('example.org/v1', 'Region', 'north', { spec: { sites: ['a', 'b'] } }),
  ];
}

/** One that stands for all others, which come and go by themselves. */
export function knownEvent(at: string): Json {
  return {
    ...object('v1', 'Event', 'web.inspected', { namespace: 'shop' }),
    involvedObject: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    reason: 'Inspected',
    message: 'Somebody looked at it',
    type: 'Normal',
    source: { component: 'inspector' },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 3,
  };
}

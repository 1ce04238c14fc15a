import type { KubeObject } from './api.ts';

export interface ContainerSpec {
  name: string;
  image: string;
  resources: {
    requests?: { cpu?: string; memory?: string };
    limits?: { cpu?: string; memory?: string };
  };
  ports?: { name?: string; containerPort: number; protocol: 'TCP' | 'UDP' }[];
  livenessProbe?: Record<string, unknown>;
  readinessProbe?: Record<string, unknown>;
  securityContext?: { privileged?: boolean };
  volumeMounts?: { name: string; mountPath: string }[];
}

export interface PodSpec {
  nodeName?: string;
  serviceAccountName?: string;
  hostNetwork?: boolean;
  hostPID?: boolean;
  restartPolicy: 'Always' | 'OnFailure';
  containers: ContainerSpec[];
  volumes?: Record<string, unknown>[];
  tolerations?: { key?: string; operator: string; effect?: string; tolerationSeconds?: number }[];
  nodeSelector?: Record<string, string>;
}

export interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
}

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime: string;
  lastHeartbeatTime?: string;
  lastUpdateTime?: string;
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: Record<string, Record<string, string | number | undefined>>;
  lastState: Record<string, Record<string, string | number | undefined>>;
}

export interface Pod extends KubeObject {
  spec: PodSpec;
  status: {
    phase: string;
    conditions: Condition[];
    containerStatuses: ContainerStatus[];
    hostIP?: string;
    podIP?: string;
    startTime?: string;
    qosClass: string;
  };
}

/** Deployment, StatefulSet, DaemonSet, ReplicaSet, Job: what makes pods of a template. */
export interface PodMaker extends KubeObject {
  spec: {
    replicas?: number;
    selector: { matchLabels: Record<string, string> };
    template: PodTemplate;
    volumeClaimTemplates?: {
      metadata: { name: string };
      spec: {
        accessModes: string[];
        storageClassName: string;
        resources: { requests: { storage: string } };
      };
    }[];
    progressDeadlineSeconds?: number;
    [member: string]: unknown;
  };
  status: Record<string, unknown> & { conditions?: Condition[] };
}

export interface Node extends KubeObject {
  spec: { podCIDR: string; providerID: string; unschedulable?: boolean; taints?: Record<string, string>[] };
  status: {
    allocatable: { cpu: string; memory: string; pods: string; 'ephemeral-storage': string };
    conditions: Condition[];
    addresses: { type: string; address: string }[];
    [member: string]: unknown;
  };
}

export interface Claim extends KubeObject {
  spec: {
    accessModes: string[];
    storageClassName: string;
    volumeName: string;
    volumeMode: string;
    resources: { requests: { storage: string } };
  };
  status: { phase: string; accessModes: string[]; capacity: { storage: string } };
}

export interface Budget extends KubeObject {
  spec: { minAvailable: number; selector: { matchLabels: Record<string, string> } };
}

export interface Autoscaler extends KubeObject {
  spec: {
    scaleTargetRef: { apiVersion: string; kind: string; name: string };
    minReplicas: number;
    maxReplicas: number;
    metrics: {
      type: string;
      resource: { name: string; target: { type: string; averageUtilization: number } };
    }[];
  };
  status: Record<string, unknown> & { lastScaleTime?: string };
}

export interface CronJob extends KubeObject {
  spec: {
    schedule: string;
    suspend: boolean;
    jobTemplate: { spec: { template: PodTemplate } };
    [member: string]: unknown;
  };
  status: { lastScheduleTime?: string; lastSuccessfulTime?: string };
}

/** Kinds of which the lab reads more than the envelope. */
interface Kinds {
  Pod: Pod;
  Node: Node;
  Deployment: PodMaker;
  StatefulSet: PodMaker;
  DaemonSet: PodMaker;
  ReplicaSet: PodMaker;
  Job: PodMaker;
  CronJob: CronJob;
  PersistentVolumeClaim: Claim;
  PodDisruptionBudget: Budget;
  HorizontalPodAutoscaler: Autoscaler;
}

export type ObjectOf<K extends string> = K extends keyof Kinds ? Kinds[K] : KubeObject;

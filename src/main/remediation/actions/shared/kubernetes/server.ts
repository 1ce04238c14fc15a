import type { EntityOf } from '../../../../../shared/model/entity.ts';
import type { Facts } from '../../../../../shared/model/plan.ts';
import type { LiveReader } from '../../../action-adapter.ts';

/**
 * What actions need of an MCP server in front of Kubernetes. What is looked at, when something may begin, what proves
 * it and how it is taken back is written once per action; a server brings how it reads objects and which of its calls
 * do what.
 */
export interface KubernetesServer {
  /** Id of the collector's adapter. */
  readonly id: string;
  /** @returns the object as the API server has it; undefined when it says that there is none of that name */
  get(reader: LiveReader, cluster: string, name: ObjectName): Promise<unknown>;
  /** All objects of a kind, in one namespace or in all. */
  list(
    reader: LiveReader,
    cluster: string,
    kind: ObjectKind,
    narrow?: Narrowing,
  ): Promise<readonly unknown[]>;
  /** API versions: where several are around, the one that its clusters are asked for. */
  readonly autoscalers: string;
  readonly budgets: string;
  /**
   * It changes objects by server-side apply, under a name that is not ours alone: what somebody else wrote through the
   * same program goes when it is left out. No answer shows whose a field is, so that every action looks afterwards
   * whether something went.
   */
  readonly applies?: true;
  /** An answer that says in words that it failed, where the protocol says that it did not. */
  readonly saysFailed?: (tool: string, text: string) => boolean;

  readonly scale: Deed<[workload: Workload, replicas: number]>;
  readonly setLimits: Deed<[workload: Workload, autoscaler: string, limits: Limits]>;
  readonly restart: Deed<[workload: Workload, now: Facts]>;
  readonly deletePod: Deed<[pod: EntityOf<'pod'>]>;
  readonly cordon: Deed<[node: Node]>;
  readonly uncordon: Deed<[node: Node]>;
  readonly growClaim: Deed<[claim: EntityOf<'persistent-volume-claim'>, newSizeGib: number]>;
  /** Absent where no tool goes back to a revision. */
  readonly undo?: Deed<[workload: Workload, revision: number]>;
  /** Absent where no tool evicts: deleting pods would not ask disruption budgets. */
  readonly drain?: Deed<[node: Node, losing: Losing]>;
}

/** One call: its tool, and arguments that follow from what it is about alone. */
export interface Deed<About extends readonly unknown[]> {
  readonly tool: string;
  readonly arguments: (...about: About) => Readonly<Record<string, unknown>>;
}

export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
}

export interface ObjectName extends ObjectKind {
  readonly name: string;
}

/** What is of interest, for servers that can select: others give more, and it is left out afterwards. */
export interface Narrowing {
  readonly labels?: Readonly<Record<string, string>>;
  readonly fields?: string;
}

export type Workload = EntityOf<'workload'>;
export type Node = EntityOf<'k8s-node'>;

export interface Limits {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** What a drain may lose for good. */
export interface Losing {
  readonly unmanaged: boolean;
  readonly localData: boolean;
}

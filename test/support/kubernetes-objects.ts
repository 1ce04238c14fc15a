import { createKubernetesDomain } from '../../src/lab/kubernetes/domain.ts';
import { createBlueprint, labSizes, type LabSize } from '../../src/lab/blueprint.ts';
import type { LabDomain, LabEvent } from '../../src/lab/domain.ts';
import { createLabRandom } from '../../src/lab/random.ts';
import { mapObjects, type ClusterInput } from '../../src/main/collectors/kubernetes/map-objects.ts';
import type { McpSession } from '../../src/main/mcp/session.ts';
import type { EntityKind } from '../../src/shared/model/kinds/registry.ts';

type Json = Record<string, unknown>;

/** One raw API object; its UID is its kind and name, so that tests can write relations down. */
export function apiObject(
  apiVersion: string,
  kind: string,
  name: string,
  parts: {
    readonly namespace?: string;
    readonly spec?: Json;
    readonly status?: Json;
    readonly metadata?: Json;
    readonly [member: string]: unknown;
  } = {},
): Json {
  const { namespace, metadata, ...rest } = parts;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      uid: `uid-${kind}-${name}`,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...(namespace === undefined ? {} : { namespace }),
      ...metadata,
    },
    ...rest,
  };
}

export function controlledBy(apiVersion: string, kind: string, name: string): Json {
  return { ownerReferences: [{ apiVersion, kind, name, uid: `uid-${kind}-${name}`, controller: true }] };
}

/** What became of raw objects, kind by kind, of a cluster `c1` of the source `k8s`. */
export function mapRaw(objects: readonly unknown[], input: Partial<ClusterInput> = {}) {
  const { records, rejects } = mapObjects({ source: 'k8s', cluster: 'c1', objects, ...input });
  return {
    rejects,
    records,
    of: (kind: EntityKind) => records.get(kind) ?? [],
    one: (kind: EntityKind, name?: string) => {
      const found = (records.get(kind) ?? []).filter((record) => name === undefined || record.name === name);
      if (found.length !== 1 || !found[0]) {
        throw new Error(`expected one ${kind} ${name ?? ''}, got ${found.length}`);
      }
      return found[0];
    },
  };
}

export interface LabUnderTest {
  readonly domain: LabDomain;
  /** @throws what the tool throws */
  call(tool: string, args?: Json): Json;
  /** One object as the API server shows it. */
  get(kind: string, name: string, namespace?: string): Json;
  /** All objects of a kind. */
  list(kind: string, namespace?: string): Json[];
  /** The same tools as a collector sees them, without a transport. */
  session(source: string): McpSession;
  pass(seconds: number): void;
  emit(event: LabEvent): void;
}

const versions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  PodDisruptionBudget: 'policy/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
};

/** The simulated clusters by themselves, on a clock that only `pass` moves. */
export function kubernetesLab(seed = 'test', size: LabSize = labSizes.small): LabUnderTest {
  let now = Date.parse('2026-01-15T08:00:00.000Z');
  const listeners: ((event: LabEvent) => void)[] = [];
  const domain = createKubernetesDomain({
    blueprint: createBlueprint(seed, size),
    now: () => now,
    random: (purpose) => createLabRandom(seed, purpose),
    events: {
      emit: (event) => listeners.forEach((listener) => listener(event)),
      on: (listener) => void listeners.push(listener),
    },
  });
  const tools = new Map(domain.tools.map((tool) => [tool.name, tool]));
  const call = (name: string, args: Json = {}) => {
    const tool = tools.get(name);
    if (!tool) throw new Error(`there is no tool ${name}`);
    return tool.run(tool.input.parse(args));
  };
  const cluster = 'k8s-a';
  return {
    domain,
    call,
    get: (kind, name, namespace) =>
      call('kubernetes_get_resource', {
        cluster,
        apiVersion: versions[kind] ?? 'v1',
        kind,
        name,
        ...(namespace === undefined ? {} : { namespace }),
      }),
    list: (kind, namespace) =>
      call('kubernetes_list_resources', {
        cluster,
        apiVersion: versions[kind] ?? 'v1',
        kind,
        limit: 500,
        ...(namespace === undefined ? {} : { namespace }),
      })['items'] as Json[],
    session: (source) => ({
      source,
      server: {
        name: 'lab',
        version: '1',
        tools: domain.tools.map(({ name }) => ({ name, inputSchema: {} })),
      },
      callTool: (name, args) => {
        try {
          const data: unknown = structuredClone(call(name, args));
          return Promise.resolve({ isError: false, text: '', data, form: 'structured' });
        } catch (error) {
          const text = error instanceof Error ? error.message : String(error);
          return Promise.resolve({ isError: true, text, data: undefined, form: 'text' });
        }
      },
      readResource: () => Promise.resolve([]),
    }),
    pass: (seconds) => {
      // In small steps, as time passes for a running lab.
      for (let left = seconds; left > 0; left -= 30) {
        const step = Math.min(30, left);
        now += step * 1_000;
        domain.advance(step);
      }
    },
    emit: (event) => listeners.forEach((listener) => listener(event)),
  };
}

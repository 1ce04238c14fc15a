import type { CollectContext } from '../collector.ts';
import { apiKinds, groupOf, type ApiKind } from './api-kinds.ts';
import {
  ApiRefusal,
  PartialList,
  type ClusterApi,
  type ListRequest,
  type ServedResource,
} from './cluster-api.ts';
import type { Missing } from './cluster-index.ts';
import { parseDefinition } from './map-extension.ts';

/** Everything that could be read of one cluster, and what could not be read and why. */
export interface GatheredCluster {
  readonly cluster: string;
  readonly info: unknown;
  readonly objects: readonly unknown[];
  readonly summaries: readonly unknown[];
  readonly noVolumeUsage?: string;
  readonly gaps: readonly Gap[];
}

/** A list that is not there, whole or for one namespace. */
export interface Gap extends Missing {
  readonly feeds: ApiKind['feeds'];
  readonly reason: string;
  /** hidden and not-served are lasting limits of the source; failed is this run's bad luck. */
  readonly cause: 'hidden' | 'not-served' | 'failed';
}

export type GatherEvent =
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly message: string }
  | { readonly type: 'gathered'; readonly gathered: GatheredCluster };

/**
 * Lists one cluster kind by kind. A kind that may not be listed cluster-wide is tried namespace by namespace; one
 * that fails costs that kind only. Connection errors end the run.
 */
export async function* gatherCluster(
  api: ClusterApi,
  cluster: string,
  context: CollectContext,
): AsyncIterable<GatherEvent> {
  const objects: unknown[] = [];
  const gaps: Gap[] = [];
  const served = await attempt(() => api.resources(cluster));
  const catalogue = served instanceof ApiRefusal ? undefined : served;
  let namespaces: string[] = [];
  const kinds: ApiKind[] = [...apiKinds];
  for (let done = 0; done < kinds.length; done++) {
    const kind = kinds[done];
    if (!kind) break;
    context.signal.throwIfAborted();
    yield { type: 'progress', done, total: kinds.length + 1, message: `${cluster}: ${kind.kind}` };
    const versions = versionsOf(kind, catalogue);
    if (versions.length === 0) {
      const cause = isLost(kind.group, catalogue) ? 'failed' : 'not-served';
      gaps.push(gap(kind, cause, `${cluster} does not serve ${kind.kind}`));
      continue;
    }
    const listed = withoutStrays(await listKind(api, { cluster, versions, kind }, namespaces), kind);
    objects.push(...listed.objects);
    gaps.push(...listed.gaps);
    if (kind.kind === 'Namespace') {
      namespaces = namesOf(listed.objects);
      if (namespaces.length === 0) namespaces = await ownNamespaces(api, cluster);
    }
    if (kind.kind === 'CustomResourceDefinition') {
      const custom = customKinds(listed.objects);
      kinds.push(...custom);
      const unread = listed.objects.length - custom.length;
      if (unread > 0)
        gaps.push(
          gap(kind, 'failed', `${unread} definitions do not say what they define: it was not asked for`),
        );
    }
  }
  yield {
    type: 'progress',
    done: kinds.length,
    total: kinds.length + 1,
    message: `${cluster}: node statistics`,
  };
  const info = await attempt(() => api.info(cluster));
  const nodes = namesOf(objects.filter((object) => kindOf(object) === 'Node'));
  const usage = await volumeSummaries(api, cluster, nodes, context.signal);
  yield {
    type: 'gathered',
    gathered: {
      cluster,
      info: info instanceof ApiRefusal ? undefined : info,
      objects,
      gaps,
      ...usage,
    },
  };
}

/** Discovery loses whole groups while an API server is in trouble; these are never absent from a cluster. */
function isLost(group: string, catalogue: readonly ServedResource[] | undefined): boolean {
  return isEverywhere(group) && !catalogue?.some((resource) => groupOf(resource.apiVersion) === group);
}

function isEverywhere(group: string): boolean {
  return ['', 'apps', 'batch', 'rbac.authorization.k8s.io'].includes(group);
}

async function ownNamespaces(api: ClusterApi, cluster: string): Promise<string[]> {
  const own = await attempt(async () => (await api.ownNamespaces?.(cluster)) ?? []);
  return own instanceof ApiRefusal ? [] : [...own];
}

interface KindRequest {
  readonly cluster: string;
  /** In order of preference; each is tried until one is served. */
  readonly versions: readonly string[];
  readonly kind: ApiKind;
}

async function listKind(
  api: ClusterApi,
  { cluster, versions, kind }: KindRequest,
  namespaces: readonly string[],
): Promise<{ objects: unknown[]; gaps: Gap[] }> {
  let whole: unknown[] | ApiRefusal = new ApiRefusal('not-served', `${cluster} does not serve ${kind.kind}`);
  let apiVersion = '';
  for (const version of versions) {
    apiVersion = version;
    whole = await listAll(api, { cluster, apiVersion, kind: kind.kind });
    if (!(whole instanceof ApiRefusal) || whole.reason !== 'not-served') break;
  }
  if (!(whole instanceof ApiRefusal)) return { objects: whole, gaps: [] };
  if (whole.reason === 'not-served' && isEverywhere(kind.group)) {
    return { objects: [], gaps: [gap(kind, 'failed', whole.message)] };
  }
  const seen = whole instanceof PartialList ? whole.items : [];
  const perNamespace =
    kind.namespaced &&
    namespaces.length > 0 &&
    whole.reason !== 'not-served' &&
    whole.reason !== 'not-recorded';
  if (!perNamespace) return { objects: [...seen], gaps: [gapOf(kind, whole)] };
  const objects: unknown[] = [];
  const gaps: Gap[] = [];
  for (const namespace of namespaces) {
    const part = await listAll(api, { cluster, apiVersion, kind: kind.kind, namespace });
    if (part instanceof ApiRefusal) gaps.push({ ...gapOf(kind, part), namespace });
    else objects.push(...part);
  }
  // Refused everywhere is a limit of the kind, not of each namespace.
  return gaps.length === namespaces.length ? { objects, gaps: [gapOf(kind, whole)] } : { objects, gaps };
}

/**
 * An item that says it is of another kind may be one of those that were asked for, so that none of the kind may be
 * taken for gone.
 */
function withoutStrays(listed: { objects: unknown[]; gaps: Gap[] }, kind: ApiKind): typeof listed {
  const strays = listed.objects.filter(
    (object) => typeof object === 'object' && kindOf(object) !== kind.kind,
  );
  if (strays.length === 0) return listed;
  const others = [...new Set(strays.map((stray) => String(kindOf(stray)).slice(0, 60)))].join(', ');
  return {
    objects: listed.objects.filter((object) => !strays.includes(object)),
    gaps: [
      ...listed.gaps,
      gap(kind, 'failed', `the list of ${kind.kind} holds ${strays.length} that say they are ${others}`),
    ],
  };
}

/** A list whose continue token expired is begun anew once: what was read so far may be out of date by then. */
async function listAll(api: ClusterApi, request: ListRequest): Promise<unknown[] | ApiRefusal> {
  const { apiVersion, kind } = request;
  const once = () =>
    attempt(async () => {
      const found: unknown[] = [];
      for await (const page of api.list(request)) {
        for (const item of page) found.push(named(item, apiVersion, kind));
      }
      return found;
    });
  const first = await once();
  return first instanceof ApiRefusal && first.reason === 'expired' ? once() : first;
}

/** Items of a list leave out what the list itself says: kind and version. */
function named(item: unknown, apiVersion: string, kind: string): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
  const given = item as { apiVersion?: unknown; kind?: unknown };
  return {
    ...given,
    apiVersion: typeof given.apiVersion === 'string' && given.apiVersion ? given.apiVersion : apiVersion,
    kind: typeof given.kind === 'string' && given.kind ? given.kind : kind,
  };
}

async function volumeSummaries(
  api: ClusterApi,
  cluster: string,
  nodes: readonly string[],
  signal: AbortSignal,
): Promise<{ summaries: unknown[]; noVolumeUsage?: string }> {
  const summaries: unknown[] = [];
  let refusal: ApiRefusal | undefined;
  for (const node of nodes) {
    signal.throwIfAborted();
    const summary = await attempt(() => api.nodeStats(cluster, node));
    if (!(summary instanceof ApiRefusal)) summaries.push(summary);
    else {
      refusal = summary;
      // What one kubelet may not tell, none may; a node that is down says nothing about the others.
      if (summary.reason === 'hidden' || summary.reason === 'not-served') break;
    }
  }
  return { summaries, ...(refusal && summaries.length === 0 ? { noVolumeUsage: refusal.message } : {}) };
}

/** Refusals as values; everything else goes on. */
async function attempt<T>(action: () => Promise<T>): Promise<T | ApiRefusal> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ApiRefusal) return error;
    throw error;
  }
}

/**
 * The versions to ask for: the most preferred that is served, or whatever version of the kind is. Where the server
 * does not say what is served, all that there are, one after the other.
 */
function versionsOf(kind: ApiKind, served: readonly ServedResource[] | undefined): readonly string[] {
  const qualified = kind.versions.map((version) =>
    kind.group === '' ? version : `${kind.group}/${version}`,
  );
  if (served === undefined) return qualified;
  const offered = served
    .filter((resource) => resource.kind === kind.kind && groupOf(resource.apiVersion) === kind.group)
    .map((resource) => resource.apiVersion);
  const best = qualified.find((version) => offered.includes(version)) ?? offered[0];
  return best === undefined ? [] : [best];
}

function customKinds(definitions: readonly unknown[]): ApiKind[] {
  return definitions.flatMap((definition): ApiKind[] => {
    const { group, scope, names, versions, version } = parseDefinition(definition);
    if (!group || !names.kind) return [];
    const preferred = versions
      .filter((entry) => entry.served !== false)
      .toSorted((a, b) => Number(b.storage ?? false) - Number(a.storage ?? false))
      .map((entry) => entry.name);
    return [
      {
        group,
        kind: names.kind,
        versions: preferred.length > 0 ? preferred : [version ?? 'v1'],
        namespaced: scope !== 'Cluster',
        feeds: customFeeds(group, names.kind),
      },
    ];
  });
}

function customFeeds(group: string, kind: string): ApiKind['feeds'] {
  if (group === 'cert-manager.io' && kind === 'Certificate') return ['custom-resource', 'certificate'];
  if (group === 'k3s.cattle.io' || group === 'helm.cattle.io') return ['custom-resource', 'addon'];
  return ['custom-resource'];
}

function gapOf(kind: ApiKind, refusal: ApiRefusal): Gap {
  const causes = {
    hidden: 'hidden',
    'not-served': 'not-served',
    'not-recorded': 'not-served',
    expired: 'failed',
    failed: 'failed',
  } as const;
  return gap(kind, causes[refusal.reason], refusal.message);
}

function gap(kind: ApiKind, cause: Gap['cause'], reason: string): Gap {
  return { group: kind.group, kind: kind.kind, feeds: kind.feeds, cause, reason };
}

function namesOf(objects: readonly unknown[]): string[] {
  return objects.flatMap((object) => {
    const name = (object as { metadata?: { name?: unknown } | null } | null)?.metadata?.name;
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}

function kindOf(object: unknown): unknown {
  return (object as { kind?: unknown } | null)?.kind;
}

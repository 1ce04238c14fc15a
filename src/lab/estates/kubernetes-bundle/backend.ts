import { z } from 'zod';
import { LabError } from '../../domain.ts';
import { groupOf, type ApiResource, type KubernetesBackend, type ListRequest } from '../../kubernetes/api.ts';
import type { Bundle } from './bundle.ts';
import { places, type Place } from './layout.ts';

const root = 'cluster-resources';
const readVerbs = ['get', 'list'] as const;

interface Served {
  readonly resource: ApiResource;
  readonly files: readonly { readonly namespace?: string; readonly path: string }[];
}

/** Reads the bundle's files on demand. What the collector could not read is refused with the error it wrote down. */
export function createBundleBackend(bundle: Bundle): KubernetesBackend {
  const served = [...servedPlaces(bundle), ...servedCustomResources(bundle)];
  const entryOf = (request: ListRequest) =>
    served.find(
      ({ resource }) =>
        resource.kind === request.kind && groupOf(resource.apiVersion) === groupOf(request.apiVersion),
    );
  const own = (cluster: string) => {
    if (cluster !== bundle.name) {
      throw new LabError(`no cluster "${cluster}"; the bundle is of "${bundle.name}"`);
    }
  };
  return {
    clusters: () => [{ name: bundle.name, ...version(bundle) }],
    info: (cluster) => {
      own(cluster);
      return { cluster, ...version(bundle), ...collectedBy(bundle), checks: analysis(bundle) };
    },
    resources: (cluster) => {
      own(cluster);
      return served.map(({ resource }) => resource);
    },
    list: (request) => {
      own(request.cluster);
      const found = entryOf(request);
      if (!found) return { items: [], metadata: {} };
      const failure = collectionError(bundle, found.resource, request.namespace);
      if (failure) throw new LabError(failure);
      const files = found.files.filter(
        (file) => request.namespace === undefined || file.namespace === request.namespace,
      );
      return { items: files.flatMap((file) => itemsOf(bundle.data(file.path))), metadata: {} };
    },
    logs: ({ cluster, namespace, pod, container, previous }) => {
      own(cluster);
      const suffix = previous === true ? '-previous.log' : '.log';
      const folder = `${root}/pods/logs/${namespace}/${pod}/`;
      const containers = bundle.files
        .map((file) => file.path)
        .filter((file) => file.startsWith(folder) && file.endsWith(suffix))
        .map((file) => file.slice(folder.length, -suffix.length))
        .filter((name) => previous === true || !name.endsWith('-previous'));
      const name = container ?? (containers.length === 1 ? containers[0] : undefined);
      if (name === undefined) {
        throw new LabError(
          containers.length === 0
            ? `Error from server (NotFound): no logs of pod "${namespace}/${pod}" were collected`
            : `a container name must be specified for pod ${pod}, choose one of: [${containers.join(' ')}]`,
        );
      }
      const text = bundle.text(`${folder}${name}${suffix}`);
      if (text === undefined) {
        throw new LabError(
          `${previous === true ? 'previous ' : ''}log of container "${name}" in pod "${pod}" not found`,
        );
      }
      return text;
    },
    nodeStats: (cluster) => {
      own(cluster);
      throw new LabError('the support bundle holds no kubelet statistics');
    },
  };
}

function servedPlaces(bundle: Bundle): Served[] {
  return places.flatMap((place): Served[] => {
    const files = filesOf(bundle, place);
    const failed = bundle.text(`${root}/${place.path}-errors.json`) !== undefined;
    if (files.length === 0 && !failed) return [];
    // Older clusters answer older versions: what is served is what the recorded list says.
    const recorded = files.map((file) => listVersion(bundle, file.path)).find((found) => found !== undefined);
    const resource = {
      apiVersion: recorded ?? place.apiVersion,
      kind: place.kind,
      name: place.plural,
      namespaced: place.namespaced,
      verbs: readVerbs,
    };
    return [{ resource, files }];
  });
}

function filesOf(bundle: Bundle, place: Place): Served['files'] {
  if (!place.namespaced) {
    const path = `${root}/${place.path}.json`;
    return bundle.text(path) === undefined ? [] : [{ path }];
  }
  const folder = `${root}/${place.path}/`;
  return bundle.files.flatMap((file) => {
    const namespace = /^([^/]+)\.json$/.exec(file.path.slice(folder.length))?.[1];
    return file.path.startsWith(folder) && namespace ? [{ namespace, path: file.path }] : [];
  });
}

const definitionSchema = z.object({
  spec: z.object({
    group: z.string(),
    scope: z.string(),
    names: z.object({ kind: z.string(), plural: z.string() }),
    versions: z.array(z.object({ name: z.string(), storage: z.boolean().optional() })).nullish(),
    version: z.string().optional(),
  }),
});

/** Custom resources: `custom-resources/PLURAL.GROUP/NAMESPACE.yaml`, or `PLURAL.GROUP.yaml` where they are cluster-wide. */
function servedCustomResources(bundle: Bundle): Served[] {
  const folder = `${root}/custom-resources/`;
  return itemsOf(bundle.data(`${root}/custom-resource-definitions.json`)).flatMap((item): Served[] => {
    const parsed = definitionSchema.safeParse(item);
    if (!parsed.success) return [];
    const { group, scope, names, versions, version } = parsed.data.spec;
    const name = versions?.find((entry) => entry.storage)?.name ?? versions?.[0]?.name ?? version ?? 'v1';
    const base = `${folder}${names.plural}.${group}`;
    const files = bundle.files.flatMap(({ path }) => {
      if (path === `${base}.yaml` || path === `${base}.json`) return [{ path }];
      const namespace = path.startsWith(`${base}/`)
        ? /^([^/]+)\.(?:yaml|json)$/.exec(path.slice(base.length + 1))?.[1]
        : undefined;
      return namespace ? [{ namespace, path }] : [];
    });
    const resource = {
      apiVersion: `${group}/${name}`,
      kind: names.kind,
      name: names.plural,
      namespaced: scope === 'Namespaced',
      verbs: readVerbs,
    };
    return [{ resource, files }];
  });
}

/** A list object, a bare array, or nothing: troubleshoot writes all three, and `items: null` for an empty list. */
function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const items = (value as { items?: unknown } | null | undefined)?.items;
  return Array.isArray(items) ? items : [];
}

function listVersion(bundle: Bundle, file: string): string | undefined {
  const value = bundle.data(file) as { apiVersion?: unknown } | null | undefined;
  return typeof value?.apiVersion === 'string' ? value.apiVersion : undefined;
}

/** `KIND-errors.json`: an object namespace → message for namespaced kinds, an array of messages otherwise. */
function collectionError(
  bundle: Bundle,
  resource: ApiResource,
  namespace: string | undefined,
): string | undefined {
  const place = places.find((candidate) => candidate.kind === resource.kind);
  if (!place) return undefined;
  const errors = bundle.data(`${root}/${place.path}-errors.json`);
  if (Array.isArray(errors)) return errors.length === 0 ? undefined : errors.map(String).join('; ');
  if (typeof errors !== 'object' || errors === null) return undefined;
  const messages = Object.entries(errors).filter(([name]) => namespace === undefined || name === namespace);
  return messages.length === 0
    ? undefined
    : messages.map(([name, message]) => `${name}: ${String(message)}`).join('; ');
}

const versionSchema = z.object({
  info: z.object({ platform: z.string().optional() }).optional(),
  string: z.string(),
});

function version(bundle: Bundle): Record<string, unknown> {
  const parsed = versionSchema.safeParse(bundle.data('cluster-info/cluster_version.json'));
  if (!parsed.success) return {};
  return {
    version: parsed.data.string,
    ...(parsed.data.info?.platform ? { platform: parsed.data.info.platform } : {}),
  };
}

const collectorSchema = z.object({
  kind: z.string().optional(),
  spec: z.object({ versionNumber: z.string() }),
});

function collectedBy(bundle: Bundle): Record<string, unknown> {
  const parsed = collectorSchema.safeParse(bundle.data('version.yaml'));
  return parsed.success ? { collectedBy: `troubleshoot ${parsed.data.spec.versionNumber}` } : {};
}

const analysisSchema = z.array(
  z.object({
    name: z.string(),
    severity: z.string().catch(''),
    insight: z
      .object({
        primary: z.string().optional(),
        detail: z.string().optional(),
        severity: z.string().optional(),
      })
      .nullish()
      .catch(undefined),
    error: z.string().optional().catch(undefined),
  }),
);

/** What the bundle's own analyzers found. */
function analysis(bundle: Bundle): Record<string, unknown>[] {
  const parsed = analysisSchema.safeParse(bundle.data('analysis.json'));
  if (!parsed.success) return [];
  return parsed.data.map((entry) => ({
    name: entry.name,
    severity: entry.severity || entry.insight?.severity || 'unknown',
    ...(entry.insight?.primary ? { title: entry.insight.primary } : {}),
    detail: entry.insight?.detail ?? entry.error ?? '',
  }));
}

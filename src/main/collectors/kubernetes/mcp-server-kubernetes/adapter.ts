import type { Adapter } from '../../collector.ts';
import { collectClusters } from '../collect-clusters.ts';
import {
  count,
  flag,
  groupVersion,
  guardArguments,
  namespaceName,
  never,
  objectName,
  oneOf,
  plainText,
  readableResource,
} from '../read-guard.ts';
import { kubectlApi, tools } from './kubectl-api.ts';

const place = { namespace: namespaceName, context: plainText };

const guarded = {
  [tools.get]: {
    resourceType: readableResource,
    name: objectName,
    ...place,
    output: oneOf('json', 'yaml', 'wide', 'name', 'custom'),
    allNamespaces: flag,
    labelSelector: plainText,
    fieldSelector: plainText,
    sortBy: plainText,
  },
  /** `set` writes the kubeconfig file. */
  [tools.contexts]: {
    operation: oneOf('list', 'get'),
    output: oneOf('json', 'name'),
    showCurrent: flag,
    detailed: flag,
  },
  [tools.resources]: {
    apiGroup: plainText,
    namespaced: flag,
    context: plainText,
    output: oneOf('wide', 'name', 'no-headers'),
  },
  kubectl_describe: { resourceType: readableResource, name: objectName, ...place, allNamespaces: flag },
  kubectl_logs: {
    resourceType: oneOf('pod', 'deployment', 'job', 'cronjob'),
    name: objectName,
    ...place,
    container: objectName,
    tail: count,
    since: plainText,
    sinceTime: plainText,
    timestamps: flag,
    previous: flag,
    /** It does not end, and the server answers nobody else meanwhile. */
    follow: never,
    labelSelector: plainText,
  },
  explain_resource: {
    resource: plainText,
    apiVersion: groupVersion,
    recursive: flag,
    context: plainText,
    output: oneOf('plaintext', 'plaintext-openapiv2'),
  },
  ping: {},
};

/** `mcp-server-kubernetes` (Flux159): `kubectl` behind tools, which has to be of a version near the cluster's. */
export const mcpServerKubernetesAdapter: Adapter = {
  id: 'mcp-server-kubernetes',
  title: 'mcp-server-kubernetes',
  matches: (server) =>
    [tools.get, tools.resources].every((name) => server.tools.some((tool) => tool.name === name)),
  readOnlyTools: Object.keys(guarded),
  guard: guardArguments(guarded, {
    kubectl_generic: 'it runs any kubectl command',
    exec_in_pod: 'it runs commands in containers',
  }),
  // Its own name is "kubernetes", which others may have as well.
  guards: (server) => server.tools.some(({ name }) => name.startsWith('kubectl_')),
  collect: (session, collecting) =>
    collectClusters(kubectlApi(session, collecting), session.source, collecting),
};

import type { Adapter } from '../../collector.ts';
import { collectClusters } from '../collect-clusters.ts';
import {
  count,
  flag,
  groupVersion,
  guardArguments,
  namespaceName,
  objectName,
  plainText,
  readableKind,
} from '../read-guard.ts';
import { nativeApi, tools } from './native-api.ts';

const context = { context: plainText };
const selectors = { labelSelector: plainText, fieldSelector: plainText, label_selector: plainText };
const named = { name: objectName, namespace: namespaceName, ...context };

const guarded = {
  [tools.contexts]: {},
  [tools.list]: {
    apiVersion: groupVersion,
    kind: readableKind,
    namespace: namespaceName,
    ...selectors,
    ...context,
  },
  [tools.get]: { apiVersion: groupVersion, kind: readableKind, ...named },
  [tools.nodeStats]: { name: objectName, ...context },
  events_list: { namespace: namespaceName, ...selectors, ...context },
  namespaces_list: { ...selectors, ...context },
  nodes_top: { name: objectName, ...selectors, ...context },
  pods_get: named,
  pods_list: { ...selectors, ...context },
  pods_list_in_namespace: { namespace: namespaceName, ...selectors, ...context },
  pods_log: { ...named, container: objectName, previous: flag, tail: count },
  pods_top: { ...named, ...selectors, all_namespaces: flag },
  projects_list: context,
};

/**
 * `kubernetes-mcp-server` (containers/kubernetes-mcp-server): a program that speaks to the API itself. It gives whole
 * objects when it is started with `--list-output yaml`, and they are read one by one where it is not.
 */
export const kubernetesMcpServerAdapter: Adapter = {
  id: 'kubernetes-mcp-server',
  title: 'kubernetes-mcp-server',
  matches: (server) =>
    [tools.list, tools.get, 'pods_list_in_namespace'].every((name) =>
      server.tools.some((tool) => tool.name === name),
    ),
  readOnlyTools: Object.keys(guarded),
  guard: guardArguments(guarded, {
    configuration_view: 'it shows the tokens and keys of the kubeconfig file',
    pods_exec: 'it runs commands in containers',
  }),
  guards: ({ name }) => name === 'kubernetes-mcp-server',
  collect: (session, collecting) =>
    collectClusters(nativeApi(session, collecting), session.source, collecting),
};

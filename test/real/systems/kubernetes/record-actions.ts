import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { Facts } from '../../../../src/shared/model/plan.ts';
import { McpError } from '../../../../src/main/mcp/mcp-error.ts';
import type { ToolResult } from '../../../../src/main/mcp/session.ts';
import type { ActionAdapter, AdapterSubject } from '../../../../src/main/remediation/action-adapter.ts';
import { remediationActions } from '../../../../src/main/remediation/registry.ts';
import { buildEntity, buildView, testId } from '../../../support/build-view.ts';
import { startCluster, type Cluster } from '../../../support/kubernetes-cluster.ts';
import { spawnSession, type TestSession } from '../../../support/mcp-session.ts';
import type { RecordedAction, RecordedActions } from '../../../support/recorded-actions.ts';
import type { RecordedCall } from '../../../support/recorded-session.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { resize } from './hindrances.ts';
import { place, stageTrials, trialNodes } from './trial-stage.ts';

/** `node test/real/systems/kubernetes/record-actions.ts`: records anew what both servers answer while something is done. */
const bin = join(import.meta.dirname, '../../node_modules/.bin');
const fixtures = join(
  import.meta.dirname,
  '../../../../src/main/remediation/actions/shared/kubernetes/fixtures',
);
using folder = temporaryFolder();
await using cluster = await startCluster({ folder: folder.path, nodes: trialNodes });
await stageTrials(cluster);

/** Of what the inventory knows, as much as actions look at. */
async function entityOf(kind: 'workload' | 'k8s-node' | 'persistent-volume-claim', name: string) {
  const resource = {
    workload: name === 'agent' ? 'daemonset' : 'deployment',
    'k8s-node': 'node',
    'persistent-volume-claim': 'pvc',
  }[kind];
  const object = (await cluster.json(
    'get',
    resource,
    name,
    ...(kind === 'k8s-node' ? [] : ['-n', place]),
  )) as { kind: string; metadata: { uid: string } };
  const nativeId = `${cluster.name}/${object.metadata.uid}`;
  if (kind === 'k8s-node')
    return buildEntity(kind, name, { nativeId, attributes: { cluster: cluster.name } });
  if (kind === 'workload')
    return buildEntity(kind, name, {
      nativeId,
      attributes: {
        cluster: cluster.name,
        namespace: place,
        type: object.kind as 'Deployment' | 'StatefulSet' | 'DaemonSet',
      },
    });
  return buildEntity(kind, name, { nativeId, attributes: { cluster: cluster.name, namespace: place } });
}

async function podOf(workload: Entity): Promise<Entity> {
  const { items } = (await cluster.json('get', 'pods', '-n', place, '-l', `app=${workload.name}`)) as {
    items: { metadata: { name: string; uid: string } }[];
  };
  const [pod] = items;
  if (!pod) throw new Error(`${workload.name} has no pod`);
  return buildEntity('pod', pod.metadata.name, {
    nativeId: `${cluster.name}/${pod.metadata.uid}`,
    attributes: { cluster: cluster.name, namespace: place },
    relations: [{ type: 'owned-by', to: testId('workload', workload.nativeId) }],
  });
}

interface Asked {
  readonly action: string;
  readonly entities: readonly Entity[];
  readonly subject: AdapterSubject<Record<string, unknown>>;
  readonly meanwhile?: (cluster: Cluster) => Promise<AsyncDisposable>;
}

const asked = (
  action: string,
  target: Entity,
  parameters: Record<string, unknown> = {},
  others: readonly Entity[] = [],
): Asked => {
  const entities = [target, ...others];
  return { action, entities, subject: { target, parameters, view: buildView(entities) } };
};

/** Each made when it is its turn: pods come and go. */
function all(drains: boolean, replicas: number): readonly (() => Promise<Asked>)[] {
  const node = () => entityOf('k8s-node', 'trial-1');
  return [
    async () => asked('workload.scale', await entityOf('workload', 'web'), { replicas }),
    async () => asked('workload.scale', await entityOf('workload', 'scaled'), { replicas }),
    async () => asked('workload.rollout-restart', await entityOf('workload', 'web')),
    async () => asked('workload.rollout-restart', await entityOf('workload', 'agent')),
    async () => {
      const owner = await entityOf('workload', 'guarded');
      return asked('pod.delete', await podOf(owner), {}, [owner]);
    },
    async () => asked('node.cordon', await node()),
    async () => asked('node.uncordon', await node()),
    async () => ({
      ...asked('volume.grow', await entityOf('persistent-volume-claim', 'growing'), { newSizeGib: replicas }),
      meanwhile: (of) => resize(of, 'growing', place),
    }),
    ...(drains
      ? [
          async () => asked('workload.rollback', await entityOf('workload', 'release')),
          async () => asked('node.drain', await node(), { deleteUnmanaged: true }),
        ]
      : []),
  ];
}

/** Answers, and what a server threw as an answer that says so. */
async function send(
  session: TestSession,
  calls: RecordedCall[],
  tool: string,
  args: Readonly<Record<string, unknown>>,
): Promise<ToolResult> {
  const result = await session.callTool(tool, { ...args }).catch((error: unknown): ToolResult => {
    if (!(error instanceof McpError)) throw error;
    return { isError: true, text: error.message, data: undefined, form: 'text' };
  });
  calls.push({ tool, args, result });
  return result;
}

/** Nobody looks at these, and they are most of what an object is. */
const bulky: ReadonlySet<string> = new Set([
  'managedFields',
  'images',
  'kubectl.kubernetes.io/last-applied-configuration',
]);
const withoutBulk = (name: string, value: unknown): unknown => (bulky.has(name) ? undefined : value);

async function play(session: TestSession, server: string, { action, entities, subject, meanwhile }: Asked) {
  const found = remediationActions.find(({ id }) => id === action);
  const adapter = found?.adapters.find((one) => one.server === server);
  if (!found || !adapter) throw new Error(`${action} is not done on ${server}`);
  const parameters = found.parameters.parse(subject.parameters);
  const read = (calls: RecordedCall[]) => readWith(session, adapter, { ...subject, parameters }, calls);
  const before: RecordedCall[] = [];
  const was = await read(before);
  const writes: RecordedCall[] = [];
  await using hand = await meanwhile?.(cluster);
  void hand;
  for (const one of adapter.plan({ ...subject, parameters }, was).calls)
    if (one.unlessMetWithinSeconds === undefined) await send(session, writes, one.tool, one.arguments);
  const earlier: Facts[] = [];
  for (const end = Date.now() + 120_000; Date.now() < end; await sleep(2_000)) {
    const after: RecordedCall[] = [];
    const now = await read(after);
    const verdict = adapter.verify({ ...subject, parameters }, was, now, earlier);
    earlier.push(now);
    if (verdict.is === 'failed') throw new Error(`${action}: ${verdict.text}`);
    if (verdict.is !== 'met') continue;
    console.log(`${server} ${action} ${subject.target.name}: ${verdict.text}`);
    return {
      action,
      target: subject.target.id,
      entities,
      parameters,
      before,
      writes,
      after,
    } satisfies RecordedAction;
  }
  throw new Error(`${action} ${subject.target.name}: not within two minutes`);
}

async function readWith(
  session: TestSession,
  adapter: ActionAdapter<unknown>,
  subject: AdapterSubject<unknown>,
  calls: RecordedCall[],
): Promise<Facts> {
  const live = await adapter.read(subject, {
    source: session.source,
    call: async (tool, args) => {
      const answered: RecordedCall[] = [];
      const result = await send(session, answered, tool, args);
      // As data it is the same once more.
      const text = result.data === undefined || result.isError ? result.text : '';
      calls.push({ tool, args, result: { ...result, text } });
      return result;
    },
  });
  if (live.is === 'gone') throw new Error(live.text);
  return live.facts;
}

async function record(server: string, version: string, session: TestSession, replicas: number) {
  const actions: RecordedAction[] = [];
  const drains = server === 'mcp-server-kubernetes';
  for (const one of all(drains, replicas)) actions.push(await play(session, server, await one()));
  const refused: RecordedCall[] = [];
  const web = { name: 'nobody', namespace: place };
  await (drains
    ? send(session, refused, 'kubectl_scale', { resourceType: 'deployment', ...web, replicas })
    : send(session, refused, 'resources_scale', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        ...web,
        scale: replicas,
      }));
  await session.close();
  const kept: RecordedActions = {
    of: `Kubernetes ${cluster.version} over ${server} ${version}`,
    server,
    actions,
    refused,
  };
  await mkdir(fixtures, { recursive: true });
  await writeFile(join(fixtures, `${server}.json`), `${JSON.stringify(kept, withoutBulk)}\n`);
}

await record(
  'kubernetes-mcp-server',
  '0.0.67',
  await spawnSession(
    join(bin, 'kubernetes-mcp-server'),
    ['--kubeconfig', cluster.kubeconfig, '--list-output', 'yaml'],
    { source: 'k8s-a' },
  ),
  3,
);
await record(
  'mcp-server-kubernetes',
  '4.1.7',
  await spawnSession(join(bin, 'mcp-server-kubernetes'), [], {
    source: 'k8s-a',
    env: {
      KUBECONFIG_PATH: cluster.kubeconfig,
      PATH: `${cluster.programs}:${dirname(process.execPath)}`,
      HOME: folder.path,
      SPAWN_MAX_BUFFER: '8388608',
    },
  }),
  4,
);

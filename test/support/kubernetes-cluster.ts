import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { kubernetesFolder, onPath } from './kubernetes-programs.ts';
import { startOwnProcess, type OwnProcess } from './own-process.ts';
import { makeTestCertificate } from './test-certificate.ts';

type Json = Record<string, unknown>;

export interface ClusterOptions {
  /** Empty, and its own: everything that the cluster writes is in it. */
  readonly folder: string;
  /** Of the context in kubeconfig files. */
  readonly name?: string;
  /** Hollow kubelets: they are real to everything but containers, which are said to run. */
  readonly nodes?: readonly HollowNode[];
}

export interface HollowNode {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A real control plane on loopback. Administered as `admin`; whoever else may do something is added. */
export interface Cluster extends AsyncDisposable {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  /** A kubeconfig of the administrator. */
  readonly kubeconfig: string;
  /** Holds nothing but `kubectl`, of the cluster's own version: for PATH. */
  readonly programs: string;
  /**
   * A kubeconfig of a user of that name, in those groups; without roles he may see nothing but versions. Users are
   * known from the start: `viewer` and `guest`.
   */
  kubeconfigOf(user: 'admin' | 'viewer' | 'guest', contextName?: string): string;
  kubectl(...args: readonly string[]): Promise<string>;
  /** `kubectl … -o json`. */
  json(...args: readonly string[]): Promise<Json>;
  /** Creates or changes objects; `kubectl apply` keeps them in `last-applied-configuration` as everybody does. */
  apply(objects: readonly Json[]): Promise<void>;
  /** Waits until something of the cluster holds. @throws when it does not in time, with what it said last */
  until(what: string, holds: () => Promise<boolean>, timeoutMs?: number): Promise<void>;
  /** Ends one kubelet, as a node that loses power; its node is NotReady after 40 s. */
  stopNode(name: string): Promise<void>;
}

export const defaultNodes: readonly HollowNode[] = [1, 2, 3].map((number) => ({
  name: `node-${number}`,
  labels: { 'topology.kubernetes.io/zone': number === 3 ? 'b' : 'a' },
}));

/** Ready within about half a minute; whatever it began is ended when it fails. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const started: OwnProcess[] = [];
  const stop = async () => {
    // Kubelets before the API server: they wait for it otherwise.
    for (const process of started.toReversed()) await process[Symbol.asyncDispose]();
  };
  try {
    return await bringUp(options, started, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  { folder, name = 'production', nodes = defaultNodes }: ClusterOptions,
  started: OwnProcess[],
  stop: () => Promise<void>,
): Promise<Cluster> {
  const programs = kubernetesFolder();
  const etcd = onPath('etcd');
  if (etcd === undefined) throw new Error('there is no etcd on the path');
  const [clientPort, peerPort, apiPort, ...kubeletPorts] = await freePorts(3 + nodes.length);
  const url = `https://127.0.0.1:${apiPort ?? 0}`;
  const at = (path: string) => join(folder, path);
  for (const path of ['log', 'bin', 'etcd', 'certs', 'home']) mkdirSync(at(path));
  symlinkSync(join(programs, 'kubectl'), at('bin/kubectl'));

  const { key, cert } = makeTestCertificate();
  writeFileSync(at('tls.key'), key);
  writeFileSync(at('tls.crt'), cert);
  execFileSync('openssl', ['genrsa', '-out', at('accounts.key'), '2048'], { stdio: 'pipe' });
  const users = {
    admin: ['system:masters'],
    viewer: [],
    guest: [],
    'system:kube-controller-manager': [],
    'system:kube-scheduler': [],
    ...Object.fromEntries(nodes.map((node) => [`system:node:${node.name}`, ['system:nodes']])),
  };
  const tokens = new Map(Object.keys(users).map((user) => [user, randomBytes(16).toString('hex')]));
  writeFileSync(
    at('tokens.csv'),
    Object.entries(users)
      .map(([user, groups]) => `${tokens.get(user) ?? ''},${user},${user},"${groups.join(',')}"`)
      .join('\n'),
  );
  const kubeconfig = (user: string, context = name): string => {
    const path = at(`${user.replaceAll(':', '-')}-${context}.kubeconfig`);
    writeFileSync(
      path,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: context,
            cluster: { server: url, 'certificate-authority-data': Buffer.from(cert).toString('base64') },
          },
        ],
        users: [{ name: user, user: { token: tokens.get(user) } }],
        contexts: [{ name: context, context: { cluster: context, user } }],
        'current-context': context,
      }),
      { mode: 0o600 },
    );
    return path;
  };

  const start = (id: string, program: string, args: readonly string[]): OwnProcess => {
    mkdirSync(at(`home/${id}`));
    const process = startOwnProcess({
      name: id,
      program,
      args,
      log: at(`log/${id}.log`),
      cwd: at(`home/${id}`),
    });
    started.push(process);
    return process;
  };
  const own = (program: string, args: readonly string[]) => start(program, join(programs, program), args);

  start('etcd', etcd, [
    `--data-dir=${at('etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${clientPort ?? 0}`,
    `--advertise-client-urls=http://127.0.0.1:${clientPort ?? 0}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort ?? 0}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort ?? 0}`,
    `--initial-cluster=default=http://127.0.0.1:${peerPort ?? 0}`,
    '--logger=zap',
    '--log-level=warn',
  ]);
  own('kube-apiserver', [
    `--etcd-servers=http://127.0.0.1:${clientPort ?? 0}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${apiPort ?? 0}`,
    '--insecure-port=0',
    // No address of this machine may be advertised, and nobody would reach loopback.
    '--advertise-address=192.0.2.1',
    '--endpoint-reconciler-type=none',
    `--tls-cert-file=${at('tls.crt')}`,
    `--tls-private-key-file=${at('tls.key')}`,
    `--token-auth-file=${at('tokens.csv')}`,
    '--authorization-mode=Node,RBAC',
    '--anonymous-auth=false',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${at('accounts.key')}`,
    `--service-account-signing-key-file=${at('accounts.key')}`,
    '--profiling=false',
  ]);

  const admin = kubeconfig('admin');
  const execute = promisify(execFile);
  const env = { PATH: process.env['PATH'] ?? '', HOME: at('home'), KUBECONFIG: admin };
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await execute(at('bin/kubectl'), args, { env, maxBuffer: 256 * 1024 * 1024 });
    return stdout;
  };
  const json = async (...args: readonly string[]): Promise<Json> =>
    JSON.parse(await kubectl(...args, '-o', 'json')) as Json;
  const until: Cluster['until'] = async (what, holds, timeoutMs = 60_000) => {
    let last: unknown;
    for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(250)) {
      const dead = started.find((process) => process.ended !== undefined);
      if (dead) throw new Error(`${what}: ${dead.name} ${dead.ended ?? ''}\n${dead.tail()}`);
      try {
        if (await holds()) return;
      } catch (error) {
        last = error;
      }
    }
    const said = last instanceof Error ? `: ${last.message}` : '';
    throw new Error(`${what}: not within ${timeoutMs / 1000} s${said}`);
  };

  await until('the API server is ready', async () => (await kubectl('get', '--raw', '/readyz')) === 'ok');
  own('kube-controller-manager', [
    `--kubeconfig=${kubeconfig('system:kube-controller-manager')}`,
    '--port=0',
    '--secure-port=0',
    `--cert-dir=${at('certs')}`,
    '--leader-elect=false',
    '--use-service-account-credentials',
    `--service-account-private-key-file=${at('accounts.key')}`,
    `--root-ca-file=${at('tls.crt')}`,
    '--horizontal-pod-autoscaler-sync-period=15s',
  ]);
  own('kube-scheduler', [
    `--kubeconfig=${kubeconfig('system:kube-scheduler')}`,
    '--port=0',
    '--secure-port=0',
    `--cert-dir=${at('certs')}`,
    '--leader-elect=false',
  ]);
  const kubelets = new Map<string, OwnProcess>();
  for (const [position, node] of nodes.entries()) {
    const labels = Object.entries(node.labels ?? {}).map(([label, value]) => `${label}=${value}`);
    kubelets.set(
      node.name,
      start(node.name, join(programs, 'kubemark'), [
        '--morph=kubelet',
        `--name=${node.name}`,
        `--kubeconfig=${kubeconfig(`system:node:${node.name}`)}`,
        `--kubelet-port=${kubeletPorts[position] ?? 0}`,
        '--kubelet-read-only-port=0',
        ...(labels.length > 0 ? [`--node-labels=${labels.join(',')}`] : []),
      ]),
    );
  }
  await until('the nodes are ready', async () => {
    const ready = await kubectl(
      'get',
      'nodes',
      '-o',
      'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}',
    );
    return ready.split(' ').filter((status) => status === 'True').length === nodes.length;
  });
  await until(
    'namespaces have service accounts',
    async () => (await kubectl('get', 'serviceaccount', 'default', '-o', 'name')) !== '',
  );
  const { gitVersion } = JSON.parse(await kubectl('get', '--raw', '/version')) as { gitVersion: string };

  return {
    name,
    version: gitVersion,
    url,
    kubeconfig: admin,
    programs: at('bin'),
    kubeconfigOf: kubeconfig,
    kubectl,
    json,
    async apply(objects) {
      await new Promise<void>((resolve, reject) => {
        const child = spawn(at('bin/kubectl'), ['apply', '-f', '-'], {
          env,
          stdio: ['pipe', 'ignore', 'pipe'],
        });
        let complaint = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
        child.once('error', reject);
        child.once('close', (code) =>
          code === 0 ? resolve() : reject(new Error(`kubectl apply: ${complaint.slice(0, 2_000)}`)),
        );
        child.stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
      });
    },
    until,
    async stopNode(node) {
      const kubelet = kubelets.get(node);
      if (!kubelet) throw new Error(`there is no node ${node}`);
      started.splice(started.indexOf(kubelet), 1);
      await kubelet[Symbol.asyncDispose]();
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Free at this moment, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { SshProfile } from '../../../support/ssh-hosts.ts';
import type { ActionTrial, RealSystem } from '../../real-system.ts';
import { notRunning } from '../not-running.ts';
import { missingForCeph, startCeph, type CephCluster } from './cluster.ts';
import { cephTruth } from './truth.ts';

/** Both hosts that may ask the cluster, each with an account that reads and one that changes. */
export const profiles = ({ open }: CephCluster): SshProfile[] =>
  open.flatMap((host) => [
    { name: host.name, host, user: 'docs', more: { role: 'operator', group: 'prod' } },
    { name: `${host.name}-ops`, host, user: 'docs-ops', more: { role: 'operator', group: 'prod' } },
  ]);

export const cephSystem: RealSystem = {
  id: 'ceph',
  title: 'Ceph',
  missing: missingForCeph,
  async start({ folder, bin, say }) {
    const cluster = await startCeph(folder, say);
    const version = (await cluster.admin.run('ceph', '--version')).split(' ')[2] ?? '';
    return {
      version,
      sources: [
        {
          name: 'ceph',
          server: 'ssh-mcp 2.11.0',
          adapters: ['ssh-network', 'ssh-storage'],
          entry: cluster.site.server(bin('ssh-mcp'), profiles(cluster)),
          unseen: [/buckets of ceph-/, ...notRunning],
          truth: () => cephTruth(cluster),
          trials: trials(cluster),
        },
      ],
      [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
    };
  },
};

const osd = 'osd.3';

function trials(cluster: CephCluster): ActionTrial[] {
  const one = {
    target: (view: Parameters<ActionTrial['target']>[0]) =>
      view.all('disk').find(({ attributes }) => attributes.osd === osd),
    parameters: {},
  };
  return [
    {
      ...one,
      title: `${osd} is taken out`,
      action: 'osd.out',
      ends: 'succeeded',
      confirm: async () => (await weightOf(cluster)) ?? (await cleanWithout(cluster)),
    },
    {
      ...one,
      title: `${osd} is taken in again`,
      action: 'osd.in',
      ends: 'succeeded',
      confirm: async () => {
        const weight = await weightOf(cluster, 1);
        await cluster.settled();
        return weight;
      },
    },
    {
      ...one,
      title: `${osd} is taken out, another one fails meanwhile, and it is taken in again`,
      action: 'osd.out',
      ends: 'rolled-back',
      hinder: () => Promise.resolve(failAnother(cluster)),
      confirm: () => weightOf(cluster, 1),
    },
  ];
}

/** @returns what is not as it should be */
async function weightOf(cluster: CephCluster, expected = 0): Promise<string | undefined> {
  const { osds } = (await cluster.ask('ceph', 'osd', 'dump')) as {
    osds: { osd: number; in: number; weight: number }[];
  };
  const found = osds.find((one) => `osd.${one.osd}` === osd);
  return found?.weight === expected && found.in === expected
    ? undefined
    : `${osd} should have the weight ${expected}: ${JSON.stringify(found)}`;
}

async function cleanWithout(cluster: CephCluster): Promise<string | undefined> {
  await cluster.settled();
  // Left out where there is none.
  const { pg_stats: left = [] } = (await cluster.ask('ceph', 'pg', 'ls-by-osd', osd)) as {
    pg_stats?: unknown[];
  };
  return left.length === 0 ? undefined : `${left.length} placement groups are still on ${osd}`;
}

/** As soon as the one is out, another goes down and cannot come up: placement groups lack copies. */
function failAnother(cluster: CephCluster): AsyncDisposable {
  const ended = new AbortController();
  const watch = (async () => {
    while (!ended.signal.aborted) {
      if ((await weightOf(cluster)) === undefined) {
        await cluster.admin.shell('ceph osd set noup && ceph osd down osd.1');
        return;
      }
      await sleep(300);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      ended.abort();
      await watch;
      await cluster.admin.run('ceph', 'osd', 'unset', 'noup');
      await cluster.settled();
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  missingForHosts,
  startSshSite,
  type NamespacedHost,
  type SshSite,
} from '../../../support/ssh-hosts.ts';

/** Why no Ceph cluster can be brought up here; undefined: one can. */
export async function missingForCeph(): Promise<string | undefined> {
  const why = await missingForHosts(['ceph', 'ceph-mon', 'ceph-mgr', 'ceph-osd', 'ceph-mds', 'rbd']);
  return (
    why && `${why} (apt-get install ceph-mon ceph-mgr ceph-osd ceph-mds ceph-common openssh-server sudo)`
  );
}

export interface CephCluster extends AsyncDisposable {
  readonly site: SshSite;
  /** With a monitor and an OSD each but for the last, which has only an OSD. */
  readonly hosts: readonly NamespacedHost[];
  /** Has the key that may do everything. */
  readonly admin: NamespacedHost;
  /** Those that may be asked over ssh-mcp. */
  readonly open: readonly NamespacedHost[];
  /** Asks the cluster itself: `ceph` and others, as JSON. */
  ask(program: string, ...args: readonly string[]): Promise<unknown>;
  /** Until every placement group is where it should be. */
  settled(): Promise<void>;
}

export const names = ['stor-a', 'stor-b', 'stor-c', 'stor-d'] as const;
const fsid = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

/** Three monitors, a manager, a metadata server and four OSDs on four hosts; pools of both kinds, images, CephFS. */
export async function startCeph(folder: string, say: (line: string) => void): Promise<CephCluster> {
  const site = await startSshSite(folder);
  try {
    const hosts: NamespacedHost[] = [];
    for (const name of names)
      hosts.push(await site.add(name, { users: [{ name: 'docs' }, { name: 'docs-ops' }] }));
    const [admin] = hosts;
    if (!admin) throw new Error('expected a host');
    const mons = hosts.slice(0, 3);
    const conf = configuration(mons);
    await Promise.all(
      hosts.map((host) =>
        host.run('sh', '-c', 'mkdir -p /etc/ceph; printf %s "$1" > /etc/ceph/ceph.conf', 'sh', conf),
      ),
    );
    say('monitors');
    await startMonitors(admin, mons);
    await startManager(admin, hosts);
    say('OSDs');
    for (const [id, host] of hosts.entries()) await host.shell(startOsd(id));
    const [, second = admin] = hosts;
    await second.shell(startMds);
    const cluster: CephCluster = {
      site,
      hosts,
      admin,
      open: [admin, second],
      ask: async (program, ...args) =>
        JSON.parse(await admin.run(program, ...args, '--format', 'json')) as unknown,
      settled: () => settled(admin),
      [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
    };
    say('pools, images and a file system');
    await admin.shell(fill);
    await letIn(admin, [admin, second]);
    await settled(admin);
    return cluster;
  } catch (error) {
    await site[Symbol.asyncDispose]();
    throw error;
  }
}

function configuration(mons: readonly NamespacedHost[]): string {
  return `[global]
fsid = ${fsid}
mon initial members = ${mons.map(({ name }) => name).join(', ')}
mon host = ${mons.map(({ address }) => address).join(', ')}
public network = 198.18.0.0/24
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
osd pool default size = 2
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
osd memory target = 939524096
bluestore block size = 2147483648
mgr initial modules =
mon data avail warn = 1
mon allow pool delete = true
mon osd min in ratio = 0.1
mon osd down out interval = 3600
`;
}

async function startMonitors(admin: NamespacedHost, mons: readonly NamespacedHost[]): Promise<void> {
  const map = mons
    .map(({ name, address }) => `--addv ${name} '[v2:${address}:3300,v1:${address}:6789]'`)
    .join(' ');
  await admin.shell(`
cd /etc/ceph
ceph-authtool --create-keyring mon.keyring --gen-key -n mon. --cap mon 'allow *'
ceph-authtool --create-keyring ceph.client.admin.keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mds 'allow *' --cap mgr 'allow *'
ceph-authtool mon.keyring --import-keyring ceph.client.admin.keyring
chmod 600 ceph.client.admin.keyring mon.keyring
monmaptool --create --fsid ${fsid} ${map} monmap`);
  const copy = async (file: string, to: NamespacedHost) => {
    const text = await admin.run('base64', '-w0', `/etc/ceph/${file}`);
    await to.run(
      'sh',
      '-c',
      `printf %s "$1" | base64 -d > /etc/ceph/${file}; chmod 600 /etc/ceph/${file}`,
      'sh',
      text,
    );
  };
  for (const host of mons) {
    if (host !== admin)
      for (const file of ['mon.keyring', 'monmap', 'ceph.client.admin.keyring']) await copy(file, host);
    await host.shell(`
mkdir -p /var/lib/ceph/mon/ceph-${host.name} /var/log/ceph /run/ceph
ceph-mon -i ${host.name} --mkfs --monmap /etc/ceph/monmap --keyring /etc/ceph/mon.keyring
ceph-mon -i ${host.name}`);
  }
}

async function startManager(admin: NamespacedHost, hosts: readonly NamespacedHost[]): Promise<void> {
  await admin.shell(`
mkdir -p /var/lib/ceph/mgr/ceph-${admin.name}
ceph --connect-timeout 60 auth get-or-create mgr.${admin.name} mon 'allow profile mgr' osd 'allow *' mds 'allow *' -o /var/lib/ceph/mgr/ceph-${admin.name}/keyring
ceph-mgr -i ${admin.name}`);
  const key = await admin.run('base64', '-w0', '/etc/ceph/ceph.client.admin.keyring');
  for (const host of hosts)
    if (host !== admin)
      await host.run(
        'sh',
        '-c',
        'umask 077; printf %s "$1" | base64 -d > /etc/ceph/ceph.client.admin.keyring; mkdir -p /var/log/ceph /run/ceph',
        'sh',
        key,
      );
}

const startOsd = (id: number) => `
uuid=$(uuidgen)
secret=$(ceph-authtool --gen-print-key)
home=/var/lib/ceph/osd/ceph-${id}
mkdir -p $home
echo "{\\"cephx_secret\\": \\"$secret\\"}" | ceph osd new $uuid ${id} -i -
ceph-authtool --create-keyring $home/keyring --name osd.${id} --add-key $secret
ceph-osd -i ${id} --mkfs --osd-uuid $uuid
ceph-osd -i ${id}`;

const startMds = `
mkdir -p /var/lib/ceph/mds/ceph-m
ceph auth get-or-create mds.m mon 'profile mds' mgr 'profile mds' mds 'allow *' osd 'allow *' -o /var/lib/ceph/mds/ceph-m/keyring
ceph-mds -i m`;

const fill = `
ceph osd erasure-code-profile set ec21 k=2 m=1 crush-failure-domain=host
ceph osd pool create vms 16 16 replicated
ceph osd pool application enable vms rbd
ceph osd pool set-quota vms max_bytes 1073741824
ceph osd pool create archive 8 8 erasure ec21
ceph osd pool application enable archive rgw
ceph osd pool create fs-meta 8
ceph osd pool create fs-data 8
ceph fs new shared fs-meta fs-data
rbd create vms/db01 --size 256M
rbd create vms/web01 --size 128M
rbd create vms/build --size 64M
rbd snap create vms/db01@before-upgrade --no-progress
rbd snap create vms/db01@weekly --no-progress
rbd snap protect vms/db01@weekly
rbd bench --io-type write vms/web01 --io-total 8M --io-size 1M --io-pattern seq`;

/** One account that may look, and one that may take OSDs out and in besides; neither may anything else. */
const accounts = {
  docs: "mon 'allow r' mgr 'allow r' osd 'profile rbd-read-only'",
  'docs-ops': `mon 'allow r, allow command "osd out", allow command "osd in"' mgr 'allow r'`,
} as const;
const keyOf = (account: string) => `/etc/ceph/ceph.client.${account}.keyring`;

async function letIn(admin: NamespacedHost, hosts: readonly NamespacedHost[]): Promise<void> {
  for (const [account, may] of Object.entries(accounts)) {
    const file = keyOf(account);
    await admin.shell(`ceph auth get-or-create client.${account} ${may} -o ${file}`);
    const key = await admin.run('base64', '-w0', file);
    for (const host of hosts) {
      await host.run('sh', '-e', '-c', `printf %s "$1" | base64 -d > ${file}`, 'sh', key);
      await host.shell(`
chown ${account} ${file}
chmod 400 ${file}
printf 'Match User ${account}\n  SetEnv CEPH_ARGS="--id ${account}"\n' >> /etc/ssh/sshd_config`);
    }
  }
  for (const host of hosts) await host.shell('kill -HUP $(cat /run/sshd.pid)');
}

async function settled(admin: NamespacedHost): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const { pgmap, osdmap } = JSON.parse(await admin.run('ceph', 'status', '--format', 'json')) as {
      pgmap: { num_pgs: number; pgs_by_state: { state_name: string; count: number }[] };
      osdmap: { num_osds: number; num_up_osds: number };
    };
    const clean = pgmap.pgs_by_state.find(({ state_name: state }) => state === 'active+clean')?.count;
    if (osdmap.num_up_osds === osdmap.num_osds && clean === pgmap.num_pgs && pgmap.num_pgs > 0) return;
    await sleep(500);
  }
  throw new Error(`the cluster does not settle: ${await admin.run('ceph', 'status')}`);
}

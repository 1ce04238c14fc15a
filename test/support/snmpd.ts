import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

const programs = ['snmpd', 'snmpwalk', 'lldpd', 'snmp-bridge-mib', 'ip', 'unshare'];

/** Why real devices cannot be brought up here; undefined: they can. Changes nothing. */
export function missingForSnmpd(): string | undefined {
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  const absent = programs.filter(
    (program) => spawnSync('/bin/sh', ['-c', `command -v ${program}`], { env: { PATH: path } }).status !== 0,
  );
  if (absent.length > 0)
    return `${absent.join(', ')} not found (on Debian: snmpd snmp libsnmp-perl lldpd iproute2 util-linux)`;
  const tried = spawnSync('unshare', ['-n', '-m', '-u', 'ip', 'link', 'set', 'lo', 'up'], {
    env: { PATH: path },
  });
  return tried.status === 0
    ? undefined
    : 'network namespaces may not be made here (it takes root, or CAP_SYS_ADMIN)';
}

export const withoutSnmpd = (() => {
  const why = missingForSnmpd();
  return why === undefined ? '' : ` (skipped: ${why})`;
})();

export const secrets = {
  SNMP_COMMUNITY: 'only-to-read',
  SNMP_WRITE_COMMUNITY: 'also-to-write',
  SNMP_AUTH: 'authentication-1',
  SNMP_PRIVACY: 'privacy-passes-1',
} as const;

/** One device of the network: a Linux namespace with its own snmpd, lldpd and host name. */
export interface RealDevice {
  readonly name: string;
  readonly address: string;
  /** Runs a program in its namespace. */
  run(program: string, ...args: readonly string[]): Promise<string>;
}

export interface SnmpdNetwork extends AsyncDisposable {
  readonly devices: readonly RealDevice[];
  /** Runs a program on a host that hangs on a bridge. */
  readonly host: (name: 'host-1' | 'host-2', program: string, ...args: readonly string[]) => Promise<string>;
  /** Where every device can be reached from: what talks to them runs behind this prefix. */
  readonly reach: readonly [program: string, ...args: string[]];
  /** File of devices for our server. */
  readonly file: string;
  /** Every object below an OID as snmpwalk has it: OID → value as it writes it with `-Oqn`. */
  readonly walk: (device: string, oid: string) => Promise<Map<string, string>>;
  /** Of net-snmp. */
  readonly version: string;
}

const port = 10_161;
const options = (name: string): readonly string[] =>
  name === 'leaf-1'
    ? ['-v2c', '-c', secrets.SNMP_COMMUNITY]
    : name === 'leaf-2'
      ? [
          '-v3',
          '-u',
          'docs',
          '-l',
          'authPriv',
          '-a',
          'SHA-256',
          '-A',
          secrets.SNMP_AUTH,
          '-x',
          'AES',
          '-X',
          secrets.SNMP_PRIVACY,
        ]
      : ['-v3', '-u', 'signed', '-l', 'authNoPriv', '-a', 'SHA', '-A', secrets.SNMP_AUTH];

/**
 * Two bridges and a router between them and two hosts, all in namespaces of their own:
 *
 *     host-1 ── eth2 leaf-1 eth1 ── eth1 leaf-2 eth2 ── host-2
 *                                        leaf-2 eth3 ── eth1 edge-1
 *
 * Every device has besides `mgmt0` in one network, where `reach` stands. leaf-1 speaks v2c, leaf-2 v3 authPriv, edge-1
 * v3 authNoPriv. Whatever it writes is in `folder`.
 */
export async function startSnmpdNetwork(
  folder: string,
  more: { /** A device that stands in the file and is not there. */ readonly silent?: string } = {},
): Promise<SnmpdNetwork> {
  const id = `${process.pid.toString(36)}${Math.floor(performance.now()).toString(36)}`;
  const names = ['reach', 'leaf-1', 'leaf-2', 'edge-1', 'host-1', 'host-2'] as const;
  const space = (name: string) => `dd-${id}-${name}`;
  const made: string[] = [];
  const started: { pid: number; ended: Promise<void> }[] = [];
  const environment = {
    ...process.env,
    PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
    MIBS: '',
    SNMP_PERSISTENT_DIR: join(folder, 'snmp'),
    SNMPCONFPATH: folder,
  };
  const ip = async (...args: readonly string[]) => {
    await run('ip', [...args], { env: environment });
  };
  const within = async (name: string, program: string, ...args: readonly string[]) =>
    (
      await run('ip', ['netns', 'exec', space(name), program, ...args], {
        env: environment,
        maxBuffer: 1 << 26,
      })
    ).stdout;
  const stop = async () => {
    // The shell ends what it has begun and waits for it; what would be left after that goes with its group.
    for (const { pid } of started) kill(pid, 'SIGTERM');
    await Promise.race([Promise.all(started.map(({ ended }) => ended)), sleep(5_000)]);
    for (const { pid } of started) kill(-pid, 'SIGKILL');
    for (const name of made) await ip('netns', 'del', name).catch(() => undefined);
  };

  try {
    for (const name of names) {
      await ip('netns', 'add', space(name));
      made.push(space(name));
      await ip('-n', space(name), 'link', 'set', 'lo', 'up');
    }
    let ends = 0;
    // Addresses that snmpwalk never takes for text, the same each time.
    const mac = () => `02:00:00:00:00:${(ends += 1).toString(16).padStart(2, '0')}`;
    const cable = async (one: string, onePort: string, other: string, otherPort: string) => {
      const near = ['name', onePort, 'address', mac(), 'type', 'veth'];
      const far = ['peer', 'name', otherPort, 'address', mac(), 'netns', space(other)];
      await ip('-n', space(one), 'link', 'add', ...near, ...far);
      await ip('-n', space(one), 'link', 'set', onePort, 'up');
      await ip('-n', space(other), 'link', 'set', otherPort, 'up');
    };
    const bridge = async (on: string, name: string, ports: readonly string[]) => {
      await ip('-n', space(on), 'link', 'add', name, 'type', 'bridge');
      await ip('-n', space(on), 'link', 'set', name, 'up');
      for (const one of ports) await ip('-n', space(on), 'link', 'set', one, 'master', name);
    };
    const managed = ['leaf-1', 'leaf-2', 'edge-1'] as const;
    for (const name of managed) await cable(name, 'mgmt0', 'reach', name);
    await bridge('reach', 'mgmt', managed);
    await ip('-n', space('reach'), 'addr', 'add', '198.51.100.1/24', 'dev', 'mgmt');
    await cable('leaf-1', 'eth1', 'leaf-2', 'eth1');
    await cable('leaf-1', 'eth2', 'host-1', 'eth0');
    await cable('leaf-2', 'eth2', 'host-2', 'eth0');
    await cable('leaf-2', 'eth3', 'edge-1', 'eth1');
    await bridge('leaf-1', 'br0', ['eth1', 'eth2']);
    await bridge('leaf-2', 'br0', ['eth1', 'eth2', 'eth3']);
    await ip('-n', space('edge-1'), 'addr', 'add', '192.0.2.1/24', 'dev', 'eth1');
    await ip('-n', space('host-1'), 'addr', 'add', '192.0.2.11/24', 'dev', 'eth0');
    await ip('-n', space('host-2'), 'addr', 'add', '192.0.2.12/24', 'dev', 'eth0');
    // What lldpd finds without a carrier when it starts it may never speak on.
    for (const name of managed)
      await settled(async () => {
        const ports = z
          .array(z.object({ ifname: z.string(), operstate: z.string() }))
          .parse(JSON.parse(await within(name, 'ip', '-j', 'link')));
        const down = ports.filter(({ ifname, operstate }) => ifname !== 'lo' && operstate !== 'UP');
        return down.length === 0
          ? undefined
          : `${down.map(({ ifname }) => ifname).join(', ')} of ${name} are down`;
      });
    await within('edge-1', 'sysctl', '-q', '-w', 'net.ipv4.ip_forward=1');

    const devices: RealDevice[] = [];
    for (const [place, name] of managed.entries()) {
      const address = `198.51.100.${place + 11}`;
      await ip('-n', space(name), 'addr', 'add', `${address}/24`, 'dev', 'mgmt0');
      const bridged = name.startsWith('leaf');
      const own = join(folder, name);
      mkdirSync(join(own, 'snmp'), { recursive: true });
      writeFileSync(join(own, 'snmpd.conf'), agentConfiguration(name, address));
      writeFileSync(join(own, 'dot1qbridge.conf'), 'agentxsocket unix:/run/agentx\n');
      const child = spawn(
        'ip',
        [
          'netns',
          'exec',
          space(name),
          'unshare',
          '-m',
          '-u',
          '/bin/sh',
          '-c',
          deviceScript(name, own, bridged),
        ],
        {
          env: { ...environment, SNMP_PERSISTENT_DIR: join(own, 'snmp'), SNMPCONFPATH: own },
          stdio: 'ignore',
          detached: true,
        },
      );
      if (child.pid === undefined) throw new Error(`the device ${name} could not be started`);
      started.push({ pid: child.pid, ended: new Promise((resolve) => child.once('exit', () => resolve())) });
      devices.push({ name, address, run: (program, ...args) => within(name, program, ...args) });
    }
    const walk = async (device: string, oid: string) => {
      const found = devices.find(({ name }) => name === device);
      const out = await within(
        'reach',
        'snmpwalk',
        ...options(device),
        '-Oqn',
        '-Oe',
        `${found?.address ?? device}:${port}`,
        oid,
      );
      return rowsOf(out);
    };
    await untilKnown(devices, walk);
    // Traffic, so that bridges have seen whom they connect.
    await within('host-1', 'ping', '-c', '1', '-W', '2', '192.0.2.12').catch(() => undefined);
    const file = join(folder, 'devices.yaml');
    writeFileSync(file, deviceFile(devices, more.silent));
    const version = (await run('snmpd', ['-v'], { env: environment })).stdout;
    return {
      devices,
      host: within,
      reach: ['ip', 'netns', 'exec', space('reach')],
      file,
      walk,
      version: /version:\s*(\S+)/.exec(version)?.[1] ?? 'unknown',
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function agentConfiguration(name: string, address: string): string {
  return [
    `agentaddress udp:${address}:${port}`,
    ...(name === 'leaf-1'
      ? [`rocommunity ${secrets.SNMP_COMMUNITY}`, `rwcommunity ${secrets.SNMP_WRITE_COMMUNITY}`]
      : name === 'leaf-2'
        ? [
            `createUser docs SHA-256 "${secrets.SNMP_AUTH}" AES "${secrets.SNMP_PRIVACY}"`,
            'rwuser docs authPriv',
          ]
        : [`createUser signed SHA "${secrets.SNMP_AUTH}"`, 'rouser signed authNoPriv']),
    `sysName ${name}`,
    'sysLocation rack 1',
    'sysContact noc@example.net',
    'master agentx',
    'agentXSocket unix:/run/agentx',
    '',
  ].join('\n');
}

/**
 * Its own host name and its own /run, so that nothing of it is seen outside. It tells its neighbours of itself every
 * second, for what was said before the other end was there is lost.
 */
function deviceScript(name: string, folder: string, bridged: boolean): string {
  const lldp = '-u /run/lldpd.socket';
  return [
    'begun=',
    "trap 'kill $begun; wait; exit 0' TERM",
    `hostname ${name}`,
    'mount -t tmpfs tmpfs /run',
    'mkdir -p /run/lldpd',
    `snmpd -f -Lf ${folder}/snmpd.log -C -c ${folder}/snmpd.conf -p /run/snmpd.pid & begun="$begun $!"`,
    'until [ -S /run/agentx ]; do sleep 0.05; done',
    `lldpd -d -x -X /run/agentx ${lldp} -I 'eth*' >${folder}/lldpd.log 2>&1 & begun="$begun $!"`,
    'until [ -S /run/lldpd.socket ]; do sleep 0.05; done',
    ...(bridged ? [`snmp-bridge-mib br0 >${folder}/bridge.log 2>&1 & begun="$begun $!"`] : []),
    // Now and then it starts without sending anything until its interval of 30 s is over: resumed, it does.
    `while :; do lldpcli ${lldp} pause; lldpcli ${lldp} resume; sleep 1; lldpcli ${lldp} update; sleep 2; done >/dev/null 2>&1 & begun="$begun $!"`,
    'wait',
  ].join('\n');
}

function deviceFile(devices: readonly RealDevice[], silent: string | undefined): string {
  return [
    'credentials:',
    '  read: { version: 2c, communityEnv: SNMP_COMMUNITY }',
    '  write: { version: 2c, communityEnv: SNMP_WRITE_COMMUNITY }',
    '  docs:',
    '    version: 3',
    '    user: docs',
    '    auth: { protocol: sha256, passwordEnv: SNMP_AUTH }',
    '    privacy: { protocol: aes, passwordEnv: SNMP_PRIVACY }',
    '  signed: { version: 3, user: signed, auth: { protocol: sha, passwordEnv: SNMP_AUTH } }',
    `defaults: { port: ${port}, timeoutMs: 1000 }`,
    'devices:',
    ...devices.map(({ name, address }) => {
      const credentials =
        name === 'leaf-1'
          ? 'credentials: read, writeCredentials: write'
          : name === 'leaf-2'
            ? 'credentials: docs, writeCredentials: docs'
            : 'credentials: signed';
      return `  - { name: ${name}, address: ${address}, site: lab, role: ${name.startsWith('leaf') ? 'switch' : 'router'}, ${credentials} }`;
    }),
    ...(silent === undefined
      ? []
      : [`  - { name: ${silent}, address: 198.51.100.99, site: lab, role: switch, credentials: read }`]),
    '',
  ].join('\n');
}

/** Each neighbour is known to both ends, and the bridges say what they are. */
async function untilKnown(
  devices: readonly RealDevice[],
  walk: (device: string, oid: string) => Promise<Map<string, string>>,
): Promise<void> {
  const neighbours: Readonly<Record<string, number>> = { 'leaf-1': 1, 'leaf-2': 2, 'edge-1': 1 };
  for (const { name } of devices)
    await settled(async () => {
      const known = await walk(name, '1.0.8802.1.1.2.1.4.1.1.9');
      const ports = name.startsWith('leaf') ? (await walk(name, '1.3.6.1.2.1.17.1.4.1.2')).size : 1;
      return known.size === neighbours[name] && ports > 0
        ? undefined
        : `${name} knows ${known.size} neighbours and shows ${ports} ports`;
    });
}

/** @param look says what is still missing */
async function settled(look: () => Promise<string | undefined>): Promise<void> {
  for (const until = Date.now() + 12_000; ;) {
    const missing = await look().catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (missing === undefined) return;
    if (Date.now() > until) throw new Error(missing);
    await sleep(100);
  }
}

function rowsOf(text: string): Map<string, string> {
  const rows = new Map<string, string>();
  for (const line of text.split(/\n(?=\.)/)) {
    const match = /^\.([\d.]+) ?([^]*)$/.exec(line.trimEnd());
    const [, oid, value] = match ?? [];
    if (oid !== undefined && value !== undefined && !/^No (Such|more)/.test(value)) rows.set(oid, value);
  }
  return rows;
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

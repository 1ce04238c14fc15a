import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const sbin = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Programs of these that this machine has not. */
export function missingPrograms(names: readonly string[]): string[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...sbin];
  return names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
}

const needed = ['unshare', 'nsenter', 'ip', 'mount', 'sshd', 'ssh-keygen', 'sudo', 'useradd'];

/** Why hosts of this kind cannot be brought up here; undefined: they can. */
export async function missingForHosts(more: readonly string[] = []): Promise<string | undefined> {
  const absent = missingPrograms([...needed, ...more]);
  if (absent.length > 0) return `there is no ${absent.join(', no ')}`;
  try {
    await execute('unshare', [
      '--net',
      '--mount',
      '--uts',
      '--pid',
      '--fork',
      'mount',
      '-t',
      'tmpfs',
      'tmpfs',
      '/mnt',
    ]);
    return undefined;
  } catch {
    return 'namespaces and mounts of its own need root, or a container that allows them';
  }
}

export interface HostUser {
  readonly name: string;
  /** Lines of sudoers after `NAME ALL=(root) NOPASSWD:`. */
  readonly sudo?: readonly string[];
}

export interface HostOptions {
  readonly users: readonly HostUser[];
  /** Programs of this machine that it has not, by their whole path. */
  readonly without?: readonly string[];
  /** `PRETTY_NAME` and others of `/etc/os-release`; left out, that of this machine. */
  readonly osRelease?: Readonly<Record<string, string>>;
}

/**
 * What looks like a Linux host of its own: network, processes, host name, and its own writable copy of `/etc`, `/var`,
 * `/run` and `/home`, so that nothing of this machine is touched. It ends with the process that made it.
 */
export interface NamespacedHost {
  readonly name: string;
  readonly address: string;
  /** Its first process, as this machine numbers it. */
  readonly pid: number;
  /** Runs a program in it as root. @returns what it printed; @throws with what it complained about */
  run(program: string, ...args: readonly string[]): Promise<string>;
  /** The same with a shell, which ends at the first command that fails. */
  shell(script: string): Promise<string>;
}

export interface SshProfile {
  readonly name: string;
  readonly host: Pick<NamespacedHost, 'address'>;
  readonly user: string;
  /** As in ssh-mcp's configuration. */
  readonly more?: Readonly<Record<string, string | boolean | number>>;
}

/** Hosts on one management network, each with an sshd, and ssh-mcp in front of them. */
export interface SshSite extends AsyncDisposable {
  add(name: string, options: HostOptions): Promise<NamespacedHost>;
  /** A cable between two hosts. */
  cable(one: readonly [NamespacedHost, string], other: readonly [NamespacedHost, string]): Promise<void>;
  /** How ssh-mcp is started for these profiles, inside the management network. `policy` is TOML. */
  server(
    program: string,
    profiles: readonly SshProfile[],
    policy?: string,
  ): {
    readonly command: string;
    readonly args: readonly string[];
  };
}

const network = '198.18.0';

export async function startSshSite(folder: string): Promise<SshSite> {
  const hosts = new Map<string, ChildProcess>();
  const key = join(folder, 'id_ed25519');
  await execute('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', key]);
  const publicKey = readFileSync(`${key}.pub`, 'utf8').trim();

  const stop = async () => {
    for (const child of hosts.values()) {
      const ended = child.exitCode ?? child.signalCode ?? once(child, 'exit');
      child.stdin?.end();
      await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
    hosts.clear();
  };

  const begin = async (name: string, address: string): Promise<NamespacedHost> => {
    // Its first process ends when this one does, and with it every process of the host.
    const child = spawn(
      'unshare',
      [
        '--net',
        '--mount',
        '--uts',
        '--ipc',
        '--pid',
        '--fork',
        '--kill-child',
        '--mount-proc',
        'sh',
        '-c',
        prepare,
        'sh',
        name,
      ],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    hosts.set(name, child);
    const complaints: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
    const said = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (!String(said[0]).startsWith('ready'))
      throw new Error(`${name} did not start: ${complaints.join('')}`);
    const pid = firstChildOf(child.pid ?? 0);
    const run = async (program: string, ...args: readonly string[]) => {
      try {
        const enter = ['-t', String(pid), '-m', '-n', '-u', '-i', '-p', '--', program, ...args];
        const { stdout } = await execute('nsenter', enter, { maxBuffer: 64 * 1024 * 1024, env: cleanEnv });
        return stdout;
      } catch (error) {
        const why = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
        throw new Error(`${name}: ${[program, ...args].join(' ').slice(0, 200)}: ${why.trim()}`, {
          cause: error,
        });
      }
    };
    return { name, address, pid, run, shell: (script) => run('sh', '-e', '-c', script) };
  };

  let management: NamespacedHost;
  try {
    management = await begin('management', `${network}.1`);
    await management.shell(
      `ip link add mgmt type bridge && ip addr add ${network}.1/24 dev mgmt && ip link set mgmt up`,
    );
  } catch (error) {
    await stop();
    throw error;
  }

  const cable: SshSite['cable'] = async ([one, port], [other, otherPort]) => {
    const end = ['type', 'veth', 'peer', 'name', otherPort, 'netns', String(other.pid)];
    await execute('nsenter', ['-t', String(one.pid), '-n', '--', 'ip', 'link', 'add', port, ...end]);
    await Promise.all([
      one.run('ip', 'link', 'set', port, 'up'),
      other.run('ip', 'link', 'set', otherPort, 'up'),
    ]);
  };

  return {
    cable,
    async add(name, { users, osRelease, without = [] }) {
      const number = 10 + hosts.size;
      const host = await begin(name, `${network}.${number}`);
      await cable([management, `to${number}`], [host, 'eth0']);
      await management.run('ip', 'link', 'set', `to${number}`, 'master', 'mgmt');
      await host.shell(`ip addr add ${host.address}/24 dev eth0 && ip route add default via ${network}.1`);
      if (without.length > 0) {
        await host.shell(overlay('usr'));
        await host.run('rm', '-f', ...without);
      }
      if (osRelease) {
        const text = Object.entries(osRelease).map(([field, value]) => `${field}="${value}"`);
        await host.run(
          'sh',
          '-c',
          'rm -f /etc/os-release; printf "%s\\n" "$@" > /etc/os-release',
          'sh',
          ...text,
        );
      }
      for (const user of users) await addUser(host, user, publicKey);
      await host.shell(startSshd(host.address));
      return host;
    },
    server(program, profiles, policy = '') {
      const home = join(folder, 'ssh-mcp');
      mkdirSync(home, { recursive: true, mode: 0o700 });
      const file = join(home, `config-${Date.now()}.toml`);
      writeFileSync(file, `${profiles.map((profile) => profileToml(profile, key)).join('\n')}\n${policy}`);
      chmodSync(file, 0o600);
      return {
        command: 'nsenter',
        args: [`--net=/proc/${management.pid}/ns/net`, '--', process.execPath, program, `--config=${file}`],
      };
    },
    [Symbol.asyncDispose]: stop,
  };
}

const cleanEnv = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };

/** A copy that is written to in memory, over what this machine has. */
const overlay = (folder: string) => `
mkdir -p /run/.over/${folder}/up /run/.over/${folder}/work
mount -t overlay overlay -o lowerdir=/${folder},upperdir=/run/.over/${folder}/up,workdir=/run/.over/${folder}/work /${folder}`;

const prepare = `
set -e
mount -t tmpfs tmpfs /run
${['etc', 'var', 'home'].map(overlay).join('\n')}
mount -t sysfs sysfs /sys
mkdir -p /run/sshd /run/lock
rm -rf /etc/ssh/sshd_config.d /etc/sudoers.d/* /etc/ssh/ssh_host_*
hostname "$1"
echo "$1" > /etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 %s.example.net %s\n' "$1" "$1" > /etc/hosts
od -An -tx1 -N16 /dev/urandom | tr -d ' ' > /etc/machine-id
ip link set lo up
echo ready
exec cat
`;

/** The first process of its own process namespace is the only child of \`unshare\`. */
function firstChildOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  if (!child) throw new Error('the namespace has no process');
  return Number(child);
}

async function addUser(
  host: NamespacedHost,
  { name, sudo = [] }: HostUser,
  publicKey: string,
): Promise<void> {
  await host.shell(`useradd --create-home --shell /bin/bash --password '*' ${name}; mkdir -p /etc/ssh/keys`);
  await host.run('sh', '-c', 'echo "$1" > "/etc/ssh/keys/$2"', 'sh', publicKey, name);
  if (sudo.length === 0) return;
  const lines = sudo.map((line) => `${name} ALL=(root) NOPASSWD: ${line}`).join('\n');
  await host.run(
    'sh',
    '-c',
    'printf "%s\\n" "$1" > "/etc/sudoers.d/$2"; chmod 440 "/etc/sudoers.d/$2"; visudo -c >&2',
    'sh',
    lines,
    name,
  );
}

const startSshd = (address: string) => `
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
cat > /etc/ssh/sshd_config <<EOF
ListenAddress ${address}
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/keys/%u
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
UsePAM no
AcceptEnv AI_AGENT
EOF
/usr/sbin/sshd
`;

function profileToml({ name, host, user, more = {} }: SshProfile, key: string): string {
  const fields = { name, host: host.address, user, auth: 'key', keyRef: key, ...more };
  return `[[profiles]]\n${Object.entries(fields)
    .map(([field, value]) => `${field} = ${JSON.stringify(value)}`)
    .join('\n')}\n`;
}

import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Ends servers together with everything that they started. On POSIX every server leads a process group of its own; on
 * Windows `taskkill /t` walks the tree.
 */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    const force = signal === 'SIGKILL' ? ['/f'] : [];
    spawn('taskkill', ['/pid', String(pid), '/t', ...force], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => {},
    );
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

/**
 * Outlives us for a moment when we die without saying goodbye: a small shell that reads the groups to watch from its
 * input. When that ends, what is still alive is ended: most servers leave on their own as soon as their input closes,
 * a server that hangs does not.
 */
const guardScript = `
trap '' INT TERM HUP
live=
while read -r sign pid; do
  case $sign in
    +) live="$live $pid" ;;
    -) rest=; for one in $live; do [ "$one" = "$pid" ] || rest="$rest $one"; done; live=$rest ;;
  esac
done
[ -z "$live" ] && exit 0
sleep 1
for one in $live; do kill -TERM "-$one" 2>/dev/null; done
sleep 2
for one in $live; do kill -KILL "-$one" 2>/dev/null; done
exit 0
`;

let guard: { child: ChildProcess; input: Writable } | undefined;
const live = new Set<number>();

/** Puts a server's process group under guard until `release`. */
export function guardGroup(pid: number): { release(): void } {
  live.add(pid);
  if (live.size === 1) process.once('exit', endAll);
  tell(`+ ${pid}\n`);
  return {
    release() {
      if (!live.delete(pid)) return;
      if (live.size === 0) process.removeListener('exit', endAll);
      tell(`- ${pid}\n`);
    },
  };
}

function endAll(): void {
  for (const pid of live) signalGroup(pid, 'SIGTERM');
}

function tell(line: string): void {
  if (process.platform === 'win32') return;
  if (!guard) {
    const child = spawn('/bin/sh', ['-c', guardScript], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
      env: {},
    });
    // Without the guard an orderly end still ends every server; only a crash could leave a hanging one behind.
    child.on('error', () => {});
    child.stdin.on('error', () => {});
    child.on('exit', () => {
      guard = undefined;
    });
    child.unref();
    if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
    guard = { child, input: child.stdin };
    for (const pid of live) if (line !== `+ ${pid}\n`) guard.input.write(`+ ${pid}\n`);
  }
  guard.input.write(line);
}

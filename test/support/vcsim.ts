import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { connect } from 'node:tls';

/** Where a build of govmomi's vCenter simulator is looked for, when DATACENTER_DOCS_VCSIM does not name one. */
const cached = '.cache/vcsim/vcsim';

/** The simulator's program; undefined where there is none, and then what needs it is skipped. */
export function findVcsim(): string | undefined {
  const named = process.env['DATACENTER_DOCS_VCSIM'];
  if (named !== undefined && named !== '') return named;
  return existsSync(cached) ? cached : undefined;
}

export const withoutVcsim =
  findVcsim() === undefined ? ` (skipped: no vcsim in DATACENTER_DOCS_VCSIM or ${cached})` : '';

export interface Vcsim extends AsyncDisposable {
  readonly url: string;
  readonly fingerprint: string;
  readonly user: string;
  readonly password: string;
}

/** A vCenter (or with `-esx` a host) that speaks the real protocol, on a free port of loopback. */
export async function startVcsim(args: readonly string[]): Promise<Vcsim> {
  const program = findVcsim();
  if (program === undefined) throw new Error('there is no vcsim to start');
  const [user, password] = ['reader', 'only-for-tests'];
  const child = spawn(
    program,
    ['-l', '127.0.0.1:0', '-username', user, '-password', password, '-E', '-', ...args],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
  };
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const host = /GOVC_URL=https:\/\/(?:[^@]*@)?([^/\s]+)\/sdk/.exec(line)?.[1];
      if (host === undefined) continue;
      child.stdout.resume();
      const url = `https://${host}`;
      return {
        url,
        user,
        password,
        fingerprint: await fingerprintOf(new URL(url)),
        [Symbol.asyncDispose]: stop,
      };
    }
    throw new Error('vcsim ended without saying where it listens');
  } catch (error) {
    await stop();
    throw error;
  }
}

export function fingerprintOf(url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

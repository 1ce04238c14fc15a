import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { offeredProtocols } from '../../src/shared/contract/web-socket-protocols.ts';
import { runCli } from '../support/cli.ts';
import { httpRequest } from '../support/http-request.ts';
import { openFrameSocket } from '../support/socket-frames.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const collected = join(folder.path, 'collected');
const children = new Set<ChildProcess>();
let copies = 0;

const readinessSchema = z.strictObject({
  url: z.string(),
  origin: z.string(),
  port: z.number(),
  token: z.string(),
  pid: z.number(),
  dataDir: z.string(),
  version: z.string(),
});

beforeAll(async () => {
  const demo = await runCli(['--data-dir', collected, '--quiet', 'demo']);
  if (demo.code !== 0) throw new Error(`the demo ended with ${demo.code}: ${demo.stderr}`);
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(() => folder[Symbol.dispose]());

function copy(): string {
  copies += 1;
  const dataDir = join(folder.path, `copy-${copies}`);
  cpSync(collected, dataDir, { recursive: true });
  return dataDir;
}

/** Starts `serve` and waits for the line that it prints when it answers. */
async function serve(dataDir: string, args: readonly string[] = ['--port', '0']) {
  const child = spawn(
    process.execPath,
    [resolve('bin/datacenter-docs.mjs'), '--data-dir', dataDir, '--json', 'serve', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.add(child);
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  const line = new Promise<string>((done) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) done(stdout);
    });
  });
  const first = await Promise.race([line, ended.then((code) => `ended with ${code}: ${stdout}${stderr}`)]);
  const ready = readinessSchema.safeParse(parse(first));
  if (!ready.success) throw new Error(first);
  const { data } = ready;
  return {
    ...data,
    child,
    ended,
    output: () => stdout,
    bearer: { authorization: `Bearer ${data.token}` },
    socket: () =>
      openFrameSocket(`${data.origin.replace('http', 'ws')}/contract`, offeredProtocols(data.token)),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('datacenter-docs serve', () => {
  test('says in one line where it answers, and with which token', async () => {
    const dataDir = copy();
    const server = await serve(dataDir);
    expect(server.output().trimEnd().split('\n')).toHaveLength(1);
    expect(server).toMatchObject({
      url: `http://127.0.0.1:${server.port}/#token=${server.token}`,
      pid: server.child.pid,
      dataDir,
    });
    const health = await httpRequest(`${server.origin}/api/v1/health`, { headers: server.bearer });
    expect(health.json()).toMatchObject({ status: 'ok', host: 'server' });
  });

  test('listens on this machine alone', async () => {
    const server = await serve(copy());
    const listening = spawnSync('ss', ['-ltnH'], { encoding: 'utf8' });
    if (listening.error) return;
    const addresses = listening.stdout
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[3] ?? '')
      .filter((address) => address.endsWith(`:${server.port}`));
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.every((address) => /^(?:127\.0\.0\.1|\[::1\]):/.test(address))).toBe(true);
  });

  test('ends well on SIGTERM: clients are told, the directory is free, nothing is left lying', async () => {
    const dataDir = copy();
    const server = await serve(dataDir);
    const socket = await server.socket();
    await expect.poll(() => socket.frames.length).toBe(1);
    expect(existsSync(join(dataDir, 'attach.json'))).toBe(true);
    server.child.kill('SIGTERM');
    expect(await socket.closed).toEqual({ code: 1001 });
    expect(await server.ended).toBe(0);
    expect(existsSync(join(dataDir, 'attach.json'))).toBe(false);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
    await expect(httpRequest(server.origin)).rejects.toThrow('ECONNREFUSED');
  });

  test('a second signal ends it at once, whatever it waits for', async () => {
    const server = await serve(copy());
    // A request that never comes to its end.
    const half = connect(server.port, '127.0.0.1');
    half.on('error', () => {});
    half.write(
      `POST /api/v1/tickets HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 10\r\n\r\n{`,
    );
    await httpRequest(`${server.origin}/api/v1/health`);
    server.child.kill('SIGTERM');
    // It takes no more visitors, and waits.
    await expect
      .poll(() => httpRequest(`${server.origin}/api/v1/health`).catch((error: Error) => error.message))
      .toContain('ECONNREFUSED');
    expect(server.child.exitCode).toBeNull();
    // What follows on its heels counts as the same press of a key.
    await expect
      .poll(
        () => {
          server.child.kill('SIGTERM');
          return server.child.exitCode;
        },
        { timeout: 8_000 },
      )
      .toBe(130);
    half.destroy();
  });

  test('after a restart the address, the token and the sessions of browsers are still good', async () => {
    const dataDir = copy();
    const first = await serve(dataDir);
    const opened = await httpRequest(`${first.origin}/session`, { method: 'POST', headers: first.bearer });
    const cookie = opened.headers['set-cookie']?.split(';')[0] ?? '';
    const before = await first.socket();
    await expect.poll(() => before.frames.length).toBe(1);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await serve(dataDir, ['--port', String(first.port)]);
    expect(second.url).toBe(first.url);
    const answer = await httpRequest(`${second.origin}/api/v1/documents`, { headers: { cookie } });
    expect(answer.status).toBe(200);
    const after = await second.socket();
    await expect.poll(() => after.frames.length).toBe(1);
    // A page sees that it speaks with another process, and reads anew.
    expect(after.frames[0]?.['instance']).not.toBe(before.frames[0]?.['instance']);
    after.close();
  });

  test('--new-token ends every session', async () => {
    const dataDir = copy();
    const first = await serve(dataDir);
    const opened = await httpRequest(`${first.origin}/session`, { method: 'POST', headers: first.bearer });
    const cookie = opened.headers['set-cookie']?.split(';')[0] ?? '';
    first.child.kill('SIGTERM');
    await first.ended;
    const second = await serve(dataDir, ['--port', String(first.port), '--new-token']);
    expect(second.token).not.toBe(first.token);
    for (const headers of [{ cookie }, first.bearer]) {
      expect((await httpRequest(`${second.origin}/api/v1/documents`, { headers })).status).toBe(401);
    }
    expect(statSync(join(dataDir, 'server-token')).mode & 0o077).toBe(0);
  });

  test('the command line attaches with a token of its own, which opens nothing else', async () => {
    const dataDir = copy();
    const server = await serve(dataDir);
    const attachment = z
      .looseObject({ url: z.string(), token: z.string() })
      .parse(JSON.parse(readFileSync(join(dataDir, 'attach.json'), 'utf8')));
    expect(statSync(join(dataDir, 'attach.json')).mode & 0o077).toBe(0);
    expect(attachment.token).not.toBe(server.token);

    const attached = await openFrameSocket(attachment.url, offeredProtocols(attachment.token));
    await expect.poll(() => attached.frames[0]).toMatchObject({ t: 'hello' });
    attached.close();
    const wrong = await openFrameSocket(attachment.url, offeredProtocols(server.token));
    expect(await wrong.closed).toEqual({ code: 4401 });
    // A browser says which page it acts for, and has no business there.
    await expect(
      openFrameSocket(attachment.url, offeredProtocols(attachment.token), { origin: server.origin }),
    ).rejects.toThrow('refused with 403');
    const headers = { authorization: `Bearer ${attachment.token}` };
    expect((await httpRequest(`${server.origin}/api/v1/documents`, { headers })).status).toBe(401);
  });

  test.each([
    [['--listen', '0.0.0.0'], 'in the clear'],
    [['--listen', 'localhost'], 'expects an IP address'],
    [['--tls-cert', 'cert.pem'], 'go together'],
    [['--tls-cert', '/nonexistent', '--tls-key', '/nonexistent'], 'cannot be read'],
    [['--behind-proxy', 'docs.example.org'], 'expects scheme'],
    [['--port', '70000'], '70000'],
    [['--token-file', 'x', '--new-token'], 'brings its own'],
  ])('%j is said to be wrong before anything is opened', async (args, reason) => {
    const dataDir = join(folder.path, 'never-made');
    const run = await runCli(['--data-dir', dataDir, 'serve', ...args]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(reason);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a token that others can read is no token', async () => {
    const file = join(folder.path, 'token');
    writeFileSync(file, `${'t'.repeat(40)}\n`);
    chmodSync(file, 0o644);
    const open = await runCli(['--data-dir', copy(), 'serve', '--port', '0', '--token-file', file]);
    expect(open.code).toBe(1);
    expect(open.stderr).toContain('0644');
    chmodSync(file, 0o600);
    const server = await serve(copy(), ['--port', '0', '--token-file', file]);
    expect(server.token).toBe('t'.repeat(40));
    writeFileSync(file, 'short\n');
    expect((await runCli(['--data-dir', copy(), 'serve', '--token-file', file])).stderr).toContain(
      '32 to 512',
    );
  });

  test('a port that is taken is said; without a wish another one is taken', async () => {
    const first = await serve(copy());
    const second = await runCli(['--data-dir', copy(), 'serve', '--port', String(first.port)]);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/Port \d+ of 127\.0\.0\.1 is taken[\s\S]*--port 0/);
  });

  test('a second server on the same directory is told who is there', async () => {
    const dataDir = copy();
    await serve(dataDir);
    const second = await runCli(['--data-dir', dataDir, 'serve', '--port', '0']);
    expect(second.code).toBe(5);
    expect(second.stderr).toContain('datacenter-docs serve');
  });

  const openssl = spawnSync('openssl', ['version']);
  test.skipIf(openssl.error !== undefined)(
    'with a certificate it speaks TLS under the names of that',
    async () => {
      const [cert, key] = [join(folder.path, 'cert.pem'), join(folder.path, 'key.pem')];
      const subject = [
        '-subj',
        '/CN=docs.example.org',
        '-addext',
        'subjectAltName=DNS:docs.example.org,IP:127.0.0.1',
      ];
      const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
      const made = spawnSync('openssl', ['req', '-x509', '-days', '2', ...subject, ...newKey, '-out', cert]);
      expect(made.status).toBe(0);
      const server = await serve(copy(), ['--port', '0', '--tls-cert', cert, '--tls-key', key]);
      expect(server.origin).toBe(`https://127.0.0.1:${server.port}`);
      const ask = (host: string) =>
        spawnSync(
          process.execPath,
          [
            '-e',
            `require('https').get({ port: ${server.port}, host: '127.0.0.1', servername: 'docs.example.org', agent: false, path: '/api/v1/health', ca: require('fs').readFileSync(${JSON.stringify(cert)}), headers: { host: ${JSON.stringify(host)} } }, (r) => console.log(r.statusCode, r.headers['strict-transport-security']))`,
          ],
          { encoding: 'utf8' },
        ).stdout.trim();
      expect(ask(`docs.example.org:${server.port}`)).toBe('200 max-age=31536000');
      expect(ask(`other.example.org:${server.port}`)).toMatch(/^421 /);
    },
  );
});

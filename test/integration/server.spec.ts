import { mkdirSync, writeFileSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDispatcher } from '../../src/main/api/dispatcher.ts';
import { createMemoryPort } from '../../src/main/api/memory-port.ts';
import { createApp, type App } from '../../src/main/app.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { apiRoutes } from '../../src/main/server/http-api/registry.ts';
import { planListening } from '../../src/main/server/server-address.ts';
import { startWebServer, type WebServer } from '../../src/main/server/web-server.ts';
import { offeredProtocols } from '../../src/shared/contract/web-socket-protocols.ts';
import { settingsSchema } from '../../src/shared/model/settings.ts';
import { runCli } from '../support/cli.ts';
import { createConformanceContract } from '../support/conformance-contract.ts';
import { parseExposition } from '../support/parse-exposition.ts';
import { httpRequest } from '../support/http-request.ts';
import { openFrameSocket } from '../support/socket-frames.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const token = 'server-spec-server-spec-server-spec';
const bearer = { authorization: `Bearer ${token}` };
const ports = { clock: systemClock, random: systemRandom, logger: silentLogger };
const script = `console.log(${JSON.stringify('a script that is worth compressing. '.repeat(100))});`;
const page = `<!doctype html><html><head><meta
  http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src 'self'" /></head><body><script src="./assets/index-1a2b.js"></script></body></html>`;

let app: App;
let server: WebServer;
const folder = temporaryFolder();
const rendererDir = join(folder.path, 'renderer');

beforeAll(async () => {
  const dataDir = join(folder.path, 'data');
  const demo = await runCli(['--data-dir', dataDir, '--quiet', 'demo']);
  if (demo.code !== 0) throw new Error(`the demo ended with ${demo.code}: ${demo.stderr}`);
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(rendererDir, 'index.html'), page);
  writeFileSync(join(rendererDir, 'assets', 'index-1a2b.js'), script);
  writeFileSync(join(rendererDir, 'assets', 'index-1a2b.js.br'), brotliCompressSync(script));
  writeFileSync(join(rendererDir, 'assets', 'index-1a2b.js.gz'), gzipSync(script));
  app = await createApp({ dataDir, settings: settingsSchema.parse({}), what: 'test' }, ports);
  server = await start();
});

afterAll(async () => {
  await server.close(0);
  await app.close();
  folder[Symbol.dispose]();
});

async function start(options: Partial<Parameters<typeof startWebServer>[0]> = {}): Promise<WebServer> {
  const host = { kind: 'server', startedAt: systemClock.now() } as const;
  return startWebServer({
    app,
    host,
    dispatcher: createDispatcher({ app, host, ...ports }),
    listen: planListening({ port: 0 }),
    token,
    operator: 'alice',
    rendererDir,
    ...ports,
    ...options,
  });
}

const get = (path: string, headers: Readonly<Record<string, string>> = bearer) =>
  httpRequest(`${server.origin}${path}`, { headers });
const socketAddress = () => `${server.origin.replace('http', 'ws')}/contract`;

describe('the console’s files', () => {
  test('the page states its own policy and what only a header can say, and is asked for each time', async () => {
    const answer = await get('/', {});
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    // A screen's address is deeper than the page's own.
    expect(answer.text).toContain('src="/assets/index-1a2b.js"');
  });

  test.each([
    '/inventory',
    '/inventory/entity/lab%3Avm%3Avm-1',
    '/documents/network/sw1.fra',
    '/settings/servers',
  ])('%s is a screen, and gets the page', async (path) => {
    const answer = await get(path, { accept: 'text/html,*/*;q=0.8' });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.text).toContain('/assets/index-1a2b.js');
  });

  test.each([
    '/assets/index-0000.js',
    '/missing.js',
    '/favicon.ico',
    '/assets/',
    '/assets',
    '/api/v1/nothing',
  ])('%s is not there, and is not a page either', async (path) => {
    const answer = await get(path, { ...bearer, accept: 'text/html,*/*;q=0.8' });
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test.each(['//', '///', '//evil.example/', '/\\\\'])('%s is an address like any other', async (path) => {
    const answer = await send(path);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|404)/);
  });

  test.each(['/%', '/%ff', '/api/v1/inventory/%'])('%s is told what is wrong with it', async (path) => {
    const answer = await send(path);
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('x-content-type-options: nosniff');
  });

  /** As it stands: a client of HTTP would mend the address first. */
  function send(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connectTo({ host: '127.0.0.1', port: server.port });
      let said = '';
      socket.on('data', (data) => (said += data.toString('latin1')));
      socket.on('error', reject);
      socket.on('close', () => resolve(said));
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`);
    });
  }

  test.each([
    '/../data/store.sqlite',
    '/assets/../../data/server-token',
    '/assets/%2e%2e/%2e%2e/data/mcp.json',
    '/assets/..%2f..%2fdata/mcp.json',
  ])('%s leads nowhere', async (path) => {
    const answer = await get(path, { accept: '*/*' });
    expect(answer.status >= 400 || answer.text.includes('/assets/index-1a2b.js')).toBe(true);
    expect(answer.text).not.toContain('mcpServers');
  });

  test('an asset is sent as the build compressed it, and kept for good', async () => {
    for (const [encoding, undo] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const answer = await get('/assets/index-1a2b.js', { 'accept-encoding': encoding });
      expect(answer.headers).toMatchObject({
        'content-encoding': encoding,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': expect.stringContaining('javascript'),
        vary: 'accept-encoding',
      });
      expect(undo(answer.bytes).toString()).toBe(script);
    }
    const plain = await get('/assets/index-1a2b.js', {});
    expect(plain.text).toBe(script);
    const again = await get('/assets/index-1a2b.js', { 'if-none-match': plain.headers['etag'] ?? '' });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  test('a console that was not built says so, and the API works', async () => {
    const bare = await start({ rendererDir: join(folder.path, 'nothing') });
    const answer = await httpRequest(`${bare.origin}/inventory`, { headers: { accept: 'text/html' } });
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('npm run build');
    expect(await httpRequest(`${bare.origin}/api/v1/health`)).toMatchObject({ status: 200 });
    await bare.close(0);
  });
});

describe('who is let in', () => {
  test.each([
    '/api/v1/metrics',
    '/api/v1/inventory',
    '/api/v1/documents',
    '/api/v1/openapi.json',
    '/api/v1/tickets',
  ])('%s needs the token', async (path) => {
    const answer = await get(path, {});
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ code: 'unauthorized', hint: expect.stringContaining('Bearer') });
  });

  test.each(['/', '/assets/index-1a2b.js', '/api/v1/health', '/api/v1/metrics', '/session'])(
    '%s is not served under a name of somebody else’s',
    async (path) => {
      const answer = await get(path, { ...bearer, host: `evil.example:${server.port}` });
      expect(answer.status).toBe(421);
      expect(answer.text).not.toContain('assets');
    },
  );

  test('pages of others get nothing out of the API, with the session of a friend either', async () => {
    const cookie = await openSession();
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: `http://localhost:${server.port + 1}` },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect(await get('/api/v1/inventory', { cookie, ...headers })).toMatchObject({ status: 403 });
      expect(await get('/api/v1/health', { cookie, ...headers })).toMatchObject({ status: 403 });
    }
    expect(await get('/api/v1/inventory', { cookie, 'sec-fetch-site': 'same-origin' })).toMatchObject({
      status: 200,
    });
  });

  test('a page gives its token for a session, and opens the contract with it', async () => {
    const cookie = await openSession();
    const socket = await openFrameSocket(socketAddress(), offeredProtocols(), {
      cookie,
      origin: server.origin,
    });
    await expect.poll(() => socket.frames).toEqual([expect.objectContaining({ t: 'hello' })]);
    socket.send({ t: 'call', id: 0, method: 'system.about', input: {} });
    await expect
      .poll(() => socket.frames[1])
      .toMatchObject({ t: 'result', output: { host: 'server', operator: 'alice' } });
    socket.close();
  });

  test('no session for a wrong token', async () => {
    const answer = await httpRequest(`${server.origin}/session`, {
      method: 'POST',
      headers: { authorization: 'Bearer wrong' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('a session can be ended', async () => {
    const answer = await httpRequest(`${server.origin}/session`, { method: 'DELETE' });
    expect(answer.headers['set-cookie']).toContain('Max-Age=0');
  });

  test.each([
    ['a page of another site', { origin: 'http://evil.example' }],
    ['a page of another program on this machine', { origin: 'http://127.0.0.1:1' }],
    ['no page at all', {}],
  ])('%s cannot use a session for the contract', async (_, headers) => {
    const cookie = await openSession();
    await expect(
      openFrameSocket(socketAddress(), offeredProtocols(), { cookie, ...headers }),
    ).rejects.toThrow('refused with 403');
  });

  test('the contract is not served under a name of somebody else’s', async () => {
    const host = `evil.example:${server.port}`;
    await expect(
      openFrameSocket(socketAddress(), offeredProtocols(token), { host, origin: `http://${host}` }),
    ).rejects.toThrow('refused with 403');
  });

  test('without a token, or with a wrong one, the contract says 4401 and nothing else', async () => {
    for (const protocols of [offeredProtocols(), offeredProtocols('wrong')]) {
      const socket = await openFrameSocket(socketAddress(), protocols, { origin: server.origin });
      expect(await socket.closed).toEqual({ code: 4401 });
      expect(socket.frames).toEqual([]);
    }
  });

  test('the token is never sent back as the protocol that was chosen', async () => {
    const socket = new WebSocket(socketAddress(), offeredProtocols(token));
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    expect(socket.protocol).toBe('datacenter-docs');
    socket.close();
  });

  test('other addresses have no WebSocket', async () => {
    await expect(
      openFrameSocket(socketAddress().replace('/contract', '/other'), offeredProtocols(token)),
    ).rejects.toThrow('refused with 404');
  });

  test('who guesses has to wait, and a browser that was let in does not', async () => {
    const guessed = await start();
    const ask = (headers: Readonly<Record<string, string>>) =>
      httpRequest(`${guessed.origin}/api/v1/documents`, { headers });
    const opened = await httpRequest(`${guessed.origin}/session`, { method: 'POST', headers: bearer });
    const cookie = opened.headers['set-cookie']?.split(';')[0] ?? '';
    for (let i = 0; i < 20; i += 1) expect((await ask({ authorization: `Bearer x${i}` })).status).toBe(401);
    expect(await ask(bearer)).toMatchObject({ status: 429 });
    expect(await ask({ cookie })).toMatchObject({ status: 200 });
    await guessed.close(0);
  });

  test('a token for one use is good once', async () => {
    const once = { authorization: `Bearer ${server.singleUseToken()}` };
    const post = () => httpRequest(`${server.origin}/session`, { method: 'POST', headers: once });
    expect((await post()).status).toBe(204);
    expect((await post()).status).toBe(401);
  });

  async function openSession(): Promise<string> {
    const answer = await httpRequest(`${server.origin}/session`, {
      method: 'POST',
      headers: { ...bearer, origin: server.origin },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toMatch(
      new RegExp(
        `^datacenter-docs-${server.port}=[\\w.-]+; Max-Age=\\d+; Path=/; HttpOnly; SameSite=Strict$`,
      ),
    );
    return answer.headers['set-cookie']?.split(';')[0] ?? '';
  }
});

describe('a connection that misbehaves', () => {
  const connect = () => openFrameSocket(socketAddress(), offeredProtocols(token));

  test.each([
    ['text that is no JSON', '{'],
    ['JSON that is no frame', '{"t":"run"}'],
    ['binary data', Buffer.from('{"t":"cancel","id":1}')],
    ['the same id again', '{"t":"call","id":-1,"method":"a.b","input":{}}'],
  ])('%s ends it', async (_, data) => {
    const socket = await connect();
    socket.raw(data);
    expect(await socket.closed).toEqual({ code: 1008 });
  });

  test('a message without end ends it, too', async () => {
    const socket = await connect();
    socket.raw(JSON.stringify({ t: 'call', id: 0, method: 'a.b', input: 'x'.repeat(17 * 1024 * 1024) }));
    expect(await socket.closed).toEqual({ code: 1009 });
  });

  test('and no other', async () => {
    const [good, bad] = await Promise.all([connect(), connect()]);
    bad.raw('nonsense');
    await bad.closed;
    good.send({ t: 'call', id: 0, method: 'system.about', input: {} });
    await expect.poll(() => good.frames.at(-1)).toMatchObject({ t: 'result', id: 0 });
    good.close();
  });
});

describe('who is turned away', () => {
  const address = () => ({ host: '127.0.0.1', port: server.port });
  const handshake = (path: string) =>
    [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${server.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Sec-WebSocket-Protocol: ${offeredProtocols().join()}`,
      '\r\n',
    ].join('\r\n');

  /** Sends more once it was answered, and keeps its own half open. @returns when the server let go of it */
  function stranger(path: string, more?: Buffer): Promise<{ readonly said: string }> {
    return new Promise((resolve, reject) => {
      const socket = connectTo({ ...address(), allowHalfOpen: true });
      let said = '';
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
      });
      socket.on('data', (data) => {
        if (said === '' && more !== undefined) socket.write(more);
        said += data.toString('latin1');
      });
      socket.on('close', () => resolve({ said }));
      // Only a socket that is gone answers this with a reset.
      const probe = setInterval(() => socket.write('\0'), 200);
      socket.once('close', () => clearInterval(probe));
      socket.write(handshake(path));
    });
  }

  test('ends nothing with a broken frame', async () => {
    await stranger('/contract', Buffer.from([0xf1, 0x80, 0, 0, 0, 0]));
    expect(await get('/api/v1/health')).toMatchObject({ status: 200 });
  });

  test('is not listened to: a message is neither kept nor waited for', async () => {
    const announced = Buffer.alloc(14);
    announced.set([0x81, 0xff]);
    announced.writeBigUInt64BE(16n * 1024n * 1024n, 2);
    const began = performance.now();
    await stranger('/contract', Buffer.concat([announced, Buffer.alloc(100_000)]));
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('is let go, whether it goes or not', async () => {
    expect((await stranger('/other')).said).toMatch(/^HTTP\/1\.1 404/);
  });
});

describe('ending', () => {
  test('calls that run are answered, then everybody is told that the server goes', async () => {
    const served = createConformanceContract();
    const host = { kind: 'server', startedAt: systemClock.now() } as const;
    const dispatcher = createDispatcher({ app, host, served, ...ports });
    const going = await start({ dispatcher });
    const address = `${going.origin.replace('http', 'ws')}/contract`;
    const busy = await openFrameSocket(address, offeredProtocols(token));
    const idle = await openFrameSocket(address, offeredProtocols(token));
    busy.send({ t: 'call', id: 0, method: 'conformance.wait', input: { name: 'a' } });
    const inside = createMemoryPort(dispatcher, { via: 'memory', operator: 'test', role: 'admin' });
    await expect.poll(() => inside.call('conformance.state', {})).toMatchObject({ waiting: ['a'] });

    const closed = going.close(30_000);
    expect(await idle.closed).toEqual({ code: 1001 });
    await expect(openFrameSocket(address, offeredProtocols(token))).rejects.toThrow('ECONNREFUSED');
    await inside.call('conformance.release', { name: 'a' });
    expect(await busy.closed).toEqual({ code: 1001 });
    expect(busy.frames.at(-1)).toEqual({ t: 'result', id: 0, output: { name: 'a' } });
    await closed;
    inside.close();
  });
});

describe('the HTTP API', () => {
  test('health says without a token that it answers, and with one how it is', async () => {
    expect((await get('/api/v1/health', {})).json()).toEqual({ status: 'ok' });
    expect((await get('/api/v1/health')).json()).toMatchObject({
      status: 'ok',
      host: 'server',
      sources: expect.arrayContaining([expect.objectContaining({ source: 'lab', lastOutcome: 'succeeded' })]),
    });
  });

  test('the inventory by filter, kind and page', async () => {
    const all = (await get('/api/v1/inventory?filter=kind%3Avm%20powerState%3Aon&limit=2')).json() as Page;
    expect(all.items).toHaveLength(2);
    expect(all.total).toBeGreaterThan(2);
    const next = (
      await get('/api/v1/inventory?kind=vm&filter=powerState%3Aon&limit=1&offset=1')
    ).json() as Page;
    expect(next.total).toBe(all.total);
    expect(next.items[0]).toEqual(all.items[1]);
  });

  test('one entity, and what happened to it', async () => {
    const { items } = (await get('/api/v1/inventory?kind=vm&limit=1')).json() as Page;
    const id = items[0]?.id ?? '';
    for (const written of [id, encodeURIComponent(id)]) {
      expect((await get(`/api/v1/inventory/${written}`)).json()).toMatchObject({
        entity: { id, kind: 'vm' },
      });
    }
    expect((await get(`/api/v1/inventory/${encodeURIComponent(id)}/timeline`)).json()).toMatchObject({
      entity: { id },
      entries: [{ type: 'first-seen' }],
    });
  });

  test.each([
    ['/api/v1/inventory?limit=many', 400, 'invalid-input', ['limit']],
    ['/api/v1/inventory?limit=10001', 400, 'invalid-input', ['limit']],
    ['/api/v1/inventory?kind=vm&colour=red', 400, 'invalid-input', ['']],
    ['/api/v1/inventory?filter=kind%3Anonsense', 400, 'invalid-input', ['filter']],
    ['/api/v1/inventory?at=yesterday', 400, 'invalid-input', ['at']],
    ['/api/v1/inventory/vm-1', 400, 'invalid-input', ['id']],
    ['/api/v1/inventory/lab%3Avm%3Anone', 404, 'entity-not-found', undefined],
    ['/api/v1/inventory/lab%3Avm%3Anone/timeline', 404, 'entity-not-found', undefined],
    ['/api/v1/documents/none', 404, 'document-not-found', undefined],
    ['/api/v1/documents/network?version=99', 404, 'version-not-found', undefined],
    ['/api/v1/documents/network?format=pdf', 400, 'invalid-input', ['format']],
    ['/api/v1/nothing', 404, 'path-not-found', undefined],
  ])('GET %s: %i %s', async (path, status, code, faults) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const body = answer.json() as {
      code: string;
      status: number;
      detail: string;
      faults?: { path: string }[];
    };
    expect(body).toMatchObject({
      code,
      status,
      type: `urn:datacenter-docs:${code}`,
      detail: expect.any(String),
    });
    expect(body.faults?.map((fault) => fault.path)).toEqual(faults);
  });

  test('documents in the form that is asked for', async () => {
    const { documents } = (await get('/api/v1/documents')).json() as { documents: { id: string }[] };
    expect(documents.map(({ id }) => id)).toContain('network');
    const json = await get('/api/v1/documents/network');
    expect(json.json()).toMatchObject({ id: 'network', sections: expect.any(Array) });
    const markdown = await get('/api/v1/documents/network', { ...bearer, accept: 'text/markdown' });
    expect(markdown.headers['content-type']).toContain('text/markdown');
    expect(markdown.text).toMatch(/^# /);
    const html = await get('/api/v1/documents/network?format=html');
    expect(html.headers['content-type']).toContain('text/html');
    expect(html.headers['content-security-policy']).toContain("default-src 'none'");
    expect(html.headers['content-security-policy']).toContain('sandbox');
    expect(await get('/api/v1/documents/network', { ...bearer, accept: 'image/png' })).toMatchObject({
      status: 406,
    });
  });

  test('a page of a document is found by its id with and without escapes', async () => {
    const { documents } = (await get('/api/v1/documents')).json() as { documents: { id: string }[] };
    const below = documents.find(({ id }) => id.includes('/'))?.id ?? 'none';
    for (const written of [below, encodeURIComponent(below)]) {
      expect((await get(`/api/v1/documents/${written}`)).json()).toMatchObject({ id: below });
    }
  });

  test('what has not changed is not sent again', async () => {
    const first = await get('/api/v1/documents/network?format=markdown');
    const tag = first.headers['etag'] ?? '';
    expect(tag).toMatch(/^W\/"/);
    const again = await get('/api/v1/documents/network?format=markdown', { ...bearer, 'if-none-match': tag });
    expect(again).toMatchObject({ status: 304, text: '' });
    const other = await get('/api/v1/documents/network?format=json', { ...bearer, 'if-none-match': tag });
    expect(other.status).toBe(200);
  });

  test('large answers are compressed', async () => {
    const answer = await get('/api/v1/inventory?kind=vm', { ...bearer, 'accept-encoding': 'br' });
    expect(answer.headers['content-encoding']).toBe('br');
    expect(JSON.parse(brotliDecompressSync(answer.bytes).toString())).toMatchObject({
      items: expect.any(Array),
    });
  });

  test('figures are in the text form of Prometheus', async () => {
    const answer = await get('/api/v1/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const figures = parseExposition(answer.text);
    const vms = ((await get('/api/v1/inventory?kind=vm&limit=0')).json() as Page).total;
    expect(figures.get('datacenter_docs_entities{kind="vm",source="lab"}')).toBe(vms);
    expect(figures.get('datacenter_docs_source_up{source="lab",domain="vmware"}')).toBe(1);
    expect(figures.get('datacenter_docs_findings{severity="critical"}')).toBeGreaterThanOrEqual(0);
    expect(figures.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    // What was asked is counted by route, and no entity or token becomes a label.
    const counted = [...figures.keys()].filter((name) =>
      name.startsWith('datacenter_docs_http_requests_total'),
    );
    expect(counted.some((name) => name.includes('route="/api/v1/inventory/*"'))).toBe(true);
    expect(answer.text).not.toContain(token);
    expect(counted.join()).not.toContain('lab:vm');
  });

  test('a job that ran is counted with its outcome', async () => {
    await app.scheduler.start();
    const { finished } = await app.scheduler.runNow('clean-up');
    const { outcome } = await finished;
    const figures = parseExposition((await get('/api/v1/metrics')).text);
    expect(figures.get(`datacenter_docs_job_runs_total{job="clean-up",outcome="${outcome}"}`)).toBe(1);
    expect(figures.get('datacenter_docs_job_run_seconds_total{job="clean-up"}')).toBeGreaterThanOrEqual(0);
  });

  const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    httpRequest(`${server.origin}/api/v1/tickets`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json', ...headers },
      body,
    });

  test.each([
    ['no JSON', '{', {}, 400],
    ['JSON that is no object', '[1]', {}, 400],
    ['a poisoned prototype', '{"__proto__":{"x":1}}', {}, 400],
    ['another form', '<ticket/>', { 'content-type': 'application/xml' }, 415],
    ['more than a megabyte', JSON.stringify({ text: 'x'.repeat(1024 * 1024) }), {}, 413],
  ])('a body of %s is refused', async (_, body, headers, status) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});

describe('the description of the HTTP API', () => {
  interface Description {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: object; responses: object };
  }
  interface Operation {
    operationId: string;
    parameters: { name: string; in: string; required: boolean; schema: object }[];
    responses: Record<string, { $ref?: string; description?: string; content?: object }>;
    requestBody?: object;
    security?: object[];
  }
  const read = async () => (await get('/api/v1/openapi.json')).json() as Description;

  test('every operation is there once, with its parameters and answers', async () => {
    const { openapi, paths } = await read();
    expect(openapi).toBe('3.1.1');
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      apiRoutes.map(({ method, path }) => `${method} /api/v1${path}`).toSorted(),
    );
    const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
      Object.values(byMethod).map((operation) => ({ path, operation })),
    );
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(named.map(({ name }) => name)).toEqual(inPath);
      expect(named.every(({ required }) => required)).toBe(true);
      expect(Object.keys(operation.responses).some((status) => /^2\d\d$/.test(status))).toBe(true);
      expect(operation.responses['default']).toEqual({ $ref: '#/components/responses/Problem' });
    }
  });

  test('every reference leads somewhere, and every schema says something', async () => {
    const description = await read();
    const references: string[] = [];
    JSON.stringify(description, (key, value: unknown) => {
      if (key === '$ref' && typeof value === 'string') references.push(value);
      return value;
    });
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references.filter((one) => one.startsWith('#/components/'))) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], description);
      expect(found).toBeDefined();
    }
    const { parameters } = description.paths['/api/v1/inventory']?.['get'] ?? { parameters: [] };
    expect(parameters.find(({ name }) => name === 'limit')).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 0, maximum: 10_000, default: 100 },
    });
  });

  test('what it says is open is open, and nothing else', async () => {
    const { paths } = await read();
    for (const [path, operations] of Object.entries(paths)) {
      const operation = operations['get'];
      if (!operation) continue;
      const isOpen = operation.security?.some((one) => Object.keys(one).length === 0) ?? false;
      const answer = await get(path.replace('{id}', 'lab:vm:x'), {});
      expect(answer.status).toBe(isOpen ? 200 : 401);
    }
  });
});

interface Page {
  readonly total: number;
  readonly items: readonly { readonly id: string }[];
}

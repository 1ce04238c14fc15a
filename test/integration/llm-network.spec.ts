import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, openLlmWithServer } from '../support/llm-with-server.ts';
import { openLlmUnderTest } from '../support/llm-under-test.ts';
import { startScriptedLlm } from '../support/scripted-llm.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A certificate authority of a site's own, and a server's certificate from it. */
function makeCertificates(folder: string): { ca: string; tls: { key: string; cert: string } } {
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-days',
    '2',
    '-subj',
    '/CN=Site CA',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
  );
  openssl(
    'req',
    ...key,
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    file('key.pem'),
    '-out',
    file('csr.pem'),
  );
  openssl(
    'x509',
    '-req',
    '-in',
    file('csr.pem'),
    '-CA',
    file('ca.pem'),
    '-CAkey',
    file('ca.key'),
    '-days',
    '2',
    '-copy_extensions',
    'copy',
    '-out',
    file('cert.pem'),
  );
  return {
    ca: file('ca.pem'),
    tls: { key: readFileSync(file('key.pem'), 'utf8'), cert: readFileSync(file('cert.pem'), 'utf8') },
  };
}

interface Proxy extends AsyncDisposable {
  readonly url: string;
  readonly tunnels: readonly string[];
}

/** A proxy that knows CONNECT and nothing else; with `auth`, only for whoever says it. */
async function startProxy(auth?: string): Promise<Proxy> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    const wanted = auth === undefined ? undefined : `Basic ${Buffer.from(auth).toString('base64')}`;
    if (wanted !== undefined && request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    tunnels.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    target.on('error', () => socket.destroy());
    sockets.add(target);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let folder: ReturnType<typeof temporaryFolder>;
let certificates: ReturnType<typeof makeCertificates>;
beforeAll(() => {
  folder = temporaryFolder();
  certificates = makeCertificates(folder.path);
});
afterAll(() => folder[Symbol.dispose]());

describe('a private certificate authority', () => {
  it('is trusted when its file is set', async () => {
    await using on = await openLlmWithServer({ tls: certificates.tls }, { caFile: certificates.ca });
    on.server.script({ text: 'over TLS', writes: [3] });
    expect((await on.llm.complete('chat', ask())).text).toBe('over TLS');
  });

  it('is not trusted otherwise, and that is said', async () => {
    await using on = await openLlmWithServer({ tls: certificates.tls }, { retries: 0 });
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
      code: 'llm-unreachable',
      message: expect.stringContaining('certificate that is not trusted') as string,
      hint: expect.stringContaining('llm.caFile') as string,
    });
  });

  it('whose file is no certificate is named', async () => {
    await using on = await openLlmWithServer(
      { tls: certificates.tls },
      { caFile: join(folder.path, 'csr.pem') },
    );
    await expect(on.llm.complete('chat', ask())).rejects.toThrow('holds no certificate');
  });
});

describe('a proxy', () => {
  it.each([true, false])('is tunnelled through, TLS %s', async (secure) => {
    await using proxy = await startProxy();
    await using on = await openLlmWithServer(secure ? { tls: certificates.tls } : {}, {
      proxy: proxy.url,
      caFile: certificates.ca,
    });
    on.server.script('through the tunnel');
    expect((await on.llm.complete('chat', ask())).text).toBe('through the tunnel');
    expect(proxy.tunnels).toEqual([new URL(on.server.url).host]);
  });

  it('gets its password from the secret store', async () => {
    await using proxy = await startProxy('noc:s3cret pass');
    const withPassword = proxy.url.replace('://', '://noc:${keyring:proxy}@');
    await using on = await openLlmWithServer(
      { tls: certificates.tls },
      { proxy: withPassword, caFile: certificates.ca },
    );
    on.keyring.set('proxy', 's3cret pass');
    on.server.script('let in');
    expect((await on.llm.complete('chat', ask())).text).toBe('let in');
  });

  it('of the environment is used but for what is on this machine', async () => {
    await using proxy = await startProxy();
    await using on = await openLlmWithServer(
      {},
      {},
      { env: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url } },
    );
    on.server.script('direct');
    await on.llm.complete('chat', ask());
    expect(proxy.tunnels).toEqual([]);
    await using away = openLlmUnderTest(
      { baseUrl: 'https://model.example.invalid/v1', model: 'm', contextTokens: 8_000, retries: 0 },
      { env: { HTTPS_PROXY: proxy.url } },
    );
    await expect(away.llm.complete('chat', ask())).rejects.toMatchObject({ code: 'llm-unreachable' });
    expect(proxy.tunnels).toEqual(['model.example.invalid:443']);
  });
});

describe('nothing leaves but to the endpoint that is set', () => {
  it('no redirect is followed, and it says where to', async () => {
    const elsewhere = await startScriptedLlm();
    try {
      await using on = await openLlmWithServer({}, {}, { env: { LLM_API_KEY: 'key-of-the-endpoint' } });
      on.server.respond(() => ({ status: 307, headers: { location: `${elsewhere.url}/chat/completions` } }));
      await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
        code: 'llm-refused',
        message: expect.stringContaining(elsewhere.url) as string,
      });
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('a key goes to the address that it was stored for, and to no other', async () => {
    await using on = await openLlmWithServer({ apiKey: 'first-key' });
    on.server.respond(() => 'known');
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({ code: 'llm-refused' });
    await on.llm.setKey('first-key');
    expect((await on.llm.complete('chat', ask())).text).toBe('known');
    expect([...on.keyring.values()]).toEqual(['first-key']);

    const other = await startScriptedLlm();
    try {
      other.script('hello');
      on.configure({ baseUrl: other.url, model: 'scripted', contextTokens: 8_000 });
      await on.llm.complete('chat', ask());
      expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
    } finally {
      await other.close();
    }
    on.configure({ baseUrl: on.server.url, model: 'scripted', contextTokens: 8_000 });
    expect(await on.llm.removeKey()).toBe(true);
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({ code: 'llm-refused' });
  });

  it('a key may be a reference', async () => {
    await using on = await openLlmWithServer({ apiKey: 'k-123' }, { apiKey: '${keyring:mine}' });
    on.server.respond(() => 'known');
    await expect(on.llm.complete('chat', ask())).rejects.toThrow('no secret named "mine"');
    on.keyring.set('mine', 'k-123');
    expect((await on.llm.complete('chat', ask())).text).toBe('known');
  });
});

describe('the environment', () => {
  it('wins over the file', async () => {
    const other = await startScriptedLlm({ apiKey: 'from-env' });
    try {
      await using on = await openLlmWithServer(
        {},
        {},
        { env: { LLM_BASE_URL: `${other.url}/`, LLM_API_KEY: 'from-env', LLM_MODEL: 'theirs' } },
      );
      other.script('from the other');
      expect(on.llm.state).toMatchObject({ configured: true, model: 'theirs', endpoint: other.url });
      expect((await on.llm.complete('chat', ask())).text).toBe('from the other');
      expect(other.chats[0]?.model).toBe('theirs');
      expect(on.server.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('and an address that is none is said', async () => {
    await using subject = openLlmUnderTest({}, { env: { LLM_BASE_URL: 'nonsense' } });
    expect(subject.llm.state).toMatchObject({
      configured: false,
      problem: expect.stringContaining('got "nonsense" in LLM_BASE_URL') as string,
    });
    await expect(subject.llm.complete('chat', ask())).rejects.toMatchObject({ code: 'llm-not-configured' });
  });

  it('and settings may be absent: then there is no model, and everything says so', async () => {
    await using subject = openLlmUnderTest({});
    expect(subject.llm.state).toEqual({ configured: false });
    await expect(subject.llm.embed(['x'])).rejects.toMatchObject({ code: 'llm-not-configured' });
    await expect(subject.llm.test()).rejects.toMatchObject({ code: 'llm-not-configured' });
  });
});

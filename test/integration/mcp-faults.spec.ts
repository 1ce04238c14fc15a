import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { giveMemoryBack } from '../../src/main/platform/memory.ts';
import { McpError } from '../../src/main/mcp/mcp-error.ts';
import type { McpSession } from '../../src/main/mcp/session.ts';
import {
  createBench,
  eventually,
  failureOf,
  faultServer,
  isAlive,
  startFaultHttp,
  type Bench,
  type FaultHttp,
} from '../support/mcp-fault-harness.ts';

const every = [
  'echo',
  'environment',
  'die',
  'die-after-answer',
  'hang',
  'freeze',
  'flood-notifications',
  'flood-stderr',
  'flood-pings',
  'huge',
  'endless',
  'garbage',
  'malformed',
  'change-tools',
  'slow',
  'progress',
  'leak-secret',
  'start-child',
  'break-stream',
  'error-32001',
];

const shared = { timeoutMs: 3_000, maxTotalMs: 6_000, maxMessageBytes: 2_000_000, readOnlyTools: every };

const transports = [
  { name: 'stdio', http: undefined },
  { name: 'HTTP with event streams', http: [] },
  { name: 'HTTP with JSON answers', http: ['--json'] },
];

describe.each(transports)('a server that misbehaves over $name', ({ http: flags }) => {
  let bench: Bench & { close(): Promise<void> };
  let http: FaultHttp | undefined;
  let session: McpSession;

  const start = async (options: Partial<typeof shared> = {}) => {
    bench = await createBench(({ startsFile }) => ({
      fault: http
        ? { url: http.url, datacenterDocs: { ...shared, ...options } }
        : {
            command: process.execPath,
            args: [faultServer, '--starts', startsFile],
            datacenterDocs: { ...shared, ...options },
          },
    }));
    await bench.trustServer();
    session = await bench.pool.session('fault');
  };

  beforeAll(async () => {
    if (flags) http = await startFaultHttp(...flags);
  });
  afterEach(() => bench.close());
  afterAll(() => http?.stop());

  const call = (tool: string, args: Record<string, unknown> = {}) => session.callTool(tool, args);
  const codeOf = async (promise: Promise<unknown>) => {
    const error = await failureOf(promise);
    expect(error).toBeInstanceOf(McpError);
    return (error as McpError).code;
  };
  const stillWorks = async () => expect((await call('echo', { n: 1 })).data).toEqual({ n: 1 });

  it('answers structured content, untouched', async () => {
    await start();
    expect(await call('echo', { vms: [{ name: 'a' }] })).toMatchObject({
      isError: false,
      form: 'structured',
      data: { vms: [{ name: 'a' }] },
    });
  });

  it('reads resources', async () => {
    await start();
    expect(await session.readResource('lab://rack')).toEqual([
      { uri: 'lab://rack', mimeType: 'application/json', text: '{"rack":"r01"}', data: { rack: 'r01' } },
    ]);
  });

  it('tells a timeout from a cancellation and from a server that says the same number', async () => {
    await start({ timeoutMs: 300 });
    const timedOut = await failureOf(call('hang'));
    expect(timedOut).toMatchObject({ code: 'timeout', source: 'fault' });
    expect(String(timedOut)).toMatch(/hang: no answer within \d+ ms/);

    const abort = new AbortController();
    const cancelled = failureOf(session.callTool('hang', {}, { signal: abort.signal }));
    setTimeout(() => abort.abort(), 30);
    expect(await cancelled).toMatchObject({ code: 'cancelled' });

    expect(await failureOf(call('error-32001'))).toMatchObject({ code: 'protocol', rpcCode: -32_001 });
    await stillWorks();
  });

  it('refuses a call whose signal is aborted already', async () => {
    await start();
    expect(await codeOf(session.callTool('echo', {}, { signal: AbortSignal.abort() }))).toBe('cancelled');
  });

  it('waits on while progress is reported, and forwards it', async ({ skip }) => {
    if (flags?.includes('--json')) skip('an answer in one JSON body has no room for progress');
    await start({ timeoutMs: 400 });
    const seen: unknown[] = [];
    const onProgress = (progress: object) => seen.push(progress);
    const result = await session.callTool('progress', { steps: 6, ms: 150 }, { onProgress });
    expect(result.data).toEqual({ steps: 6 });
    expect(seen).toHaveLength(6);
    expect(seen.at(-1)).toEqual({ done: 6, total: 6, message: 'step 6' });
  }, 20_000);

  it('ends waiting at the maximum, whatever progress is reported', async () => {
    await start({ timeoutMs: 300, maxTotalMs: 700 });
    expect(await codeOf(call('progress', { steps: 50, ms: 100 }))).toBe('timeout');
  });

  it('is ended after repeated timeouts, and works again', async () => {
    await start({ timeoutMs: 200 });
    expect(await codeOf(call('hang'))).toBe('timeout');
    expect(await codeOf(call('hang'))).toBe('timeout');
    await stillWorks();
    const starts = await bench.starts();
    // One to look at it, one that hung, one that works.
    expect(starts).toHaveLength(http ? 0 : 3);
    await eventually(() => starts.slice(0, 2).every((pid) => !isAlive(pid)));
  });

  it('answers too much: this call fails, the connection lives on', async () => {
    await start({ maxMessageBytes: 100_000 });
    const error = await failureOf(call('huge', { bytes: 300_000 }));
    expect(error).toMatchObject({ code: 'too-large' });
    expect((error as McpError).hint).toMatch(/maxMessageBytes/);
    await stillWorks();
    expect(await bench.starts()).toHaveLength(http ? 0 : 2);
  });

  it('sends without end: fails, and works again', async () => {
    await start({ maxMessageBytes: 100_000, timeoutMs: 10_000 });
    expect(await codeOf(call('endless'))).toBe('too-large');
    await stillWorks();
  });

  it('writes garbage between the messages: the answer is found', async () => {
    await start();
    expect((await call('garbage')).data).toEqual({ afterGarbage: true });
    const noise = bench.pool.stderr('fault').join('\n');
    // One JSON body holds one answer and nothing else.
    expect(noise).toMatch(flags?.includes('--json') ? /^$/ : /not JSON: Listening on port 8080/);
    expect(noise).toMatch(flags?.includes('--json') ? /^$/ : /an answer that nobody waits for \(id 987654\)/);
    await stillWorks();
  });

  it.each([
    'null-result',
    'text-result',
    'no-content',
    'content-not-a-list',
    'text-not-a-text',
    'part-without-type',
    'structured-text',
    'no-version',
    'error-without-code',
    'too-deep',
  ])('answers in a wrong shape (%s): malformed at once', async (shape) => {
    await start();
    const before = performance.now();
    expect(await codeOf(call('malformed', { shape }))).toBe('malformed');
    expect(performance.now() - before).toBeLessThan(shared.timeoutMs);
    await stillWorks();
  });

  it('sends prototype keys: they do not arrive', async () => {
    await start();
    const { data } = await call('malformed', { shape: 'prototype-key' });
    expect(Object.keys(data as object)).toEqual(['a']);
    expect(Object.getOwnPropertyNames((data as { a: object }).a)).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('floods with notifications: the answer comes, memory stays', async () => {
    await start({ timeoutMs: 30_000, maxTotalMs: 60_000 });
    giveMemoryBack();
    const before = process.memoryUsage().heapUsed;
    expect((await call('flood-notifications', { count: 20_000 })).data).toEqual({ done: true });
    giveMemoryBack();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20e6);
    expect(bench.pool.stderr('fault').length).toBeLessThanOrEqual(200);
    await stillWorks();
  });

  it('floods with requests of its own: still answers', async () => {
    await start({ timeoutMs: 20_000 });
    expect((await call('flood-pings')).data).toEqual({ done: true });
    await stillWorks();
  });

  it('changes a tool while connected: calls are refused until it is accepted', async () => {
    await start();
    await call('change-tools');
    let refusal: unknown;
    await eventually(async () => {
      refusal = await call('echo').catch((error: unknown) => error);
      return refusal instanceof McpError;
    });
    expect(refusal).toMatchObject({
      code: 'untrusted',
      changes: ['tool echo, description: was "The fault echo.", is "Says it again, and deletes everything."'],
    });
    // The HTTP server keeps its changed tools for the tests that follow: put right by a new one.
    if (http) {
      await http.stop();
      http = await startFaultHttp(...(flags ?? []));
    }
  });

  it('keeps concurrent calls apart', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => call('echo', { n })));
    expect(answers.map((answer) => (answer.data as { n: number }).n)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    );
  });
});

describe('a server process', () => {
  let bench: Bench & { close(): Promise<void> };
  const start = async (
    flags: string[] = [],
    options: Partial<typeof shared> & { env?: Record<string, string> } = {},
    env = {},
  ) => {
    const { env: configured = {}, ...more } = options;
    bench = await createBench(
      ({ startsFile }) => ({
        fault: {
          command: process.execPath,
          args: [faultServer, '--starts', startsFile, ...flags],
          env: configured,
          datacenterDocs: { ...shared, ...more },
        },
      }),
      env,
    );
    await bench.trustServer();
    return bench.pool.session('fault');
  };
  afterEach(() => bench.close());

  it('dies in mid-call: disconnected with its exit code, the next call starts it again', async () => {
    const session = await start();
    const error = await failureOf(session.callTool('die', {}));
    expect(error).toMatchObject({ code: 'disconnected' });
    expect(String(error)).toMatch(/exit code 7/);
    expect((await session.callTool('echo', { again: true }, {})).data).toEqual({ again: true });
    expect(await bench.starts()).toHaveLength(3);
  });

  it('gives its last answer and leaves: the answer counts', async () => {
    const session = await start();
    expect((await session.callTool('die-after-answer', {})).data).toEqual({ last: true });
    const starts = await bench.starts();
    await eventually(() => !isAlive(starts.at(-1) ?? 0));
    expect((await session.callTool('echo', { n: 2 })).data).toEqual({ n: 2 });
  });

  it('is gone after close, also when it ignores the end of its input and SIGTERM', async () => {
    const session = await start(['--stubborn']);
    expect((await session.callTool('echo', {})).data).toEqual({});
    const starts = await bench.starts();
    expect(isAlive(starts[1] ?? 0)).toBe(true);
    await bench.pool.close();
    expect(starts.map(isAlive)).toEqual([false, false]);
  }, 30_000);

  it('takes what it started along when it is ended', async () => {
    const session = await start();
    const { data } = await session.callTool('start-child', {});
    const { pid } = data as { pid: number };
    expect(isAlive(pid)).toBe(true);
    await bench.pool.close();
    await eventually(() => !isAlive(pid));
  });

  it('is ended when its event loop is stuck', async () => {
    const session = await start([], { timeoutMs: 200 });
    await failureOf(session.callTool('freeze', {}));
    await failureOf(session.callTool('freeze', {}));
    expect((await session.callTool('echo', { n: 3 })).data).toEqual({ n: 3 });
    const starts = await bench.starts();
    await eventually(() => !isAlive(starts[1] ?? 0));
  }, 30_000);

  it('gets only the variables that every program needs, and its own', async () => {
    process.env['MCP_TEST_OTHER_SECRET'] = 'must not be inherited';
    const session = await start([], { env: { VCENTER_URL: 'https://vc' } });
    delete process.env['MCP_TEST_OTHER_SECRET'];
    const { names } = (await session.callTool('environment', {})).data as { names: string[] };
    expect(names).toContain('VCENTER_URL');
    expect(names).toContain('PATH');
    expect(names).not.toContain('MCP_TEST_OTHER_SECRET');
    expect(names.length).toBeLessThan(12);
  });

  it('floods stderr: the last lines are kept, bounded', async () => {
    const session = await start();
    await session.callTool('flood-stderr', {});
    await eventually(() => bench.pool.stderr('fault').some((line) => line.startsWith('zzz')));
    const lines = bench.pool.stderr('fault');
    expect(lines.length).toBeLessThanOrEqual(200);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(2_000);
    expect(lines.some((line) => line.includes('stderr line 1999'))).toBe(true);
  });

  it('never shows a secret: not in errors, stderr, log or trust', async () => {
    const secret = 'S3cr3t!with"quotes&more';
    const session = await start([], { env: { FAULT_SECRET: '${env:MY_SECRET}' } }, { MY_SECRET: secret });
    const error = (await failureOf(session.callTool('leak-secret', {}))) as McpError;
    expect(error.message).toContain('cannot log in with [redacted]');
    await eventually(() => bench.pool.stderr('fault').length >= 2);
    const everything = JSON.stringify([
      error.message,
      error.hint,
      String(error.stack),
      bench.pool.stderr('fault'),
      bench.logged,
      await bench.pool.describe(),
      await bench.trust.get('fault'),
    ]);
    expect(everything).toContain('[redacted]');
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(JSON.stringify(secret).slice(1, -1));
  });

  it('whose secret cannot be resolved is not started, and the error says what to set', async () => {
    bench = await createBench(({ startsFile }) => ({
      fault: {
        command: process.execPath,
        args: [faultServer, '--starts', startsFile],
        env: { T: '${env:NOT_SET}' },
      },
    }));
    const error = (await failureOf(bench.trustServer())) as McpError;
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(`${error.message} ${error.hint}`).toMatch(/NOT_SET is not set.*Set NOT_SET/s);
    expect(await bench.starts()).toEqual([]);
  });

  it('that cannot be started opens the circuit, which says when it tries next', async () => {
    bench = await createBench(() => ({ fault: { command: '/nowhere/mcp-server' } }));
    const error = (await failureOf(bench.trustServer())) as McpError;
    expect(error).toMatchObject({ code: 'disconnected' });
    expect(error.message).toMatch(/there is no such program.*3 failed attempts; next try at \d{4}-/s);
  });

  it('lists its tools in pages, all of them', async () => {
    const session = await start(['--pages']);
    expect(session.server.tools.map((tool) => tool.name)).toEqual(every);
  });
});

describe('an HTTP server', () => {
  let bench: Bench & { close(): Promise<void> };
  let http: FaultHttp;
  const open = async (path: string, headers: Record<string, string> = {}, env = {}) => {
    bench = await createBench(
      () => ({ fault: { url: http.url.replace('/mcp', path), headers, datacenterDocs: shared } }),
      env,
    );
    await bench.trustServer();
    return bench.pool.session('fault');
  };
  beforeEach(async () => {
    http = await startFaultHttp('--token', 'right-token');
  });
  afterEach(async () => {
    await bench.close();
    await http.stop();
  });

  it('gets its credentials from a secret reference', async () => {
    const session = await open('/mcp', { Authorization: 'Bearer ${env:T}' }, { T: 'right-token' });
    expect((await session.callTool('echo', { n: 1 })).data).toEqual({ n: 1 });
  });

  it('refuses wrong credentials: unauthorized, once, and without showing them', async () => {
    const error = (await failureOf(
      open('/mcp', { Authorization: 'Bearer ${env:T}' }, { T: 'wrong-token-123' }),
    )) as McpError;
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(error.message).toMatch(/HTTP 403/);
    expect(error.hint).toMatch(/it asks for Bearer/);
    expect(
      JSON.stringify([error.message, error.hint, bench.logged, bench.pool.stderr('fault')]),
    ).not.toContain('wrong-token');
    const anonymous = await failureOf(open('/mcp'));
    expect(anonymous).toMatchObject({ code: 'unauthorized' });
  });

  it('forgets the session: a new one is opened and the call made again', async () => {
    const session = await open('/mcp', { Authorization: 'Bearer right-token' });
    await http.control('expire');
    expect((await session.callTool('echo', { n: 4 })).data).toEqual({ n: 4 });
  });

  it('is told goodbye', async () => {
    await open('/mcp', { Authorization: 'Bearer right-token' });
    expect(await http.control('sessions')).toBe('1');
    await bench.pool.close();
    expect(await http.control('sessions')).toBe('0');
  });

  it('redirects within its origin: followed', async () => {
    const session = await open('/moved', { Authorization: 'Bearer right-token' });
    expect((await session.callTool('echo', { n: 5 })).data).toEqual({ n: 5 });
  });

  it('redirects elsewhere: not followed, credentials stay here', async () => {
    const error = (await failureOf(open('/away', { Authorization: 'Bearer right-token' }))) as McpError;
    expect(error).toMatchObject({ code: 'protocol' });
    expect(error.message).toMatch(
      /redirects to http:\/\/127.0.0.2:9\/mcp \(HTTP 307\), which is not followed/,
    );
  });

  it.each([
    ['/page', 'malformed', /text\/html/],
    ['/elsewhere', 'protocol', /no MCP endpoint/],
    ['/busy', 'disconnected', /HTTP 503: maintenance.*next try at/s],
  ])('that is none (%s): %s', async (path, code, message) => {
    const error = (await failureOf(open(path))) as McpError;
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(message);
  });

  it('dies in mid-call: disconnected, and the circuit says when it is tried next', async () => {
    const session = await open('/mcp', { Authorization: 'Bearer right-token' });
    const error = await failureOf(session.callTool('die', {}));
    expect(error).toMatchObject({ code: 'disconnected' });
    await http.stop();
    const refused = (await failureOf(session.callTool('echo', {}))) as McpError;
    expect(refused).toMatchObject({ code: 'disconnected' });
    expect(refused.message).toMatch(/cannot reach http:.*3 failed attempts; next try at/s);
    // The circuit is open: nothing is tried before its time.
    const before = performance.now();
    await failureOf(session.callTool('echo', {}));
    expect(performance.now() - before).toBeLessThan(40);
    expect(await bench.pool.describe()).toMatchObject([{ state: { is: 'waiting', failures: 3 } }]);
  });

  it('breaks off the stream before the answer: disconnected at once', async () => {
    const session = await open('/mcp', { Authorization: 'Bearer right-token' });
    const before = performance.now();
    expect(await failureOf(session.callTool('break-stream', {}))).toMatchObject({ code: 'disconnected' });
    expect(performance.now() - before).toBeLessThan(shared.timeoutMs);
    expect((await session.callTool('echo', { n: 6 })).data).toEqual({ n: 6 });
  });
});

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { parseServer, parseServers, serverEntry } from './server-config.ts';
import { openServerFile } from './server-file.ts';

describe('an entry of mcpServers', () => {
  it('is a command, with what it needs', () => {
    expect(
      parseServer('vc', { command: 'npx', args: ['x'], env: { A: 'b', PORT: 8080 }, cwd: '/srv' }),
    ).toEqual({
      ok: true,
      config: {
        name: 'vc',
        transport: { kind: 'stdio', command: 'npx', args: ['x'], env: { A: 'b', PORT: '8080' }, cwd: '/srv' },
        disabled: false,
        options: { readOnlyTools: [], simulated: false },
      },
    });
  });

  it.each([{}, { type: 'http' }, { type: 'streamable-http' }, { transport: 'streamableHttp' }])(
    'is an address, declared as %j',
    (declared) => {
      const parsed = parseServer('nb', { ...declared, url: 'https://x/mcp', headers: { A: 'b' } });
      expect(parsed).toMatchObject({
        ok: true,
        config: { transport: { kind: 'http', url: 'https://x/mcp', headers: { A: 'b' } } },
      });
    },
  );

  it('has members of our own, and keeps quiet about those of other clients', () => {
    const own = { timeoutMs: 5_000, readOnlyTools: ['a'], simulated: true, domains: ['vmware'] };
    expect(
      parseServer('x', { command: 'c', disabled: true, autoApprove: ['y'], datacenterDocs: own }),
    ).toMatchObject({
      ok: true,
      config: { disabled: true, options: own },
    });
  });

  it.each([
    ['text', 'mcpServers.x', /expected an object with "command" or "url", got a string/],
    [{}, 'mcpServers.x', /expected "command" \(stdio\) or "url" \(http\)/],
    [{ command: 'a', url: 'b' }, 'mcpServers.x', /has both/],
    [{ command: 7 }, 'mcpServers.x.command', /expected string, received number/],
    [{ command: 'a', args: ['b', 3] }, 'mcpServers.x.args.1', /expected string/],
    [{ command: 'a', env: { B: {} } }, 'mcpServers.x.env.B', /expected a text, number or true\/false/],
    [{ url: 'mcp.example.org' }, 'mcpServers.x.url', /absolute URL/],
    [{ url: 'ftp://x/y' }, 'mcpServers.x.url', /expected http: or https:, got ftp:/],
    [{ url: 'https://me:pw@x/y' }, 'mcpServers.x.url', /must not carry a user name/],
    [{ url: 'https://x', headers: { 'a b': 'c' } }, 'mcpServers.x.headers.a b', /./],
    [{ type: 'sse', url: 'https://x' }, 'mcpServers.x.type', /old SSE transport/],
    [{ type: 'carrier-pigeon', url: 'https://x' }, 'mcpServers.x.type', /expected "stdio" or "http"/],
    [{ type: 'http', command: 'a' }, 'mcpServers.x.type', /is http, but there is a "command"/],
    [{ command: 'a', datacenterDocs: { timeoutMs: 1 } }, 'mcpServers.x.datacenterDocs.timeoutMs', /100/],
    [{ command: 'a', datacenterDocs: { timeout: 1 } }, 'mcpServers.x.datacenterDocs', /timeout/],
  ])('is refused with its place: %j', (entry, path, message) => {
    const parsed = parseServer('x', entry);
    const problems = parsed.ok ? [] : parsed.problems;
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toMatch(message);
  });

  it('is refused when its name cannot be a source', () => {
    expect(parseServer('My Server', { command: 'a' })).toMatchObject({
      ok: false,
      problems: [{ path: 'mcpServers.My Server' }],
    });
  });

  it('comes back from the form in which it is written', () => {
    for (const entry of [
      {
        command: 'a',
        args: ['b'],
        env: { C: 'd' },
        cwd: '/e',
        disabled: true,
        datacenterDocs: { simulated: true },
      },
      {
        url: 'https://${env:HOST}/mcp',
        headers: { A: '${keyring:b}' },
        datacenterDocs: { maxMessageBytes: 5_000 },
      },
    ]) {
      const parsed = parseServer('x', entry);
      expect(parsed.ok && parseServer('x', serverEntry(parsed.config))).toEqual(parsed);
    }
  });
});

it('one bad entry does not take the others away', () => {
  const { servers, problems } = parseServers({
    mcpServers: { a: { command: 'x' }, b: {}, c: { url: 'https://c' } },
  });
  expect(servers.map((server) => server.name)).toEqual(['a', 'c']);
  expect(problems).toHaveLength(1);
});

describe('the file of servers', () => {
  const server = (name: string, command: string) => {
    const parsed = parseServer(name, { command });
    if (!parsed.ok) throw new Error('test data');
    return parsed.config;
  };

  it('is made at the first addition, for its owner only', async () => {
    using folder = temporaryFolder();
    const file = openServerFile(join(folder.path, 'new'));
    expect(await file.read()).toEqual({ servers: [], problems: [] });
    await file.put([server('a', 'x')]);
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect((await file.read()).servers.map((one) => one.name)).toEqual(['a']);
  });

  it('keeps what it does not understand', async () => {
    using folder = temporaryFolder();
    const file = openServerFile(folder.path);
    writeFileSync(
      file.path,
      JSON.stringify({ $schema: 's', mcpServers: { odd: { command: 5 }, old: { command: 'o' } } }),
    );
    await file.put([server('a', 'x')]);
    expect(await file.remove('old')).toBe(true);
    expect(await file.remove('old')).toBe(false);
    expect(JSON.parse(readFileSync(file.path, 'utf8'))).toEqual({
      $schema: 's',
      mcpServers: { odd: { command: 5 }, a: { command: 'x' } },
    });
    expect(await file.names()).toEqual(['odd', 'a']);
  });

  it('loses no change of two that are made at once', async () => {
    using folder = temporaryFolder();
    const file = openServerFile(folder.path);
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => file.put([server(name, name)])));
    expect((await file.read()).servers.map((one) => one.name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sees what another process wrote', async () => {
    using folder = temporaryFolder();
    const file = openServerFile(folder.path);
    await file.put([server('a', 'x')]);
    await file.read();
    await openServerFile(folder.path).put([server('b', 'y')]);
    expect(await file.names()).toEqual(['a', 'b']);
  });

  it('is not touched when it is broken', async () => {
    using folder = temporaryFolder();
    const file = openServerFile(folder.path);
    writeFileSync(file.path, '{ "mcpServers": ');
    await expect(file.read()).rejects.toMatchObject({ code: 'server-config-malformed' });
    await expect(file.put([server('a', 'x')])).rejects.toMatchObject({ code: 'server-config-malformed' });
    expect(readFileSync(file.path, 'utf8')).toBe('{ "mcpServers": ');
  });
});

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { parseServer } from './server-config.ts';
import { openTrustStore } from './trust-store.ts';
import {
  commandLines,
  describeChange,
  describeCommand,
  diffCommand,
  diffTools,
  fingerprint,
  toolsFingerprint,
} from './trust.ts';

const command = (entry: object) => {
  const parsed = parseServer('s', entry);
  if (!parsed.ok) throw new Error('test data');
  return describeCommand(parsed.config);
};
const tool = (name: string, more: object = {}) => ({
  name,
  description: 'Does it.',
  inputSchema: { type: 'object' },
  ...more,
});
const changes = (before: object, after: object) =>
  diffCommand(command(before), command(after)).map(describeChange);

describe('what is accepted of a command', () => {
  it('shows variables that decide which code runs, and hides a password in an address', () => {
    const lines = commandLines(
      command({
        command: 'node',
        args: ['x.js', 'postgres://u:p-1@db'],
        env: {
          NODE_OPTIONS: '--require /tmp/x.js',
          LD_PRELOAD: '/tmp/x.so',
          HTTPS_PROXY: 'http://u:p-2@proxy',
          REGION: 'eu',
        },
      }),
    ).join('\n');
    expect(lines).toContain('NODE_OPTIONS=--require /tmp/x.js');
    expect(lines).toContain('LD_PRELOAD=/tmp/x.so');
    expect(lines).toContain('REGION=(set in mcp.json)');
    expect(lines).not.toMatch(/p-[12]/);
  });

  it('is the same for the same configuration, and differs for any part of it', () => {
    const base = { command: 'npx', args: ['a', 'b'], env: { X: '1' }, cwd: '/srv' };
    expect(fingerprint(command(base))).toBe(
      fingerprint(command({ ...base, datacenterDocs: { timeoutMs: 500 } })),
    );
    for (const other of [
      { command: 'npm' },
      { args: ['a b'] },
      { env: { X: '2' } },
      { env: {} },
      { cwd: '/' },
    ]) {
      expect(fingerprint(command({ ...base, ...other }))).not.toBe(fingerprint(command(base)));
    }
  });

  it('holds no value of a variable or header, and no literal secret of an argument or address', () => {
    const shown = JSON.stringify([
      command({
        command: 'x',
        args: ['--token=abc-123', '--key', 'def-456', '-e', 'PASSWORD=ghi-789'],
        env: { A: 'plain-value' },
      }),
      command({ url: 'https://x/?token=jkl-012', headers: { Authorization: 'Bearer mno-345' } }),
    ]);
    for (const secret of ['abc-123', 'def-456', 'ghi-789', 'plain-value', 'jkl-012', 'mno-345'])
      expect(shown).not.toContain(secret);
  });

  it('shows secret references as they stand', () => {
    expect(
      commandLines(
        command({ command: 'a b', args: ['${env:T}'], env: { P: '${keyring:p}', Q: 'x' }, cwd: '/c' }),
      ),
    ).toEqual([
      'command  "a b" ${env:T}',
      'folder   /c',
      'env      P=${keyring:p}',
      'env      Q=(set in mcp.json)',
    ]);
  });

  it('names each difference with before and after', () => {
    expect(
      changes(
        { command: 'a', args: ['1'], env: { X: '1', Y: '${env:Y}' } },
        { command: 'b', args: ['1', '2'], env: { X: '2' } },
      ),
    ).toEqual([
      'command: was "a", is "b"',
      'arguments: was "1", is "1 2"',
      'env X: was "(a value)", is "(another value)"',
      'env Y: was "${env:Y}", is "(none)"',
    ]);
    expect(changes({ command: 'a' }, { url: 'https://a' })).toEqual(['transport: was "stdio", is "http"']);
    expect(changes({ url: 'https://a' }, { url: 'https://b', headers: { K: 'v' } })).toEqual([
      'url: was "https://a", is "https://b"',
      'header K: was "(none)", is "(a value)"',
    ]);
  });
});

describe('what is accepted of tools', () => {
  it('does not depend on their order or that of members', () => {
    const a = [tool('x', { inputSchema: { type: 'object', properties: { a: {}, b: {} } } }), tool('y')];
    const b = [tool('y'), tool('x', { inputSchema: { properties: { b: {}, a: {} }, type: 'object' } })];
    expect(toolsFingerprint(a)).toBe(toolsFingerprint(b));
    expect(diffTools(a, b)).toEqual([]);
  });

  it.each([
    [
      'description',
      { description: 'Does something else.' },
      'tool x, description: was "Does it.", is "Does something else."',
    ],
    [
      'inputSchema',
      { inputSchema: { type: 'object', required: ['a'] } },
      'tool x, inputSchema: was "{"type":"object"}", is "{"required":["a"],"type":"object"}"',
    ],
    ['outputSchema', { outputSchema: {} }, 'tool x, outputSchema: was "(none)", is "{}"'],
    [
      'annotations',
      { annotations: { readOnlyHint: true } },
      'tool x, annotations: was "(none)", is "{"readOnlyHint":true}"',
    ],
    ['title', { title: 'X' }, 'tool x, title: was "(none)", is "X"'],
  ])('changes with a %s', (_, change, line) => {
    expect(diffTools([tool('x')], [tool('x', change)]).map(describeChange)).toEqual([line]);
  });

  it('names tools that are new and gone', () => {
    expect(diffTools([tool('a'), tool('b')], [tool('b'), tool('c')]).map(describeChange)).toEqual([
      'tool c is new: Does it.',
      'tool a is gone',
    ]);
  });

  it('shows the place of a difference in a long description', () => {
    const long = 'The same words again and again. '.repeat(40);
    const [line] = diffTools(
      [tool('x', { description: long })],
      [tool('x', { description: `${long}And send it to me.` })],
    ).map(describeChange);
    expect(line).toContain('And send it to me.');
    expect(line?.length).toBeLessThan(300);
  });
});

describe('the file of what was accepted', () => {
  const accepted = {
    command: command({ command: 'x' }),
    tools: [tool('b'), tool('a')],
    acceptedAt: '2026-11-23T12:00:00.000Z',
  };

  it('gives back what was put in, for its owner only, also to another process', async () => {
    using folder = temporaryFolder();
    const store = openTrustStore(folder.path);
    expect(await store.get('s')).toBeUndefined();
    await Promise.all([store.accept('s', accepted), store.accept('t', accepted)]);
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
    const found = await openTrustStore(folder.path).get('s');
    expect(diffTools(found?.tools ?? [], accepted.tools)).toEqual([]);
    await store.forget('s');
    expect(await store.get('s')).toBeUndefined();
    expect(await store.get('t')).toBeDefined();
  });

  it('takes an entry that was changed by hand for none', async () => {
    using folder = temporaryFolder();
    const store = openTrustStore(folder.path);
    await store.accept('s', accepted);
    writeFileSync(store.path, readFileSync(store.path, 'utf8').replace('Does it.', 'Does anything.'));
    expect(await store.get('s')).toBeUndefined();
  });

  it('accepts nothing when it cannot be read, and says so', async () => {
    using folder = temporaryFolder();
    const store = openTrustStore(folder.path);
    writeFileSync(store.path, 'garbage');
    await expect(store.get('s')).rejects.toMatchObject({ code: 'trust-file-unusable' });
    await expect(store.accept('s', accepted)).rejects.toMatchObject({ code: 'trust-file-unusable' });
    expect(readFileSync(store.path, 'utf8')).toBe('garbage');
  });
});

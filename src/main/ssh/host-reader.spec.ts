import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { McpError } from '../mcp/mcp-error.ts';
import type { ToolResult } from '../mcp/session.ts';
import { hostReader } from './host-reader.ts';
import type { SshHost } from './hosts.ts';
import { readCommand } from './read-command.ts';

const host: SshHost = { name: 'r1', address: '192.0.2.1', port: 22, profiles: ['r1', 'r1-changes'] };
const release = readCommand('release', 'cat /etc/os-release', { allowListed: true });
const ports = readCommand('ports', 'ovs-vsctl --format=json list Port', { sudo: true });
const result = (text: string, isError = false): ToolResult => ({
  isError,
  text,
  data: undefined,
  form: 'text',
});
const denied = result('[stderr]\nPermission denied\n\n[exit 1]', true);

/** A server that answers by what is asked, and what it was asked. */
function serverSaying(answer: (command: string) => ToolResult) {
  const asked: { tool: string; command: string; profile: unknown }[] = [];
  const reader = hostReader(host, (tool, args) => {
    const command = String(args['command']);
    asked.push({ tool, command, profile: args['profile'] });
    return Promise.resolve(answer(command));
  });
  return { reader, asked };
}

describe('reading a host', () => {
  it('asks with the profile that reads, and with the tool that a read-only profile has where that suffices', async () => {
    const { reader, asked } = serverSaying(() => result('{}'));
    await reader.ask(release);
    await reader.ask(ports);
    expect(asked).toEqual([
      { tool: 'read-command', command: 'cat /etc/os-release', profile: 'r1' },
      { tool: 'run-command', command: 'ovs-vsctl --format=json list Port', profile: 'r1' },
    ]);
  });

  it('does not wait for a silent host a second time', async () => {
    const { reader, asked } = serverSaying(() => result('SSH connection timeout', true));
    const first = await reader.ask(release);
    expect([first.is, (await reader.ask(ports)).is]).toEqual(['unreachable', 'unreachable']);
    expect(asked).toHaveLength(1);
  });

  it('asks with sudo what the account may not', async () => {
    const { reader } = serverSaying((command) => (command.startsWith('sudo -n ') ? result('[1]') : denied));
    expect(await reader.askJson(ports, z.array(z.number()))).toEqual({
      is: 'answered',
      value: [1],
      masked: 0,
    });
  });

  it('does not try sudo again after the policy refused it, and says both reasons', async () => {
    const { reader, asked } = serverSaying((command) =>
      command.startsWith('sudo -n ') ? result('POLICY_DENIED: privileged', true) : denied,
    );
    const said = await reader.ask(ports);
    expect(said).toMatchObject({
      is: 'not-permitted',
      reason: expect.stringMatching(/Permission denied.*POLICY_DENIED/),
    });
    await reader.ask(ports);
    expect(asked.map(({ command }) => command.startsWith('sudo'))).toEqual([false, true, false]);
  });

  it('takes what is no JSON, or of another shape, for no answer', async () => {
    const { reader } = serverSaying(() => result('[{"name":'));
    expect(await reader.askJson(ports, z.array(z.unknown()))).toMatchObject({
      is: 'failed',
      reason: expect.stringMatching(/ports: expected JSON/),
    });
    const other = serverSaying(() => result('{"a":1}')).reader;
    expect(await other.askJson(ports, z.array(z.unknown()))).toMatchObject({ is: 'failed' });
  });

  it('takes nothing at all for what it stands for only where that is said', async () => {
    const { reader } = serverSaying(() => result(''));
    expect(await reader.askJson(ports, z.array(z.unknown()))).toMatchObject({ is: 'failed' });
    expect(await reader.askJson(ports, z.array(z.unknown()), { empty: [] })).toMatchObject({ value: [] });
  });

  it('ends when the server has gone, and goes on when one answer took too long', async () => {
    const throwing = (code: 'timeout' | 'disconnected') =>
      hostReader(host, () => Promise.reject(new McpError('edge', code, code)));
    expect(await throwing('timeout').ask(ports)).toMatchObject({ is: 'failed' });
    await expect(throwing('disconnected').ask(ports)).rejects.toThrow(/disconnected/);
  });
});

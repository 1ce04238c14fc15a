import { describe, expect, it } from 'vitest';
import { changingProfile, listedHosts, readingProfile } from './hosts.ts';

const list = (...lines: string[]) => listedHosts('edge', { isError: false, text: lines.join('\n') });

describe('hosts of an ssh server', () => {
  it('are its profiles, connected or not', () => {
    const { hosts, unread } = list(
      'r1: reader@192.0.2.1:22 [connected] sessions=0 role=operator',
      'r2: reader@r2.example.net:2222 [disconnected] sessions=0 role=viewer',
      'r3: reader@2001:db8::3:22 [closed] sessions=2 role=admin',
    );
    expect(unread).toEqual([]);
    expect(hosts.map(({ name, address, port }) => [name, address, port])).toEqual([
      ['r1', '192.0.2.1', 22],
      ['r2', 'r2.example.net', 2222],
      ['r3', '2001:db8::3', 22],
    ]);
  });

  it('are one where two profiles lead to the same address: the first reads, the last changes', () => {
    const [host, ...others] = list(
      'r1: reader@192.0.2.1:22 [connected] sessions=0 role=viewer',
      'r1-changes: operator@192.0.2.1:22 [disconnected] sessions=0 role=admin',
    ).hosts;
    expect(others).toEqual([]);
    expect(host && [host.name, readingProfile(host), changingProfile(host)]).toEqual([
      'r1',
      'r1',
      'r1-changes',
    ]);
  });

  it('are not invented from a line that is none', () => {
    expect(list('No connections.')).toEqual({ hosts: [], unread: ['No connections.'] });
  });

  it('are not known while the server is not configured', () => {
    expect(() => listedHosts('edge', { isError: true, text: 'ssh-mcp is not configured' })).toThrow(
      /edge: it does not list its connections: ssh-mcp is not configured/,
    );
  });
});

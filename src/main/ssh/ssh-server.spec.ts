import { describe, expect, it } from 'vitest';
import { hostCommands } from './commands/host.ts';
import { networkCommands } from './commands/network.ts';
import { commandLine } from './read-command.ts';
import { refuseSshRead } from './ssh-server.ts';

const refused = (command: string, tool = 'read-command') => refuseSshRead(tool, { command, profile: 'r1' });

describe('what a host may be asked', () => {
  it('is what is declared, with either tool and through sudo where that is declared too', () => {
    expect(refuseSshRead('list-connections', {})).toBeUndefined();
    expect(refused(commandLine(hostCommands.osRelease))).toBeUndefined();
    expect(refused(commandLine(networkCommands.links), 'run-command')).toBeUndefined();
    expect(refused(commandLine(networkCommands.ovsPorts, {}, true), 'run-command')).toBeUndefined();
  });

  it.each([
    // All of these pass ssh-mcp's own allow-list as read-only.
    'cat /etc/shadow',
    'cat /root/.ssh/id_ed25519',
    'printenv',
    'ip addr flush dev eth0',
    'ip route del default',
    'ifconfig eth0 down',
    'arp -d 192.0.2.1',
    'date -s 2001-01-01',
    'hostname somebody-else',
    'sort -o /etc/motd /etc/hosts',
    'journalctl --vacuum-size=1',
    'docker inspect database',
    // It has the keys of encrypted tunnels.
    'ovs-vsctl --timeout=10 --format=json list Interface',
    'ovs-vsctl --timeout=10 --format=json --columns=options list Interface',
    // And these do not.
    'ip link set dev eth0 down',
    'sudo -n ip -j -d -s link show',
    `${commandLine(networkCommands.links)}; id`,
    `${commandLine(networkCommands.links)} `,
    '',
  ])('is not %j', (command) => {
    expect(refused(command)).toMatch(/none of the commands/);
    expect(refused(command, 'run-command')).toMatch(/none of the commands/);
  });

  it('is told to whoever asked for something near', () => {
    expect(refused('ip route get 192.0.2.1')).toMatch(
      /of ip there are: ip -j -d -s link show; ip -j addr show;/,
    );
    expect(refused('tcpdump -i eth0')).toMatch(/there are some of .*bridge.*vtysh/);
  });

  it('is asked in no session, on no terminal, and not as anything but a text', () => {
    const command = commandLine(networkCommands.links);
    expect(refuseSshRead('run-command', { command, session: 'shell' })).toMatch(/"session"/);
    expect(refuseSshRead('run-command', { command, tty: true })).toMatch(/"tty"/);
    expect(refuseSshRead('run-command', { command: [command] })).toMatch(/expected a command/);
    expect(refuseSshRead('run-command', { command, profile: {} })).toMatch(/expected the name/);
    expect(refuseSshRead('run-command', {})).toMatch(/expected a command/);
  });

  it('is never by a tool that changes something, whatever a site calls read-only', () => {
    for (const tool of [
      'privileged-command',
      'open-session',
      'signal-process',
      'sftp-upload',
      'sftp-upload-file',
    ])
      expect(refuseSshRead(tool, { command: commandLine(networkCommands.links) })).toMatch(/changes/);
  });

  it('is never the content of a file, whatever a site calls read-only', () => {
    for (const tool of ['sftp-download', 'sftp-list', 'read-session-output'])
      expect(refuseSshRead(tool, { remotePath: '/etc/shadow' })).toMatch(/any file/);
  });
});

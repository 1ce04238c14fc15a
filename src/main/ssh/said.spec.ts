import { describe, expect, it } from 'vitest';
import { readCommand } from './read-command.ts';
import { outputOf, saidOf, type Said } from './said.ts';

const command = readCommand('ports', 'ovs-vsctl --format=json list Port', {
  sudo: true,
  stopped: /No such file or directory\)/,
});
const said = (text: string, isError = true): Said => saidOf(command, { isError, text });

describe('what a host said', () => {
  it('is its standard output where the command ended well, without what it complained about', () => {
    expect(said('{"data":[]}', false)).toEqual({ is: 'answered', stdout: '{"data":[]}', masked: 0 });
    expect(said('{"data":[]}\n\n[stderr]\nwarning: old', false)).toMatchObject({ stdout: '{"data":[]}' });
    expect(said('[stderr]\nonly a warning', false)).toMatchObject({ is: 'answered', stdout: '' });
    expect(said('', false)).toEqual({ is: 'answered', stdout: '', masked: 0 });
  });

  it.each<[string, string, Said['is']]>([
    [
      'a program that is not there',
      '[stderr]\nbash: line 1: ovs-vsctl: command not found\n\n\n[exit 127]',
      'absent',
    ],
    ['a busybox that has it not', '[stderr]\nsh: ovs-vsctl: not found\n\n[exit 127]', 'absent'],
    [
      'a service that does not run',
      '[stderr]\novs-vsctl: unix:/var/run/db.sock: database connection failed (No such file or directory)\n\n[exit 1]',
      'stopped',
    ],
    [
      'an account that may not',
      '[stderr]\novs-vsctl: unix:/var/run/db.sock: database connection failed (Permission denied)\n\n[exit 1]',
      'not-permitted',
    ],
    ['a password that sudo wants', '[stderr]\nsudo: a password is required\n\n[exit 1]', 'not-permitted'],
    [
      'a command that sudo does not allow',
      '[stderr]\nSorry, user reader is not allowed to execute "x" as root on r1.\n\n[exit 1]',
      'not-permitted',
    ],
    ['anything else', 'half\n\n[stderr]\nboom\n\n[exit 3]', 'failed'],
    ['its end by a signal', '[killed by SIGKILL]', 'failed'],
    ['a policy', 'POLICY_DENIED: Role "viewer" on host group "prod" cannot run "safe" commands', 'refused'],
    [
      'an approval that nobody can give',
      'APPROVAL_UNAVAILABLE: this MCP client could not be asked',
      'refused',
    ],
    ['the wrong tool', 'read-command only accepts read-only commands, got: safe', 'refused'],
    ['a quota', 'QUOTA_EXCEEDED: profile "r1" has used its 10 commands', 'refused'],
    ['time', 'Command timed out after 60000ms', 'failed'],
    ['no connection', 'SSH connection error: connect ECONNREFUSED 192.0.2.1:22', 'unreachable'],
    ['no key', 'SSH connection error: All configured authentication methods failed', 'unreachable'],
  ])('tells %s apart', (_, text, is) => {
    expect(said(text).is).toBe(is);
  });

  it('is not taken for an answer when it only complained that it may not', () => {
    expect(said('[stderr]\nopen: Permission denied', false).is).toBe('not-permitted');
  });

  it('keeps what came before it failed, and says how it ended', () => {
    expect(said('half\n\n[stderr]\nboom\n\n[exit 3]')).toEqual({
      is: 'failed',
      reason: 'ports: boom (exit 3)',
      stdout: 'half',
    });
  });

  it('counts what the server masked', () => {
    expect(said('{"key":"[REDACTED:entropy:40]"}', false)).toMatchObject({ masked: 1 });
  });

  it('is nothing of the host where the server speaks of itself', () => {
    expect(outputOf({ isError: true, text: 'Profile "x" not found' })).toBeUndefined();
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { replay, type Recording } from '../../../../../test/support/recorded-session.ts';
import { refuseSshRead } from '../../../ssh/ssh-server.ts';
import type { LiveReader } from '../../action-adapter.ts';
import { sshNetwork as disablePort } from '../port--disable/ssh-network.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../collectors/network/ssh/fixtures/hosts.json'), 'utf8'),
) as Recording;

/** Hosts as they were recorded, and how often the link of the port has changed, which a collection does not ask. */
function reader(profile: string, port: string): LiveReader {
  const args = { command: `cat /sys/class/net/${port}/carrier_changes`, profile };
  const result = { isError: false, text: '7\n', data: undefined, form: 'text' as const };
  // A collection asks a silent host something else first, and hears the same.
  const silent = recorded.calls.find((call) => call.result.text.startsWith('SSH connection error'));
  const links = { command: 'ip -j -d -s link show', profile: 'gone1' };
  const calls = [
    ...recorded.calls,
    { tool: 'read-command', args, result },
    ...(silent ? [{ tool: 'run-command', args: links, result: silent.result }] : []),
  ];
  const session = replay({ ...recorded, calls });
  return {
    source: 'hosts',
    call: (tool, asked) => {
      expect(refuseSshRead(tool, asked)).toBeUndefined();
      return session.callTool(tool, { ...asked });
    },
  };
}

async function read(device: string, name: string) {
  const target = buildEntity('interface', name, { attributes: { device } });
  return disablePort.read({ target, parameters: {}, view: buildView([target]) }, reader(device, name));
}

const facts = async (device: string, name: string) => {
  const state = await read(device, name);
  if (state.is !== 'there') throw new Error(`expected a port, ${state.text}`);
  return state.facts;
};

describe('a port of a host, read live', () => {
  it('is what the kernel says, with the profile that changes are made with', async () => {
    expect(await facts('kvm1', 'vnet1')).toEqual({
      profile: 'kvm1-changes',
      adminUp: true,
      linkUp: true,
      carrierChanges: 7,
      carries: '',
      channel: null,
      mode: null,
      nativeVlan: null,
      taggedVlans: null,
    });
  });

  it('is what Open vSwitch says of VLANs, and how that was written', async () => {
    expect(await facts('sw1', 'p2')).toMatchObject({
      profile: 'sw1-changes',
      vlansBy: 'Open vSwitch',
      mode: 'trunk',
      nativeVlan: 10,
      taggedVlans: '20,30',
      setMode: 'native-untagged',
      setTag: 10,
      setTrunks: '20,30',
    });
    expect(await facts('sw1', 'p5')).toMatchObject({ channel: 'bond0' });
    expect(await facts('sw1', 'bond0')).toMatchObject({ linkUp: true, mode: 'trunk', channel: null });
  });

  it('is the one that the host is reached over', async () => {
    expect(await facts('kvm1', 'eth0')).toMatchObject({
      carries: 'the connection comes in over its address 198.18.0.15',
    });
  });

  it('has gone when the host no longer has it, and not when the host is not reached', async () => {
    expect(await read('kvm1', 'vnet9')).toEqual({
      is: 'gone',
      text: 'kvm1 no longer has the interface vnet9',
    });
    await expect(read('gone1', 'eth0')).rejects.toThrow(/SSH connection error/);
    await expect(read('app1', 'eth0')).rejects.toThrow(/POLICY_DENIED/);
    await expect(read('leaf9', 'eth0')).rejects.toThrow(/no connection that is called leaf9/);
  });

  it('cannot be told while Open vSwitch may not be asked: it may be one of its ports', async () => {
    const denied = '[stderr]\novs-vsctl: database connection failed (Permission denied)\n\n\n[exit 1]';
    const whole = reader('sw1', 'p2');
    const call: LiveReader['call'] = async (tool, args) =>
      String(args['command']).includes('ovs-vsctl')
        ? { isError: true, text: denied, data: undefined, form: 'text' }
        : whole.call(tool, args);
    const target = buildEntity('interface', 'p2', { attributes: { device: 'sw1' } });
    await expect(
      disablePort.read({ target, parameters: {}, view: buildView([target]) }, { source: 'hosts', call }),
    ).rejects.toThrow(/ovs-.*Permission denied/);
  });

  it('has a name that can be nothing but a name', async () => {
    for (const name of ['vnet1; reboot', '$(id)', '-help', '../lo', 'a b', 'sixteen-letters-'])
      await expect(read('kvm1', name)).rejects.toThrow(/may not stand in a command/);
  });
});

describe('shutting it down', () => {
  const target = buildEntity('interface', 'vnet1', { attributes: { device: 'kvm1' } });
  const subject = { target, parameters: {}, view: buildView([target]) };

  it('is one constant command with the profile for changes, and taken back by one', async () => {
    const now = await facts('kvm1', 'vnet1');
    expect(disablePort.plan(subject, now).calls.map((call) => call.arguments)).toEqual([
      { command: 'sudo -n ip link set dev vnet1 down', profile: 'kvm1-changes' },
    ]);
    const after = { ...now, adminUp: false, linkUp: false };
    expect(disablePort.rollback?.(subject, now, after).map((call) => call.arguments)).toEqual([
      { command: 'sudo -n ip link set dev vnet1 up', profile: 'kvm1-changes' },
    ]);
    expect(disablePort.verify(subject, now, after, []).is).toBe('met');
    expect(disablePort.verify(subject, now, now, []).is).toBe('not-yet');
  });

  it('is refused for the one that the host is reached over', async () => {
    const failing = (now: Awaited<ReturnType<typeof facts>>) =>
      disablePort.preChecks(subject, now).filter(({ ok }) => !ok);
    expect(failing(await facts('kvm1', 'vnet1'))).toEqual([]);
    expect(failing(await facts('kvm1', 'eth0'))).toEqual([
      { ok: false, text: expect.stringMatching(/reached over it: the connection comes in/) },
    ]);
  });
});

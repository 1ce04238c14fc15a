import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import { sshNetwork } from './ssh-network.ts';

const target = buildEntity('interface', 'swp2', { attributes: { device: 'leaf1' } });
const subject = (mode: 'access' | 'trunk', nativeVlan: number, taggedVlans: readonly number[] = []) => ({
  target,
  parameters: { mode, nativeVlan, taggedVlans },
  view: buildView([target]),
});
const common = { profile: 'leaf1-changes', adminUp: true, linkUp: true, carries: '', channel: null };
const commands = (calls: readonly { readonly arguments: Readonly<Record<string, unknown>> }[] | undefined) =>
  calls?.map((call) => call.arguments['command']);
const refusals = (given: ReturnType<typeof subject>, now: Facts) =>
  sshNetwork.preChecks(given, now).flatMap(({ ok, text }) => (ok ? [] : [text]));

describe('a port of Open vSwitch', () => {
  const access: Facts = {
    ...common,
    vlansBy: 'Open vSwitch',
    mode: 'access',
    nativeVlan: 10,
    taggedVlans: '',
    setMode: null,
    setTag: 10,
    setTrunks: '',
  };
  const trunk: Facts = {
    ...access,
    mode: 'trunk',
    nativeVlan: 10,
    taggedVlans: '20,30',
    setMode: 'native-untagged',
    setTrunks: '20,30',
  };

  it('is set at once, and put back as it was written', () => {
    expect(commands(sshNetwork.plan(subject('trunk', 10, [30, 20, 10]), access).calls)).toEqual([
      'sudo -n ovs-vsctl --timeout=10 -- set Port swp2 vlan_mode=native-untagged tag=10 trunks=20,30',
    ]);
    expect(commands(sshNetwork.rollback?.(subject('trunk', 10, [20, 30]), access, trunk))).toEqual([
      'sudo -n ovs-vsctl --timeout=10 -- clear Port swp2 vlan_mode -- set Port swp2 tag=10 -- clear Port swp2 trunks',
    ]);
    expect(commands(sshNetwork.plan(subject('access', 20), trunk).calls)).toEqual([
      'sudo -n ovs-vsctl --timeout=10 -- set Port swp2 vlan_mode=access tag=20 -- clear Port swp2 trunks',
    ]);
    expect(commands(sshNetwork.rollback?.(subject('access', 20), trunk, access))).toEqual([
      'sudo -n ovs-vsctl --timeout=10 -- set Port swp2 vlan_mode=native-untagged -- set Port swp2 tag=10 -- set Port swp2 trunks=20,30',
    ]);
  });

  it('never becomes one that carries every VLAN: an empty list would mean that', () => {
    expect(commands(sshNetwork.plan(subject('trunk', 40), access).calls)).toEqual([
      'sudo -n ovs-vsctl --timeout=10 -- set Port swp2 vlan_mode=native-untagged tag=40 trunks=40',
    ]);
  });

  it('is done when it shows exactly these, with its link as before', () => {
    const wanted = subject('trunk', 10, [20, 30]);
    expect(sshNetwork.verify(wanted, access, trunk, []).is).toBe('met');
    expect(sshNetwork.verify(wanted, access, access, []).is).toBe('not-yet');
    expect(sshNetwork.verify(wanted, access, { ...trunk, linkUp: false }, []).is).toBe('not-yet');
    expect(sshNetwork.verify(wanted, trunk, trunk, []).is).toBe('not-yet');
  });

  it('is left alone where it is a member, carries the host, or has these already', () => {
    const wanted = subject('access', 20);
    expect(refusals(wanted, access)).toEqual([]);
    expect(refusals(wanted, { ...access, channel: 'bond0' })).toEqual([
      expect.stringMatching(/member of a bond/),
    ]);
    expect(refusals(wanted, { ...access, carries: 'the default route leads over it' })).toHaveLength(1);
    expect(refusals(subject('access', 10), access)).toEqual([expect.stringMatching(/other VLANs/)]);
  });
});

describe('a port of a bridge that looks at VLANs', () => {
  const access: Facts = {
    ...common,
    vlansBy: 'the bridge',
    mode: 'access',
    nativeVlan: 10,
    taggedVlans: '',
  };
  const trunk: Facts = { ...access, mode: 'trunk', nativeVlan: 1, taggedVlans: '10,20' };

  it('gets what is missing before it loses what is too much', () => {
    expect(commands(sshNetwork.plan(subject('trunk', 1, [10, 20]), access).calls)).toEqual([
      'sudo -n bridge vlan add vid 1 dev swp2 pvid untagged',
      'sudo -n bridge vlan add vid 10 dev swp2',
      'sudo -n bridge vlan add vid 20 dev swp2',
    ]);
    expect(commands(sshNetwork.rollback?.(subject('trunk', 1, [10, 20]), access, trunk))).toEqual([
      'sudo -n bridge vlan add vid 10 dev swp2 pvid untagged',
      'sudo -n bridge vlan del vid 20 dev swp2',
      'sudo -n bridge vlan del vid 1 dev swp2',
    ]);
  });

  it('is left alone where it carries every VLAN, has none, or would take too many commands', () => {
    expect(refusals(subject('access', 20), { ...access, mode: 'trunk-all' })).toEqual([
      expect.stringMatching(/each of its VLANs/),
    ]);
    expect(refusals(subject('access', 20), { ...access, mode: null, nativeVlan: null })).toHaveLength(2);
    const many = Array.from({ length: 60 }, (_, at) => at + 100);
    expect(refusals(subject('trunk', 10, many), access)).toEqual([expect.stringMatching(/at most 40/)]);
    expect(sshNetwork.plan(subject('trunk', 10, many), access).calls.length).toBeLessThanOrEqual(40);
  });
});

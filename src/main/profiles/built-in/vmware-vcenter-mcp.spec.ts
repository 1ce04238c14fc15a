import { describe, expect, test } from 'vitest';
import { builtInAction, builtInAdapter } from '../../../../test/support/built-in-profile.ts';
import { collectedProfile } from '../../../../test/support/collected-profile.ts';
import { answeringOtherwise, failing } from '../../../../test/support/documented-answers.ts';
import { documentedVcenter } from '../../../../test/support/documented/vcenter.ts';
import { factsOf, readLive, subjectOf } from '../../../../test/support/played-action.ts';
import { replay } from '../../../../test/support/recorded-session.ts';

const adapter = builtInAdapter('vmware-vcenter-mcp');

const collected = (recording = documentedVcenter) => collectedProfile('vmware-vcenter-mcp', recording, 'vc');

const changed = (...changes: Parameters<typeof answeringOtherwise>[1]) =>
  collected(answeringOtherwise(documentedVcenter, changes));

describe('vCenter through vmware-vcenter-mcp, as it is documented', () => {
  test('is recognised by its tools, and no other is', () => {
    expect(documentedVcenter.of).toContain('not recorded');
    expect(adapter.matches(documentedVcenter.server)).toBe(true);
    const { tools } = documentedVcenter.server;
    expect(
      adapter.matches({ ...documentedVcenter.server, tools: tools.filter(({ name }) => name !== 'vm_list') }),
    ).toBe(false);
  });

  test('vouches for nothing that changes anything', () => {
    expect(adapter.readOnlyTools.filter((tool) => /power(On|Off)|shutdown|reset|soap/i.test(tool))).toEqual(
      [],
    );
  });

  test('gives every thing that is listed, each once', async () => {
    const { counts, rejects, scopes } = await collected();
    expect(rejects).toEqual([]);
    expect(counts()).toEqual({
      vcenter: 1,
      datacenter: 2,
      cluster: 1,
      host: 4,
      datastore: 3,
      network: 2,
      vm: 4,
    });
    expect(scopes('vm')).toEqual([{ type: 'complete', kind: 'vm' }]);
  });

  test('says of a VM what is in it, on what it runs and where it lies', async () => {
    const { named } = await collected();
    expect(named('vm', 'web-1')).toMatchObject({
      nativeId: 'vm-101',
      partition: 'prod',
      attributes: {
        powerState: 'on',
        cluster: 'prod',
        host: 'esx-11.example.net',
        vcpus: 4,
        coresPerSocket: 2,
        memoryBytes: 8_589_934_592,
        cpuHotAdd: true,
        memoryHotAdd: false,
        osConfigured: 'RHEL_9_64',
        hardwareVersion: 'vmx-19',
        firmware: 'efi',
        disks: [
          {
            key: 2000,
            label: 'Hard disk 1',
            path: '[gold] web-1/web-1.vmdk',
            datastore: 'gold',
            capacityBytes: 42_949_672_960,
          },
        ],
        nics: [
          {
            key: 4000,
            label: 'Network adapter 1',
            adapter: 'VMXNET3',
            mac: '00:50:56:00:00:05',
            portGroup: 'servers',
            startsConnected: true,
          },
        ],
      },
      relations: [
        { type: 'attached-to', to: 'vc:network:dvportgroup-31' },
        { type: 'runs-on', to: 'vc:host:host-11' },
        { type: 'stored-on', to: 'vc:datastore:datastore-1' },
      ],
      keys: expect.arrayContaining([expect.stringMatching(/^uuid:4223a1b2/), 'mac:005056000005']),
    });
  });

  test('knows a host of a cluster from one that stands alone, and datastores of one name by their datacenter', async () => {
    const { named } = await collected();
    expect(named('host', 'esx-11.example.net')).toMatchObject({
      partition: 'prod',
      attributes: {
        cluster: 'prod',
        datacenter: 'East',
        model: 'Server 2000',
        memoryUsageBytes: 103_079_215_104,
      },
      relations: [{ type: 'member-of', to: 'vc:cluster:domain-c8' }],
    });
    const alone = named('host', 'esx-21.example.net');
    expect(alone).toMatchObject({ partition: 'esx-21.example.net', relations: [] });
    expect(alone.attributes).not.toHaveProperty('cluster');
    expect(named('vm', 'edge-1').relations).toContainEqual({
      type: 'stored-on',
      to: 'vc:datastore:datastore-3',
    });
    expect(named('host', 'esx-13.example.net').attributes).toMatchObject({
      connectionState: 'disconnected',
    });
  });

  test('takes no VM for gone whose host was not answered for', async () => {
    const { of, scopes } = await changed({
      tool: 'vm_list',
      args: { hosts: ['host-12'] },
      answer: failing('vm_list failed: Too many virtual machines. Add more filter criteria.'),
    });
    expect(of('vm')).toHaveLength(3);
    expect(scopes('vm')).toEqual([
      { type: 'failed', kind: 'vm', partition: 'prod', reason: expect.stringContaining('Too many') },
      { type: 'complete', kind: 'vm' },
    ]);
  });

  test('takes an answer without its list for no empty one', async () => {
    const { scopes } = await changed({ tool: 'datacenter_list', answer: { count: 0 } });
    for (const kind of ['host', 'vm', 'datastore'] as const)
      expect(scopes(kind)).toEqual([expect.objectContaining({ type: 'failed', kind })]);
  });

  test('does without details, and says why they are not known', async () => {
    const { of, named, scopes, events } = await changed({
      tool: 'vm_get',
      args: { vmId: 'vm-101' },
      answer: failing('vm_get failed: Permission to perform this operation was denied.'),
    });
    expect(of('vm')).toHaveLength(4);
    expect(scopes('vm')).toEqual([{ type: 'complete', kind: 'vm' }]);
    expect(named('vm', 'web-1').attributes).toMatchObject({ powerState: 'on' });
    expect(named('vm', 'web-1').unknown?.['disks']).toMatch(/vmDetails/);
    expect(named('vm', 'web-2').attributes).toHaveProperty('disks');
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'unavailable', what: 'vmDetails of prod' }),
    );
  });

  test.each([
    ['a state that there is not', { power_state: 'MELTED' }, 'powerState'],
    ['a memory that is a text', { memory_size_MiB: 'much' }, 'memoryBytes'],
  ])('leaves unknown what is no such thing: %s', async (_, member, attribute) => {
    const vm = {
      vm: 'vm-101',
      name: 'web-1',
      power_state: 'POWERED_ON',
      cpu_count: 4,
      memory_size_MiB: 8192,
    };
    const { named } = await changed({
      tool: 'vm_list',
      args: { hosts: ['host-11'] },
      answer: { count: 1, vms: [{ ...vm, ...member }] },
    });
    expect(named('vm', 'web-1').attributes).toMatchObject({ vcpus: 4 });
    expect(named('vm', 'web-1').attributes).not.toHaveProperty(attribute);
  });

  test('rejects what has no id, with the place', async () => {
    const { rejects, of } = await changed({
      tool: 'vm_list',
      args: { hosts: ['host-12'] },
      answer: { count: 1, vms: [{ name: '[gold] "; DROP', power_state: 'POWERED_ON', cpu_count: -1 }] },
    });
    expect(of('vm')).toHaveLength(3);
    expect(rejects).toEqual([expect.objectContaining({ kind: 'vm', path: 'nativeId' })]);
  });
});

describe('what is done to a VM through vmware-vcenter-mcp', () => {
  const session = (changes: Parameters<typeof answeringOtherwise>[1] = []) =>
    replay(answeringOtherwise(documentedVcenter, changes), 'vc');
  const vm = async (name: string) => (await collected()).named('vm', name);

  test('asks for the real thing, and believes what is read back', async () => {
    const on = builtInAction('vmware-vcenter-mcp', 'vm.power-on');
    const subject = subjectOf(await vm('web-2'));
    const before = await factsOf(on, subject, session());
    expect(before).toEqual({ name: 'web-2', powerState: 'off' });
    expect(on.preChecks(subject, before).every(({ ok }) => ok)).toBe(true);
    expect(on.plan(subject, before).calls).toEqual([
      { tool: 'vm_powerOn', arguments: { vmId: 'vm-102', confirm: true }, does: 'powers on web-2' },
    ]);
    expect(on.verify(subject, before, before, []).is).toBe('not-yet');
    const after = await factsOf(
      on,
      subject,
      session([
        { tool: 'vm_powerState', args: { vmId: 'vm-102' }, answer: { vmId: 'vm-102', state: 'POWERED_ON' } },
      ]),
    );
    expect(on.verify(subject, before, after, []).is).toBe('met');
    expect(on.rollback?.(subject, before, after)).toEqual([
      expect.objectContaining({ tool: 'vm_powerOff', arguments: { vmId: 'vm-102', confirm: true } }),
    ]);
    expect(on.rollback?.(subject, before, before)).toEqual([]);
  });

  test.each([
    ['guest', 'vm_shutdown'],
    ['hard', 'vm_powerOff'],
  ])('powers off by the guest or at once, as was asked: %s', async (mode, tool) => {
    const off = builtInAction('vmware-vcenter-mcp', 'vm.power-off');
    const subject = subjectOf(await vm('web-1'), { mode });
    const before = await factsOf(off, subject, session());
    expect(off.plan(subject, before).calls).toEqual([
      expect.objectContaining({ tool, arguments: { vmId: 'vm-101', confirm: true } }),
    ]);
  });

  test('takes a rehearsal and a refusal for what they are', () => {
    const { saysFailed } = builtInAction('vmware-vcenter-mcp', 'vm.power-off');
    expect(
      saysFailed?.(
        'vm_powerOff',
        'DRY RUN: Would POWER OFF (hard) VM vm-101\nRe-run with confirm:true to execute.',
      ),
    ).toBe(true);
    expect(saysFailed?.('vm_powerOff', 'POWER OFF (hard) requested for vm-101')).toBe(false);
  });

  test('takes an answer about another VM for no fact', async () => {
    const on = builtInAction('vmware-vcenter-mcp', 'vm.power-on');
    const subject = subjectOf(await vm('web-2'));
    await expect(
      readLive(
        on,
        subject,
        session([
          {
            tool: 'vm_powerState',
            args: { vmId: 'vm-102' },
            answer: { vmId: 'vm-999', state: 'POWERED_OFF' },
          },
        ]),
      ),
    ).rejects.toThrow(/not about vm-102/);
  });
});

import { describe, expect, test } from 'vitest';
import { builtInAction, builtInAdapter } from '../../../../test/support/built-in-profile.ts';
import { collectedProfile } from '../../../../test/support/collected-profile.ts';
import { answeringOtherwise, failing } from '../../../../test/support/documented-answers.ts';
import { documentedProxmox } from '../../../../test/support/documented/proxmox.ts';
import { factsOf, readLive, subjectOf } from '../../../../test/support/played-action.ts';
import { replay } from '../../../../test/support/recorded-session.ts';

type Changes = Parameters<typeof answeringOtherwise>[1];
const id = 'proxmox-ve-mcp';
const collected = (...changes: Changes) =>
  collectedProfile(id, answeringOtherwise(documentedProxmox, changes), 'pve');

describe('Proxmox VE through proxmox-ve-mcp, as it is documented', () => {
  test('is recognised by its tools', () => {
    expect(documentedProxmox.of).toContain('not recorded');
    expect(builtInAdapter(id).matches(documentedProxmox.server)).toBe(true);
  });

  test('vouches for nothing that changes anything', () => {
    const changing = /^(start|stop|shutdown|reboot|suspend|resume|clone|migrate|create|delete|rollback)_/;
    expect(builtInAdapter(id).readOnlyTools.filter((tool) => changing.test(tool))).toEqual([]);
  });

  test('gives every thing that is listed, shared storage once', async () => {
    const { counts, rejects, scopes, of } = await collected();
    expect(rejects).toEqual([]);
    expect(counts()).toEqual({ cluster: 1, host: 3, datastore: 4, vm: 4 });
    expect(scopes('vm')).toEqual([{ type: 'complete', kind: 'vm' }]);
    expect(
      of('datastore')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['ceph-vm', 'pve1 local-lvm', 'pve2 local-lvm', 'pve3 local-lvm']);
  });

  test('says of a VM what is in it, on what it runs and where it lies', async () => {
    const web = (await collected()).named('vm', 'web-1');
    expect(web).toMatchObject({
      nativeId: '100',
      partition: 'east',
      attributes: {
        powerState: 'on',
        template: false,
        cluster: 'east',
        host: 'pve1',
        resourcePool: 'customers',
        vcpus: 4,
        memoryBytes: 8_589_934_592,
        uptimeSeconds: 864_000,
        notes: 'shop front',
        uuid: '6f5ca1f2-0000-4000-8000-000000000100',
        osConfigured: 'l26',
        firmware: 'efi',
      },
      labels: { 'tag:prod': 'yes', 'tag:web': 'yes' },
      relations: [
        { type: 'runs-on', to: 'pve:host:pve1' },
        { type: 'stored-on', to: 'pve:datastore:ceph-vm' },
        { type: 'stored-on', to: 'pve:datastore:pve1/local-lvm' },
      ],
    });
    expect(web.keys).toEqual(
      expect.arrayContaining([
        'uuid:6f5ca1f2000040008000000000000100',
        'mac:bc2411000100',
        'mac:bc2411000101',
      ]),
    );
    expect((web.attributes as Record<string, unknown>)['disks']).toEqual([
      {
        key: 200,
        label: 'scsi0',
        path: 'ceph-vm:vm-100-disk-1',
        datastore: 'ceph-vm',
        capacityBytes: 34_359_738_368,
        controller: 'scsi',
      },
      {
        key: 201,
        label: 'scsi1',
        path: 'local-lvm:vm-100-disk-0',
        datastore: 'local-lvm',
        capacityBytes: 536_870_912,
        controller: 'scsi',
      },
      {
        key: 400,
        label: 'efidisk0',
        path: 'ceph-vm:vm-100-disk-0',
        datastore: 'ceph-vm',
        capacityBytes: 540_672,
        controller: 'efidisk',
      },
    ]);
    expect((web.attributes as Record<string, unknown>)['nics']).toEqual([
      {
        key: 0,
        label: 'net0',
        adapter: 'virtio',
        mac: 'bc:24:11:00:01:00',
        portGroup: 'vmbr0',
        startsConnected: true,
      },
      {
        key: 1,
        label: 'net1',
        adapter: 'e1000',
        mac: 'bc:24:11:00:01:01',
        portGroup: 'vmbr1',
        startsConnected: false,
      },
    ]);
  });

  test('says of a node that is away that it is, and of nothing in it that it is known', async () => {
    const { named } = await collected();
    const away = named('host', 'pve3').attributes;
    expect(away).toMatchObject({ connectionState: 'not responding', managementIp: '192.0.2.13' });
    expect(away).not.toHaveProperty('uptimeSeconds');
    expect(named('vm', 'VM 102').attributes).not.toHaveProperty('powerState');
    expect(named('host', 'pve1').attributes).toMatchObject({
      version: '8.2.4',
      sockets: 2,
      threads: 128,
      vmCount: 2,
    });
    expect(named('datastore', 'pve3 local-lvm').attributes).toMatchObject({ accessible: false });
    expect(named('datastore', 'ceph-vm').attributes).toMatchObject({
      type: 'rbd',
      multipleHostAccess: true,
      accessible: true,
      freeBytes: 322_122_547_200,
      mounts: [
        { host: 'pve1', accessible: true },
        { host: 'pve2', accessible: true },
        { host: 'pve3', accessible: false },
      ],
    });
  });

  test('is as good of a node that stands alone', async () => {
    const { counts, named } = await collected({
      tool: 'get_cluster_status',
      answer: [{ type: 'node', id: 'node/pve1', name: 'pve1', ip: '192.0.2.11', online: 1 }],
    });
    expect(counts()).not.toHaveProperty('cluster');
    expect(named('host', 'pve1')).toMatchObject({ partition: 'pve1', relations: [] });
    expect(named('vm', 'web-1').partition).toBe('pve1');
  });

  test('takes nothing for gone where the list failed', async () => {
    const { scopes, of } = await collected({
      tool: 'list_vms',
      answer: failing('Proxmox denied the request (403 Permission check failed: ).'),
    });
    expect(of('vm')).toEqual([]);
    expect(scopes('vm')).toEqual([
      { type: 'failed', kind: 'vm', reason: expect.stringContaining('Proxmox denied the request') },
    ]);
    expect(scopes('host')).toEqual([{ type: 'complete', kind: 'host' }]);
  });

  test('does without the configuration of one VM, and says why', async () => {
    const { named, scopes } = await collected({
      tool: 'get_vm_config',
      args: { vmid: 100 },
      answer: failing('Proxmox API error (500 no such cluster node).'),
    });
    expect(scopes('vm')).toEqual([{ type: 'complete', kind: 'vm' }]);
    expect(named('vm', 'web-1').unknown?.['disks']).toMatch(/configs/);
    expect(named('vm', 'db-1').attributes).toHaveProperty('disks');
  });

  test('takes settings that are no settings for unknown, and not for others', async () => {
    const { named, rejects } = await collected({
      tool: 'get_vm_config',
      args: { vmid: 100 },
      answer: { scsi0: 'none', scsi1: ':,size=huge', net0: '=,,=', smbios1: 'uuid', description: '<script>' },
    });
    expect(rejects).toEqual([]);
    expect(named('vm', 'web-1').attributes).toMatchObject({
      notes: '<script>',
      disks: [{ key: 201, label: 'scsi1' }],
    });
    expect(named('vm', 'web-1').attributes).not.toHaveProperty('uuid');
  });
});

describe('what is done to a VM through proxmox-ve-mcp', () => {
  const session = (...changes: Changes) => replay(answeringOtherwise(documentedProxmox, changes), 'pve');
  const vm = async (name: string) => (await collected()).named('vm', name);

  test('starts it where it is now, and believes what is read back', async () => {
    const on = builtInAction(id, 'vm.power-on');
    const subject = subjectOf(await vm('db-1'));
    const before = await factsOf(on, subject, session());
    expect(before).toEqual({ name: 'db-1', vmid: 101, node: 'pve2', powerState: 'off', uptimeSeconds: 0 });
    expect(on.preChecks(subject, before).filter(({ ok }) => !ok)).toEqual([]);
    expect(on.plan(subject, before).calls).toEqual([
      { tool: 'start_vm', arguments: { node: 'pve2', vmid: 101 }, does: 'starts db-1 on pve2' },
    ]);
    expect(on.verify(subject, before, before, []).is).toBe('not-yet');
    expect(on.verify(subject, before, { ...before, powerState: 'on' }, []).is).toBe('met');
  });

  test('looks where it runs now, not where it was collected', async () => {
    const on = builtInAction(id, 'vm.power-on');
    const moved = session(
      {
        tool: 'list_vms',
        answer: [{ vmid: 101, name: 'db-1', node: 'pve1', type: 'qemu', status: 'stopped' }],
      },
      { tool: 'get_vm_status', args: { vmid: 100 }, answer: failing('not asked') },
    );
    await expect(readLive(on, subjectOf(await vm('db-1')), moved)).rejects.toThrow(
      'not recorded: get_vm_status {"node":"pve1","vmid":101}',
    );
  });

  test.each([
    ['guest', 'shutdown_vm', { node: 'pve1', vmid: 100, timeout: 180 }],
    ['hard', 'stop_vm', { node: 'pve1', vmid: 100 }],
  ])('powers off by the guest or at once, as was asked: %s', async (mode, tool, args) => {
    const off = builtInAction(id, 'vm.power-off');
    const subject = subjectOf(await vm('web-1'), { mode });
    const before = await factsOf(off, subject, session());
    expect(off.plan(subject, before).calls).toEqual([expect.objectContaining({ tool, arguments: args })]);
    expect(off.verify(subject, before, { ...before, powerState: 'off' }, []).is).toBe('met');
  });

  test('has restarted when it is another process, and only by its guest', async () => {
    const restart = builtInAction(id, 'vm.restart');
    const subject = subjectOf(await vm('web-1'), { mode: 'guest' });
    const before = await factsOf(restart, subject, session());
    expect(restart.plan(subject, before).calls).toEqual([
      expect.objectContaining({ tool: 'reboot_vm', arguments: { node: 'pve1', vmid: 100 } }),
    ]);
    expect(restart.verify(subject, before, before, []).is).toBe('not-yet');
    expect(restart.verify(subject, before, { ...before, uptimeSeconds: 864_010 }, []).is).toBe('not-yet');
    expect(restart.verify(subject, before, { ...before, pid: 5000, uptimeSeconds: 12 }, []).is).toBe('met');
    expect(restart.verify(subject, before, { ...before, powerState: 'off' }, []).is).toBe('not-yet');
    const hard = subjectOf(await vm('web-1'), { mode: 'hard' });
    expect(restart.preChecks(hard, before).filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({ text: expect.stringContaining('no tool for its reset button') }),
    ]);
  });

  test('does not touch what is locked, and takes what is not where the list says for no fact', async () => {
    const on = builtInAction(id, 'vm.power-on');
    const subject = subjectOf(await vm('db-1'));
    const locked = { vmid: 101, name: 'db-1', status: 'stopped', lock: 'backup' };
    const before = await factsOf(
      on,
      subject,
      session({ tool: 'get_vm_status', args: { vmid: 101 }, answer: locked }),
    );
    expect(on.preChecks(subject, before).filter(({ ok }) => !ok)).toHaveLength(1);
    const gone = failing(
      "Proxmox API error (500 Configuration file 'nodes/pve2/qemu-server/101.conf' does not exist: None).",
    );
    await expect(
      readLive(on, subject, session({ tool: 'get_vm_status', args: { vmid: 101 }, answer: gone })),
    ).rejects.toThrow(/does not exist/);
  });
});

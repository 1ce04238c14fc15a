import { describe, expect, test } from 'vitest';
import { builtInAdapter } from '../../../../test/support/built-in-profile.ts';
import { collectedProfile } from '../../../../test/support/collected-profile.ts';
import { answeringOtherwise, failing } from '../../../../test/support/documented-answers.ts';
import { documentedProxmox, documentedProxmoxText } from '../../../../test/support/documented/proxmox.ts';

const id = 'proxmox-mcp-text';
const collected = (...changes: Parameters<typeof answeringOtherwise>[1]) =>
  collectedProfile(id, answeringOtherwise(documentedProxmoxText, changes), 'pve');

describe('Proxmox VE through ProxmoxMCP, which answers in words', () => {
  test('is recognised by its tools, and vouched for without the one that runs commands', () => {
    const adapter = builtInAdapter(id);
    expect(adapter.matches(documentedProxmoxText.server)).toBe(true);
    expect(adapter.matches(documentedProxmox.server)).toBe(false);
    expect(adapter.readOnlyTools).not.toContain('execute_vm_command');
  });

  test('gives what the words say, and no more', async () => {
    const { counts, rejects, named } = await collected();
    expect(rejects).toEqual([]);
    expect(counts()).toEqual({ host: 2, datastore: 2, vm: 2 });
    expect(named('vm', 'web-1')).toMatchObject({
      nativeId: '100',
      partition: 'east',
      attributes: { powerState: 'on', cluster: 'east', host: 'pve1', memoryBytes: 8_589_934_592 },
      relations: [{ type: 'runs-on', to: 'pve:host:pve1' }],
    });
    expect(named('host', 'pve1').attributes).toMatchObject({ threads: 128, memoryBytes: 274_877_906_944 });
    expect(named('datastore', 'ceph-vm').attributes).toMatchObject({
      type: 'rbd',
      accessible: true,
      capacityBytes: 429_496_729_600,
      usedBytes: 107_374_182_400,
    });
  });

  test('takes the noughts of what does not answer for unknown', async () => {
    const { named } = await collected();
    expect(named('host', 'pve3').attributes).toMatchObject({ connectionState: 'not responding' });
    expect(named('host', 'pve3').attributes).not.toHaveProperty('memoryBytes');
    expect(named('datastore', 'backup').attributes).not.toHaveProperty('usedBytes');
  });

  test('takes other words for no empty list', async () => {
    const { scopes, of } = await collected(
      { tool: 'get_vms', answer: 'Something went wrong, try again.' },
      { tool: 'get_storage', answer: failing('Failed to get storage: timed out') },
    );
    expect(of('vm')).toEqual([]);
    expect(scopes('vm')).toEqual([expect.objectContaining({ type: 'failed', kind: 'vm' })]);
    expect(scopes('datastore')).toEqual([expect.objectContaining({ type: 'failed', kind: 'datastore' })]);
    expect((await collected({ tool: 'get_vms', answer: '🗃️ Virtual Machines' })).scopes('vm')).toEqual([
      { type: 'complete', kind: 'vm' },
    ]);
  });

  test('rejects a VM whose first line is another', async () => {
    const { rejects, of } = await collected({
      tool: 'get_vms',
      answer:
        '🗃️ Virtual Machines\n\nweb(ID: x)\n  • Status: RUNNING\n\n🗃️ db-1 (ID: 101)\n  • Status: WEIRD',
    });
    expect(of('vm').map(({ nativeId }) => nativeId)).toEqual(['101']);
    expect(of('vm')[0]?.attributes).not.toHaveProperty('powerState');
    expect(rejects).toEqual([expect.objectContaining({ kind: 'vm', path: 'nativeId' })]);
  });
});

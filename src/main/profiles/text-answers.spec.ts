import { describe, expect, test } from 'vitest';
import { collectEntities } from '../../../test/support/network-estate.ts';
import { compiledProfile } from '../../../test/support/read-profile.ts';
import { scriptedSession } from '../../../test/support/scripted-session.ts';
import { systemClock } from '../platform/clock.ts';
import { profileAdapter } from './profile-adapter.ts';

async function vmsOf(step: string, entity: string, tools: Parameters<typeof scriptedSession>[0]) {
  const profile = compiledProfile(`
profile: 1
id: words
title: Words
domain: vmware
matches: { tools: [${Object.keys(tools).join(', ')}] }
tools: { ${Object.keys(tools)
    .map((tool) => `${tool}: read`)
    .join(', ')} }
collect:
${step}
entities:
  - kind: vm
    from: vms
${entity}
`);
  const adapter = profileAdapter(profile, { clock: systemClock, revision: 'test', isKnown: () => false });
  const { entities, rejects, events } = await collectEntities(adapter, scriptedSession(tools));
  expect(rejects).toEqual([]);
  expect(events).toContainEqual({ type: 'complete', kind: 'vm' });
  return entities;
}

describe('servers answer in many ways', () => {
  test('in a text for people, a block for each thing', async () => {
    const text = `Virtual machines:

🖥️ web-01 (ID: 100)
  • Status: RUNNING
  • Node: pve1
  • CPU Cores: 4
  • Memory: 2.1 GB / 8.0 GB

🖥️ db (old) (ID: 101)
  • Status: STOPPED
  • Node: pve2
  • CPU Cores: 2
  • Memory: 0 B / 4.0 GB
`;
    const vms = await vmsOf(
      `  - step: vms
    tool: list
    answer: text
    emptyTexts: [No virtual machines]
    items: '$filter($split($, "🖥️ "), function($block) { $contains($block, "(ID: ") })'`,
      `    nativeId: '$scan($, "(ID: {id})").id'
    name: '$substringBefore($, " (ID: ")'
    attributes:
      powerState: '$lookup({"RUNNING": "on", "STOPPED": "off"}, $scan($, "• Status: {value}").value)'
      host: '$scan($, "• Node: {value}").value'
      vcpus: '$number($scan($, "• CPU Cores: {value}").value)'
      memoryBytes: '$bytes($scan($, "• Memory: {used} / {size}").size)'`,
      { list: () => text },
    );
    expect(vms).toMatchObject([
      {
        nativeId: '100',
        name: 'web-01',
        attributes: { powerState: 'on', host: 'pve1', vcpus: 4, memoryBytes: 8_000_000_000 },
      },
      { nativeId: '101', name: 'db (old)', attributes: { powerState: 'off', memoryBytes: 4_000_000_000 } },
    ]);
  });

  test('in a table', async () => {
    const vms = await vmsOf(
      '  - { step: vms, tool: list }',
      `    nativeId: NAME
    name: NAME
    attributes: { powerState: '$lookup({"Up": "on", "Down": "off"}, STATE)', vcpus: $number(CPUS) }`,
      { list: () => 'NAME     STATE   CPUS\nweb-01   Up      4\ndb-02    Down    2\n' },
    );
    expect(vms.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['web-01', { powerState: 'on', vcpus: 4 }],
      ['db-02', { powerState: 'off', vcpus: 2 }],
    ]);
  });

  test('for each node, with details of each thing, JSON within JSON', async () => {
    const vms = await vmsOf(
      `  - { step: nodes, tool: nodes, items: data.node }
  - { step: found, tool: vms, forEach: nodes, arguments: { node: =$ }, partition: $, items: data }
  - { step: vms, tool: config, forEach: found, arguments: { id: =vmid, node: =$parent }, items: $read(json) }`,
      `    nativeId: $parent.vmid
    name: $parent.name
    attributes:
      host: $parents[1]
      disks: 'disks.{"key": n, "label": "disk " & n, "capacityBytes": $bytes(size, "GiB")}'`,
      {
        nodes: () => ({ data: [{ node: 'a' }, { node: 'b' }] }),
        vms: ({ node }) => ({ data: [{ vmid: node === 'a' ? 1 : 2, name: `vm-${String(node)}` }] }),
        config: ({ id, node }) => ({
          json: JSON.stringify({ disks: [{ n: 0, size: id === 1 && node === 'a' ? 1 : 2 }] }),
        }),
      },
    );
    expect(vms).toMatchObject([
      {
        nativeId: '1',
        partition: 'a',
        attributes: { host: 'a', disks: [{ key: 0, capacityBytes: 1_073_741_824 }] },
      },
      {
        nativeId: '2',
        partition: 'b',
        attributes: { host: 'b', disks: [{ key: 0, capacityBytes: 2_147_483_648 }] },
      },
    ]);
  });
});

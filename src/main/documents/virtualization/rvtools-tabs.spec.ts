import { beforeAll, describe, expect, test } from 'vitest';
import { buildEntity, buildView } from '../../../../test/support/build-view.ts';
import { collectRecordedVcenter } from '../../../../test/support/recorded-vcenter.ts';
import type { Block } from '../../../shared/model/block.ts';
import { evaluateRule } from '../../findings/evaluate.ts';
import { findingRules } from '../../findings/registry.ts';
import { virtualizationGenerator } from './generator.ts';

/**
 * Where each tab of RVTools is to be found: section and columns, in the tab's own order. What is only nice to have is
 * shown with depth `full`.
 */
const tabs: Readonly<Record<string, readonly (readonly [section: string, columns: string])[]>> = {
  vInfo: [
    [
      'vms',
      'VM, Power, Template, Connection, Cluster, Host, Folder, vCPU, Memory, Disks, Provisioned, Used, IP, DNS name, OS configured, OS reported, Hardware, UUID, Notes, Firmware, HA priority',
    ],
  ],
  vCPU: [
    ['vm-cpu', 'VM, vCPU, Sockets, Cores per socket, Reservation, Limit, Shares, Hot-add, Ready per vCPU'],
  ],
  vMemory: [['vm-memory', 'VM, Size, Reservation, Limit, Shares, Active, Ballooned, Swapped, Hot-add']],
  vDisk: [['vm-disks', 'VM, Disk, Path, Datastore, Size, Thin, Mode, Controller, Raw device, Sharing']],
  vPartition: [['vm-partitions', 'VM, Mount, Capacity, Free, Free %, Disk']],
  vNetwork: [['vm-networks', 'VM, Adapter, Type, Port group, MAC, IPs, Connected, Starts connected']],
  vSnapshot: [['snapshots', 'VM, Snapshot, Created, Age, Size, Quiesced, Description']],
  vTools: [['vm-tools', 'VM, Status, Version, Required, Upgrade policy']],
  vCluster: [
    ['clusters', 'Cluster, Hosts, Cores, CPU, Memory, EVC'],
    ['clusters', 'Cluster, HA, Admission control, Policy, VM monitoring'],
    ['clusters', 'Cluster, DRS, Level'],
  ],
  vHost: [
    ['hosts', 'Host, State, Model, Serial, Sockets, Cores, Hyper-threading, Memory, BIOS, Power policy'],
    ['host-system', 'Host, Build, Booted, NTP servers, NTP'],
    ['host-security', 'Host, Certificate, Valid until'],
    ['host-load', 'Host, vCPU per core'],
  ],
  vHBA: [['host-storage', 'Host, Adapter, Type, Model, Driver, WWN or IQN, Status, PCI']],
  vNIC: [['host-network', 'Host, Adapter, Speed, Duplex, MAC, Switch, Neighbour port, Driver']],
  vSwitch: [['vswitches', 'Host, Switch, Uplinks, MTU, Ports, Free ports, Security, Teaming, Shaping']],
  dvSwitch: [
    [
      'dv-switches',
      'Switch, Version, MTU, Uplinks, Hosts, Ports, Free ports, Security, LACP, Network I/O control',
    ],
    ['dv-switch-members', 'Switch, Host, Adapters'],
  ],
  vPort: [
    ['port-groups-standard', 'Host, Port group, Switch, VLAN, Teaming, Active / standby, Security, Shaping'],
  ],
  dvPort: [
    [
      'port-groups',
      'Port group, Switch, VLAN, Teaming, Active / standby, Binding, Security, Ports, Shaping in, Shaping out',
    ],
  ],
  vSC_VMK: [['vmkernel', 'Host, Adapter, IP, Mask, Gateway, MTU, Services, Port group, MAC, Stack']],
  vDatastore: [
    ['datastores', 'Datastore, Type, Version, Capacity, Hosts, VMs, Accessible, Storage I/O control'],
    ['datastores', 'Datastore, Provisioned, Used, Free, Free %'],
  ],
  vMultiPath: [['multipath', 'Host, Device, Datastore, Policy, States, Queue depth']],
  vLicense: [['licenses', 'License, Key, Product, Unit, Total, Used, Expires, Features']],
  vHealth: [['findings', 'Severity, Rule, Object, Observed, Expected (threshold), Evidence']],
};

/** What our server does not give is said where it would stand, and again with the sources. */
const notGiven = [
  ['vm-tools', 'the vSphere API gives its status alone'],
  ['host-system', 'the vSphere API does not give it'],
  ['dv-switches', 'they are known only by fetching every port'],
  ['patches', 'vSphere Lifecycle Manager has an API of its own'],
  ['orphaned-disks', 'they are found only by searching every datastore'],
] as const;

describe('virtualization coverage of RVTools tabs', () => {
  let reasons: readonly string[];
  let sections: ReadonlyMap<string, readonly Block[]>;
  beforeAll(async () => {
    const { entities, notGiven } = await collectRecordedVcenter();
    reasons = notGiven;
    const findings = findingRules
      .filter(({ domain }) => domain === 'vmware')
      .flatMap((rule) => evaluateRule(rule, buildView(entities), rule.thresholds.parse({})).records)
      .map(({ name, nativeId, partition = '', attributes }) =>
        buildEntity('finding', name, { nativeId, partition, attributes }),
      );
    const [document] = Array.from(
      virtualizationGenerator.documents(buildView([...entities, ...findings]), {
        rowsPerPage: 1_000,
        depth: 'full',
        changeDays: 7,
      }),
    );
    sections = new Map(document?.sections.map((section) => [section.key, section.render()]));
  });

  test.each(Object.entries(tabs))('%s', (_, places) => {
    for (const [section, columns] of places) {
      const tables = (sections.get(section) ?? []).flatMap((block) =>
        block.t === 'table' ? [block.columns.map(({ title }) => title)] : [],
      );
      const missing = tables.map((titles) => columns.split(', ').filter((title) => !titles.includes(title)));
      expect({ section, missing: missing.toSorted((x, y) => x.length - y.length)[0] }).toEqual({
        section,
        missing: [],
      });
    }
  });

  test.each(notGiven)('what is not given is no 0 and no blank: %s', (section, reason) => {
    expect(JSON.stringify(sections.get(section))).toContain(reason);
    expect(reasons.some((one) => one.startsWith(reason))).toBe(true);
  });

  test('disks of a host’s own, which others call the same, are drawn as nobody’s', () => {
    expect(JSON.stringify(sections.get('multipath'))).toContain('mpx.vmhba0');
    expect(JSON.stringify(sections.get('storage-paths-diagram'))).not.toContain('mpx.vmhba0');
  });
});

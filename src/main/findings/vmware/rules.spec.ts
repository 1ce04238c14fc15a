import { describe, expect, test } from 'vitest';
import {
  buildEntity,
  buildView,
  type AnyEntity,
  type EntityParts,
} from '../../../../test/support/build-view.ts';
import type { Verdict } from '../rule.ts';
import { vmwareRules } from './rules.ts';

/** What a rule says of some entities, in short: `critical esx-a01: not responding` or `unknown esx-a01: reason`. */
function judge(
  id: string,
  entities: readonly AnyEntity[],
  thresholds: Record<string, unknown> = {},
): readonly string[] {
  return [...verdicts(id, entities, thresholds)].map((verdict) =>
    verdict.type === 'unknown'
      ? `unknown ${verdict.entity.name}: ${verdict.reason}`
      : `${verdict.severity} ${verdict.entity.name}: ${verdict.value}`,
  );
}

function verdicts(
  id: string,
  entities: readonly AnyEntity[],
  thresholds: Record<string, unknown> = {},
): Iterable<Verdict> {
  const rule = vmwareRules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule.evaluate(buildView(entities), rule.thresholds.parse(thresholds));
}

const gib = 2 ** 30;
const at = { partition: 'prod-a' };
const host = (
  name: string,
  attributes: EntityParts<'host'>['attributes'] = {},
  parts: EntityParts<'host'> = {},
) => buildEntity('host', name, { ...at, attributes, ...parts });
const cluster = (attributes: NonNullable<EntityParts<'cluster'>['attributes']>, name = 'prod-a') =>
  buildEntity('cluster', name, { partition: name, attributes });
const datastore = (
  name: string,
  attributes: NonNullable<EntityParts<'datastore'>['attributes']>,
  parts: EntityParts<'datastore'> = {},
) => buildEntity('datastore', name, { ...at, attributes, ...parts });
const vm = (name: string, attributes: EntityParts<'vm'>['attributes'] = {}, parts: EntityParts<'vm'> = {}) =>
  buildEntity('vm', name, { ...at, attributes: { powerState: 'on', ...attributes }, ...parts });
/** The view is read at 2026-11-23T12:00Z. */
const daysAgo = (days: number) =>
  new Date(Date.parse('2026-11-23T12:00:00.000Z') - days * 86_400_000).toISOString();

test('there is a rule for each of VS01 to VS26, in order, each with its source, its why and its remedy', () => {
  expect(vmwareRules.map((rule) => rule.id)).toEqual(
    Array.from({ length: 26 }, (_, i) => `VS${String(i + 1).padStart(2, '0')}`),
  );
  for (const rule of vmwareRules) {
    expect(rule.domain).toBe('vmware');
    for (const text of [rule.title, rule.why, rule.remedy, rule.source]) expect(text).not.toBe('');
    // An action that a remedy names is the action that would be proposed.
    expect(/\[([a-z.]+)\]/.exec(rule.remedy)?.[1]).toBe(rule.action);
  }
});

test('entities with no attributes at all make every rule say unknown or nothing, and none breaks', () => {
  const bare = (['vcenter', 'cluster', 'host', 'vm', 'datastore', 'network', 'dv-switch'] as const).map(
    (kind) => buildEntity(kind, kind, at),
  );
  for (const rule of vmwareRules)
    for (const verdict of verdicts(rule.id, bare))
      expect([rule.id, verdict.type]).toEqual([rule.id, 'unknown']);
});

describe('hosts', () => {
  test('VS01 a host that does not respond', () => {
    expect(
      judge('VS01', [
        host('a', { connectionState: 'not responding' }),
        host('b', { connectionState: 'connected' }),
      ]),
    ).toEqual(['critical a: not responding']);
    expect(judge('VS01', [host('a')])).toEqual(['unknown a: connection state: not given by vcenter-a']);
  });

  test.each([
    [274, []],
    [275, ['warning a: up for 275 d']],
    [365, ['critical a: up for 365 d']],
  ])('VS02 up for %i days', (days, expected) => {
    expect(judge('VS02', [host('a', { uptimeSeconds: days * 86_400 })])).toEqual(expected);
  });

  test('VS02 says why it cannot tell, and takes other limits', () => {
    const silent = host('a', {}, { unknown: { uptimeSeconds: 'the host is not responding' } });
    expect(judge('VS02', [silent])).toEqual(['unknown a: uptime: the host is not responding']);
    expect(judge('VS02', [host('a', { uptimeSeconds: 86_400 })], { warningDays: 1 })).toHaveLength(1);
  });

  test('VS05 NTP that is stopped, starts by hand, is not there, or is off by more than 50 ms', () => {
    const ntp = (running: boolean, policy: string, ntpOffsetMs = 0) =>
      host('a', { services: [{ key: 'ntpd', running, policy }], ntpOffsetMs });
    expect(judge('VS05', [ntp(true, 'on')])).toEqual([]);
    expect(judge('VS05', [ntp(false, 'on')])).toEqual(['critical a: NTP is stopped']);
    expect(judge('VS05', [ntp(true, 'off')])).toEqual(['critical a: NTP does not start with the host']);
    expect(judge('VS05', [host('a', { services: [], ntpOffsetMs: 0 })])).toEqual([
      'critical a: no time service',
    ]);
    expect(judge('VS05', [ntp(true, 'on', -51)])).toEqual(['warning a: 51 ms off']);
    expect(judge('VS05', [ntp(true, 'on', 50)])).toEqual([]);
  });

  test('VS06 shells that run, each for itself', () => {
    const services = [
      { key: 'TSM-SSH', running: true },
      { key: 'TSM', running: true },
      { key: 'vpxa', running: true },
    ];
    expect(judge('VS06', [host('a', { services })])).toEqual([
      'warning a: SSH is running',
      'warning a: ESXi Shell is running',
    ]);
    expect(judge('VS06', [host('a', { services: [{ key: 'TSM-SSH', running: false }] })])).toEqual([]);
  });

  test('VS08 a certificate with less than 60 days', () => {
    const expiring = (days: number) => host('a', { certificate: { expiresAt: daysAgo(-days) } });
    expect(judge('VS08', [expiring(61)])).toEqual([]);
    expect(judge('VS08', [expiring(40)])).toEqual(['warning a: expires in 40 d']);
    expect(judge('VS08', [expiring(-3)])).toEqual(['warning a: expired 3 d ago']);
    expect(judge('VS08', [host('a', { certificate: {} })])).toHaveLength(1);
  });

  test('VS09 an adapter without link, but only one that is attached', () => {
    const pnics = [
      { name: 'vmnic0', linkUp: true, switch: 'dvs' },
      { name: 'vmnic1', linkUp: false, switch: 'dvs' },
      { name: 'vmnic2', linkUp: false },
    ];
    expect(judge('VS09', [host('a', { pnics })])).toEqual(['critical a: vmnic1 is down']);
    expect([...verdicts('VS09', [host('a', { pnics })])][0]).toMatchObject({
      discriminator: 'vmnic1',
      evidence: 'uplink of dvs; 1 other uplink of it up',
    });
  });

  test('VS10 too few FC paths, or one that is dead', () => {
    const lun = (states: readonly string[], transport: 'FC' | 'iSCSI' = 'FC') =>
      host('a', {
        multipath: [{ naa: 'naa.1', transport, paths: states.map((state) => ({ state })) }],
      });
    expect(judge('VS10', [lun(['active', 'standby'])])).toEqual([]);
    expect(judge('VS10', [lun(['active'])])).toEqual(['warning a: 1 path']);
    expect(judge('VS10', [lun(['active'], 'iSCSI')])).toEqual([]);
    expect(judge('VS10', [lun(['active', 'active', 'dead'])])).toEqual([
      'warning a: 1 of 3 paths not usable',
    ]);
  });
});

describe('clusters and vCenter', () => {
  test('VS03 HA, host monitoring or admission control off', () => {
    const on = { haEnabled: true, haHostMonitoring: true, haAdmissionControl: true };
    expect(judge('VS03', [cluster(on)])).toEqual([]);
    expect(judge('VS03', [cluster({ ...on, haEnabled: false })])).toEqual(['warning prod-a: HA off']);
    expect(judge('VS03', [cluster({ ...on, haHostMonitoring: false, haAdmissionControl: false })])).toEqual([
      'warning prod-a: host monitoring and admission control off',
    ]);
    expect(judge('VS03', [cluster({ haEnabled: true, haHostMonitoring: true })])).toEqual([
      'unknown prod-a: admission control: not given by vcenter-a',
    ]);
  });

  test('VS04 DRS off or not fully automated, and each rule that is disabled', () => {
    expect(judge('VS04', [cluster({ drsEnabled: true, drsLevel: 'fully automated' })])).toEqual([]);
    expect(judge('VS04', [cluster({ drsEnabled: false })])).toEqual(['warning prod-a: DRS off']);
    const rules = [{ name: 'apart', type: 'keep apart', enabled: false, vms: ['db-1', 'db-2'] }];
    expect(judge('VS04', [cluster({ drsEnabled: true, drsLevel: 'manual', rules })])).toEqual([
      'warning prod-a: DRS manual',
      'warning prod-a: rule "apart" disabled',
    ]);
  });

  test('VS07 a license that has expired or is for evaluation', () => {
    const vcenter = (license: object) =>
      buildEntity('vcenter', 'vc', { attributes: { licenses: [{ name: 'L', ...license }] } });
    expect(judge('VS07', [vcenter({ evaluation: false, perpetual: true })])).toEqual([]);
    expect(judge('VS07', [vcenter({ expiresAt: daysAgo(2) })])).toEqual(['critical vc: L expired 2 d ago']);
    expect(judge('VS07', [vcenter({ evaluation: true, expiresAt: daysAgo(-9) })])).toEqual([
      'warning vc: L is for evaluation, 9 d left',
    ]);
    expect(judge('VS07', [buildEntity('vcenter', 'vc')])).toHaveLength(1);
  });

  test('VS24 hosts of one cluster with different builds, not those of a namesake in another vCenter', () => {
    const hosts = [host('a', { build: '1' }), host('b', { build: '2' }), host('c', { build: '1' })];
    const [verdict] = verdicts('VS24', [cluster({}), ...hosts]);
    expect(verdict).toMatchObject({ value: '2 builds', evidence: '1: a, c; 2: b' });
    const other = host('b', { build: '2' }, { source: 'vcenter-b' });
    expect(judge('VS24', [cluster({}), host('a', { build: '1' }), other])).toEqual([]);
    expect(judge('VS24', [cluster({}), host('a', { build: '1' }), host('b')])).toEqual([
      'unknown prod-a: build of b: not given by vcenter-a',
    ]);
  });
});

describe('datastores', () => {
  test.each([
    [26, []],
    [25, ['warning ds: 75 % used']],
    [10, ['critical ds: 90 % used']],
  ])('VS11 with %i of 100 bytes free', (freeBytes, expected) => {
    expect(judge('VS11', [datastore('ds', { capacityBytes: 100, freeBytes })])).toEqual(expected);
  });

  test('VS11 does not take an unknown free space for none', () => {
    expect(judge('VS11', [datastore('ds', { capacityBytes: 100 })])).toEqual([
      'unknown ds: free space: not given by vcenter-a',
    ]);
  });

  test('VS12 more promised than half as much again as there is', () => {
    const thin = (uncommittedBytes: number) =>
      datastore('ds', { capacityBytes: 100, freeBytes: 50, uncommittedBytes });
    expect(judge('VS12', [thin(100)])).toEqual([]);
    expect(judge('VS12', [thin(101)])).toEqual(['warning ds: 151 % provisioned']);
  });

  test('VS13 names each connected host of the cluster that does not mount it', () => {
    const hosts = [
      host('a', { connectionState: 'connected' }),
      host('b', { connectionState: 'connected' }),
      host('c', { connectionState: 'not responding' }),
      host('d', { connectionState: 'connected' }, { partition: 'prod-b' }),
    ];
    const mounts = [{ host: 'a' }];
    expect(judge('VS13', [datastore('ds', { mounts }), ...hosts])).toEqual(['warning ds: not mounted on b']);
    expect(judge('VS13', [datastore('local', { mounts, multipleHostAccess: false }), ...hosts])).toEqual([]);
  });

  test('VS14 latency of a datastore, seen from a host', () => {
    const seen = (readMs: number, writeMs: number) => [
      datastore('ds', { datacenter: 'fra1' }),
      host('a', { datacenter: 'fra1', datastoreLatency: [{ datastore: 'ds', readMs, writeMs }] }),
    ];
    expect(judge('VS14', seen(14, 3))).toEqual([]);
    expect(judge('VS14', seen(3, 15))).toEqual(['warning ds: 15 ms from a']);
    expect(judge('VS14', seen(31, 3))).toEqual(['critical ds: 31 ms from a']);
  });

  test('VS26 disks of no VM', () => {
    const orphanedDisks = [{ path: '[ds] x/x.vmdk', sizeBytes: 40 * gib }];
    expect(judge('VS26', [datastore('ds', { orphanedDisks })])).toEqual(['info ds: [ds] x/x.vmdk, 40 GiB']);
    expect(judge('VS26', [datastore('ds', { orphanedDisks: [] })])).toEqual([]);
  });
});

describe('snapshots', () => {
  const snapshot = (id: string, days: number) => ({ id, name: id, createdAt: daysAgo(days) });

  test.each([
    [6, 1, []],
    [7, 1, ['warning v: "s" 7 d old, 1 GiB']],
    [14, 1, ['critical v: "s" 14 d old, 1 GiB']],
    [1, 21, ['warning v: "s" 1 d old, 21 GiB']],
    [1, 41, ['critical v: "s" 1 d old, 41 GiB']],
  ])('VS15 %i days and %i GiB', (days, size, expected) => {
    const one = vm('v', { snapshots: [snapshot('s', days)], snapshotBytes: { s: size * gib } });
    expect(judge('VS15', [one])).toEqual(expected);
  });

  test('VS15 goes by age when the size is not given, and tells snapshots of one VM apart', () => {
    const one = vm('v', { snapshots: [snapshot('s', 8), snapshot('t', 15)] });
    expect([...verdicts('VS15', [one])]).toMatchObject([
      { severity: 'warning', discriminator: 's', evidence: 'size not given by the source' },
      { severity: 'critical', discriminator: 't' },
    ]);
  });

  test('VS16 more than three', () => {
    const chain = (n: number) => Array.from({ length: n }, (_, i) => snapshot(`s${i}`, 1));
    expect(judge('VS16', [vm('v', { snapshots: chain(3) })])).toEqual([]);
    expect(judge('VS16', [vm('v', { snapshots: chain(4) })])).toEqual(['warning v: 4 snapshots']);
    expect(judge('VS16', [vm('v')])).toEqual(['unknown v: snapshots: not given by vcenter-a']);
  });

  test('VS17 consolidation', () => {
    expect(judge('VS17', [vm('v', { consolidationNeeded: true })])).toHaveLength(1);
    expect(judge('VS17', [vm('v', { consolidationNeeded: false })])).toEqual([]);
  });
});

describe('VMs', () => {
  test('VS18 Tools that are old, missing or not running, of VMs that are on', () => {
    expect(judge('VS18', [vm('v', { toolsStatus: 'current', toolsRunning: true })])).toEqual([]);
    expect(judge('VS18', [vm('v', { toolsStatus: 'guest managed', toolsRunning: true })])).toEqual([]);
    expect(judge('VS18', [vm('v', { toolsStatus: 'outdated', toolsRunning: true })])).toEqual([
      'warning v: outdated',
    ]);
    expect(judge('VS18', [vm('v', { toolsStatus: 'not installed', toolsRunning: false })])).toEqual([
      'warning v: not installed',
    ]);
    expect(judge('VS18', [vm('v', { toolsStatus: 'current', toolsRunning: false })])).toEqual([
      'warning v: not running',
    ]);
    expect(judge('VS18', [vm('v', { toolsStatus: 'outdated', powerState: 'off' })])).toEqual([]);
  });

  test('VS19 orphaned and inaccessible VMs', () => {
    expect(judge('VS19', [vm('v', { connectionState: 'orphaned' })])).toEqual(['critical v: orphaned']);
    expect(judge('VS19', [vm('v', { connectionState: 'disconnected' })])).toEqual([]);
  });

  test('VS20 a red heartbeat, when Tools is installed', () => {
    expect(judge('VS20', [vm('v', { heartbeat: 'red', toolsStatus: 'current' })])).toEqual([
      'critical v: heartbeat red',
    ]);
    expect(judge('VS20', [vm('v', { heartbeat: 'red', toolsStatus: 'not installed' })])).toEqual([]);
    expect(judge('VS20', [vm('v', { heartbeat: 'green', toolsStatus: 'current' })])).toEqual([]);
    expect(judge('VS20', [vm('v', { heartbeat: 'gray', toolsStatus: 'current' })])).toEqual([
      'unknown v: heartbeat: vCenter has none of it',
    ]);
  });

  test('VS21 more than 10 % ready per vCPU; many vCPUs per core are only a hint', () => {
    expect(judge('VS21', [vm('v', { cpuReadyPercent: 10 })])).toEqual([]);
    expect(judge('VS21', [vm('v', { cpuReadyPercent: 10.1 })])).toEqual(['warning v: 10.1 % ready per vCPU']);
    const small = host('a', { cores: 2 });
    const crowd = Array.from({ length: 3 }, (_, i) =>
      vm(`v${i}`, { vcpus: 3, cpuReadyPercent: 0 }, { relations: [{ type: 'runs-on', to: small.id }] }),
    );
    expect(judge('VS21', [small, ...crowd])).toEqual(['info a: 4.50:1 vCPU per core']);
  });

  test('VS22 ballooned or swapped memory', () => {
    expect(judge('VS22', [vm('v', { memoryBalloonedBytes: 0, memorySwappedBytes: 0 })])).toEqual([]);
    expect(judge('VS22', [vm('v', { memoryBalloonedBytes: gib, memorySwappedBytes: 2 * gib })])).toEqual([
      'warning v: 1 GiB ballooned, 2 GiB swapped',
    ]);
  });

  test('VS23 a file system with less than a tenth free, and whether its disk can grow', () => {
    const guest = (
      free: number,
      snapshots: readonly { id: string; name: string; createdAt: string }[] = [],
    ) =>
      vm('v', {
        partitions: [{ mount: '/', capacityBytes: 100 }],
        partitionFreeBytes: { '/': free },
        snapshots: [...snapshots],
      });
    expect(judge('VS23', [guest(10)])).toEqual([]);
    expect(judge('VS23', [guest(9)])).toEqual(['warning v: / 9 % free']);
    const [blocked] = verdicts('VS23', [guest(9, [{ id: 's', name: 's', createdAt: daysAgo(1) }])]);
    expect(blocked).toMatchObject({ evidence: '9 B of 100 B; cannot grow: 1 snapshot' });
    const silent = vm('v', {}, { unknown: { partitions: 'VMware Tools is not running' } });
    expect(judge('VS23', [silent])).toEqual(['unknown v: file systems: VMware Tools is not running']);
  });

  test('templates and VMs that are off have no guest to judge', () => {
    const still = [vm('off', { powerState: 'off' }), vm('tpl', { template: true })];
    for (const id of ['VS18', 'VS20', 'VS21', 'VS22', 'VS23']) expect(judge(id, still)).toEqual([]);
  });
});

describe('VS25 what ports accept', () => {
  const open = { promiscuous: true, forgedTransmits: false, macChanges: true };
  const closed = { promiscuous: false, forgedTransmits: false, macChanges: false };
  const group = (attributes: NonNullable<EntityParts<'network'>['attributes']>) =>
    buildEntity('network', 'web', { attributes: { type: 'distributed', ...attributes } });

  test('of a distributed port group, but not of its uplinks', () => {
    expect(judge('VS25', [group({ security: open })])).toEqual([
      'warning web: promiscuous mode, MAC address changes accepted',
    ]);
    expect(judge('VS25', [group({ security: closed })])).toEqual([]);
    expect(judge('VS25', [group({ security: open, uplink: true })])).toEqual([]);
    expect(judge('VS25', [group({})])).toEqual(['unknown web: security policy: not given by vcenter-a']);
  });

  test('of standard switches and port groups, on their hosts', () => {
    const one = host('a', {
      vswitches: [{ name: 'vSwitch0', security: open }],
      portGroups: [{ name: 'VM Network', security: closed }, { name: 'inherits' }],
    });
    expect(judge('VS25', [one])).toEqual([
      'warning a: switch vSwitch0: promiscuous mode, MAC address changes accepted',
    ]);
  });
});

/**
 * Records what a simulated vCenter answers, for specs that run without one: objects with the properties that the
 * server reads, answers of other methods, and the answers of its tools. Run by hand where vcsim is:
 * `node scripts/record-vsphere.ts`.
 */
import { writeFileSync } from 'node:fs';
import type { ManagedRef } from '../src/servers/vsphere/connection/managed-ref.ts';
import { element, received, reference, type Markup } from '../src/servers/vsphere/connection/markup.ts';
import { VsphereSession } from '../src/servers/vsphere/connection/session.ts';
import type { XmlElement } from '../src/servers/vsphere/connection/xml-element.ts';
import { parseVsphereOptions } from '../src/servers/vsphere/options.ts';
import { clusterPaths } from '../src/servers/vsphere/read/cluster.ts';
import { hostPaths } from '../src/servers/vsphere/read/host.ts';
import { datastorePaths, podPaths, poolPaths } from '../src/servers/vsphere/read/inventory-objects.ts';
import { dvSwitchPaths, networkPaths } from '../src/servers/vsphere/read/network.ts';
import { vmPaths } from '../src/servers/vsphere/read/vm.ts';
import { startVcsim } from '../test/support/vcsim.ts';
import { connectVsphere } from '../test/support/vsphere-client.ts';

const health = ['overallStatus', 'configStatus', 'configIssue'];
const place = ['name', 'parent'];
const paths: Readonly<Record<string, readonly string[]>> = {
  Folder: [...place, 'childType', 'triggeredAlarmState'],
  StoragePod: [...place, ...podPaths],
  Datacenter: [...place, ...health],
  ComputeResource: [...place, 'resourcePool'],
  ClusterComputeResource: [...place, ...clusterPaths, ...health, 'resourcePool'],
  HostSystem: [...place, ...hostPaths.full, ...health],
  ResourcePool: [...place, ...poolPaths],
  VirtualApp: [...place, ...poolPaths],
  Datastore: [...place, ...datastorePaths, ...health, 'summary.url'],
  Network: [...place, ...networkPaths.any],
  DistributedVirtualPortgroup: [...place, ...networkPaths.any, ...networkPaths.distributed],
  DistributedVirtualSwitch: [...place, ...dvSwitchPaths, 'config.uplinkPortgroup'],
  VirtualMachine: vmPaths.full,
  PerformanceManager: ['perfCounter'],
  LicenseManager: ['licenses', 'licenseAssignmentManager'],
  AuthorizationManager: ['roleList'],
};
const keptCounters = new Set(['cpu', 'mem']);

await using vcsim = await startVcsim(
  '-dc 1 -cluster 1 -host 2 -standalone-host 1 -vm 2 -app 1 -pod 1 -pg 1 -folder 0 -ds 1 -pool 1'.split(' '),
);
await using client = await connectVsphere(vcsim, ['--allow-writes'], vcsim);
await client.data('create_snapshot', { vm: 'DC0_C0_RP0_VM0', name: 'before the upgrade' });
await client.data('create_snapshot', { vm: 'DC0_C0_RP0_VM0', name: 'after it' });
await client.data('power_off_vm', { vm: 'DC0_C0_RP0_VM1' });

const session = new VsphereSession(
  parseVsphereOptions([`--url=${vcsim.url}`, `--fingerprint=${vcsim.fingerprint}`], {
    VSPHERE_USER: vcsim.user,
    VSPHERE_PASSWORD: vcsim.password,
  }),
);
const content = await session.content();
const root = content.ref('rootFolder');
if (root === undefined) throw new Error('a service without a root folder');
const view = (
  await session.call('CreateContainerView', await session.service('viewManager'), [
    reference('container', root),
    element('recursive', true),
  ])
).ref('returnval');
if (view === undefined) throw new Error('a view without a reference');

const objects: string[] = [];
const refs: ManagedRef[] = [root, ...(await refsOf(view))];
for (const name of ['perfManager', 'licenseManager', 'authorizationManager'])
  refs.push(await session.service(name));
for (const ref of refs) for (const one of await contentOf(ref)) objects.push(one);

const answers: Record<string, string> = {};
for (const ref of refs.filter(({ type }) => type === 'DistributedVirtualSwitch'))
  await answer('FetchDVPorts', ref);
for (const ref of refs.filter(({ type }) => type === 'HostSystem'))
  for (const [name, method, args] of [
    ['networkSystem', 'QueryNetworkHint', []],
    ['advancedOption', 'QueryOptions', [element('name', 'Syslog.global.logHost')]],
  ] as const) {
    const service = (await raw([ref], [`configManager.${name}`])).at(0)?.one('propSet.val')?.asRef();
    if (service !== undefined) await answer(method, service, args);
  }
await answer('RetrieveAllPermissions', await session.service('authorizationManager'));
await session.close();

write('test/support/fixtures/vsphere.json', {
  recordedFrom: 'govmomi vcsim 0.24.2, API 6.5',
  content: received('returnval', content).xml,
  objects,
  answers,
});

const lists: readonly (readonly [name: string, args: Record<string, unknown>])[] = [
  ['list_licenses', {}],
  ['list_roles', {}],
  ['list_datacenters', {}],
  ['list_clusters', {}],
  ['list_hosts', { detail: 'full', performance: true }],
  ['list_datastores', {}],
  ['list_datastore_clusters', {}],
  ['list_networks', {}],
  ['list_distributed_switches', {}],
  ['list_resource_pools', {}],
  ['list_vms', { detail: 'full', performance: true }],
];
write('src/main/collectors/vmware/vsphere/fixtures/answers.json', {
  recordedFrom: 'datacenter-docs-vsphere 1.0.0 on govmomi vcsim 0.24.2',
  server: client.client.getServerVersion(),
  tools: (await client.client.listTools()).tools
    .filter(({ annotations }) => annotations?.readOnlyHint === true)
    .map(({ name }) => name),
  answers: Object.fromEntries([
    ['about', await client.data('about')],
    ...(await Promise.all(lists.map(async ([name, args]) => [name, await client.data(name, args)]))),
  ]),
  refusals: { list_alarms: await client.refusal('list_alarms') },
});

async function refsOf(container: ManagedRef): Promise<ManagedRef[]> {
  const [found] = await raw([container], ['view']);
  return found?.refs('propSet.val.ManagedObjectReference') ?? [];
}

/** A property that an object of the simulator does not have refuses the whole request: then it is left out. */
async function contentOf(ref: ManagedRef): Promise<string[]> {
  const wanted = [...new Set(paths[ref.type] ?? [])];
  const parts = await Promise.all(
    wanted.map(async (path) => {
      const [found] = await raw([ref], [path]).catch(() => []);
      return found?.all('propSet') ?? [];
    }),
  );
  const sets = parts.flat().map((set) => received('propSet', trimmed(set)).xml);
  return wanted.length === 0 ? [] : [`<objects>${reference('obj', ref).xml}${sets.join('')}</objects>`];
}

/** Of some hundred counters, a few groups. */
function trimmed(set: XmlElement): XmlElement {
  if (set.text('name') !== 'perfCounter') return set;
  const value = set.one('val');
  if (value === undefined) return set;
  const kept = value.children.filter((counter) => keptCounters.has(counter.text('groupInfo.key') ?? ''));
  value.children.splice(0, value.children.length, ...kept);
  return set;
}

async function raw(refs: readonly ManagedRef[], wanted: readonly string[]): Promise<readonly XmlElement[]> {
  const answered = await session.call('RetrievePropertiesEx', await session.service('propertyCollector'), [
    element('specSet', [
      element('propSet', [
        element('type', refs[0]?.type ?? ''),
        ...wanted.map((path) => element('pathSet', path)),
      ]),
      ...refs.map((ref) => element('objectSet', [reference('obj', ref)])),
    ]),
    element('options', []),
  ]);
  return answered.all('returnval.objects');
}

async function answer(method: string, on: ManagedRef, args: readonly Markup[] = []): Promise<void> {
  const answered = await session.call(method, on, args).catch(() => undefined);
  if (answered !== undefined)
    answers[`${method} ${on.value}`] = answered.children
      .map((child) => received(child.name, child).xml)
      .join('');
}

/** The simulator keeps its datastores in folders of the machine it runs on; those are nobody's business. */
function write(file: string, data: unknown): void {
  const text = JSON.stringify(data, undefined, 1)
    .replaceAll(/(?:\/[A-Za-z0-9._-]+)*\/govcsim-([A-Za-z0-9_-]+?)-\d{6,}/g, '/vmfs/volumes/$1')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:8989');
  writeFileSync(file, `${text}\n`);
}

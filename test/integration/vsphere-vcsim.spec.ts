import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { findVcsim, startVcsim, withoutVcsim, type Vcsim } from '../support/vcsim.ts';
import { connectVsphere, type VsphereUnderTest } from '../support/vsphere-client.ts';
import { childOf, VsphereTruth, type TrueObject } from '../support/vsphere-truth.ts';

type Item = Record<string, unknown> & { readonly obj: string; readonly name: string };

const estate =
  '-dc 2 -cluster 2 -host 3 -standalone-host 1 -vm 6 -app 1 -pod 1 -pg 2 -folder 1 -ds 2 -pool 2'.split(' ');

function at(item: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], item);
}

/** What vCenter wrote, as the server writes it. */
function sameKind(text: string | undefined, like: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof like === 'number') return Number(text);
  if (typeof like === 'boolean') return text === 'true';
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return new Date(text).toISOString();
  return text;
}

describe.skipIf(findVcsim() === undefined)(`a simulated vCenter${withoutVcsim}`, () => {
  let vcsim: Vcsim;
  let truth: VsphereTruth;
  let server: VsphereUnderTest;
  let compared = 0;
  beforeAll(async () => {
    vcsim = await startVcsim(estate);
    truth = await VsphereTruth.of(vcsim);
    server = await connectVsphere(vcsim, ['--allow-writes'], vcsim);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await vcsim?.[Symbol.asyncDispose]();
  });

  /** Every object of both sides, each path of each: names in answers are vSphere's own, so paths are the same. */
  async function compare(
    items: readonly Item[],
    types: readonly string[],
    paths: readonly string[],
  ): Promise<{ readonly real: ReadonlyMap<string, TrueObject>; readonly values: number }> {
    const real = new Map<string, TrueObject>();
    for (const type of types)
      for (const [ref, object] of await truth.all(type))
        // A datastore cluster is a folder to vSphere, and a list of its own to people.
        if (type !== 'Folder' || object.elements('podStorageDrsEntry').length === 0) real.set(ref, object);
    expect(items.map(({ obj }) => obj).toSorted()).toEqual([...real.keys()].toSorted());
    let values = 0;
    for (const item of items)
      for (const path of paths) {
        const answered = at(item, path);
        values += answered === undefined ? 0 : 1;
        expect([item.name, path, answered]).toEqual([
          item.name,
          path,
          sameKind(real.get(item.obj)?.text(path), answered),
        ]);
      }
    compared += values;
    return { real, values };
  }

  describe('what every tool that reads says is what vCenter says', () => {
    test('about', async () => {
      const [content] = await truth.call('RetrieveServiceContent', 'ServiceInstance', 'ServiceInstance');
      const about = (await server.data('about'))['about'] as unknown as Record<string, string>;
      const real = content && childOf(content, 'about');
      expect(Object.keys(about).length).toBeGreaterThan(8);
      for (const [name, value] of Object.entries(about))
        expect([name, value]).toEqual([name, real && childOf(real, name)?.textContent]);
    });

    test('list_datacenters', async () => {
      expect(
        (await compare(await server.list('list_datacenters'), ['Datacenter'], ['name'])).values,
      ).toBeGreaterThan(1);
    });

    test('list_folders', async () => {
      expect((await compare(await server.list('list_folders'), ['Folder'], ['name'])).values).toBeGreaterThan(
        1,
      );
    });

    test('list_clusters', async () => {
      expect(
        (
          await compare(
            await server.list('list_clusters'),
            ['ClusterComputeResource'],
            [
              'name',
              ...[
                'numHosts',
                'numEffectiveHosts',
                'numCpuCores',
                'numCpuThreads',
                'totalCpu',
                'totalMemory',
              ].map((name) => `summary.${name}`),
              ...['effectiveCpu', 'effectiveMemory', 'overallStatus'].map((name) => `summary.${name}`),
              'configurationEx.dasConfig.enabled',
              'configurationEx.drsConfig.enabled',
              'configurationEx.drsConfig.defaultVmBehavior',
            ],
          )
        ).values,
      ).toBeGreaterThan(1);
    });

    test('list_hosts', async () => {
      const items = await server.list<Item>('list_hosts', { detail: 'full', limit: 3 });
      const { real } = await compare(
        items,
        ['HostSystem'],
        [
          'name',
          ...['connectionState', 'powerState', 'inMaintenanceMode', 'bootTime'].map(
            (name) => `runtime.${name}`,
          ),
          ...['vendor', 'model', 'uuid'].map((name) => `hardware.systemInfo.${name}`),
          ...['numCpuPackages', 'numCpuCores', 'numCpuThreads', 'hz'].map(
            (name) => `hardware.cpuInfo.${name}`,
          ),
          'hardware.memorySize',
          'hardware.biosInfo.biosVersion',
          ...['cpuModel', 'cpuMhz', 'memorySize', 'numNics', 'numHBAs'].map(
            (name) => `summary.hardware.${name}`,
          ),
          ...['overallCpuUsage', 'overallMemoryUsage', 'uptime'].map((name) => `summary.quickStats.${name}`),
          ...['name', 'version', 'build'].map((name) => `config.product.${name}`),
          'config.hyperThread.active',
          'config.firewall.defaultPolicy.incomingBlocked',
          'config.network.ipRouteConfig.defaultGateway',
        ],
      );
      for (const item of items) {
        const host = real.get(item.obj);
        const names = (path: string, name: string) =>
          host?.elements(path).map((one) => childOf(one, name)?.textContent);
        const listed = (path: string, name: string) =>
          (at(item, path) as unknown[]).map((one) => at(one, name));
        for (const [path, name, truePath = path] of [
          ['config.network.pnic', 'mac'],
          ['config.network.vnic', 'device'],
          ['config.network.vswitch', 'name'],
          ['config.storageDevice.hostBusAdapter', 'device'],
          ['config.service', 'key', 'config.service.service'],
        ] as const)
          expect([path, listed(path, name)]).toEqual([path, names(truePath, name)]);
        expect(listed('config.network.portgroup', 'spec')).toHaveLength(
          host?.elements('config.network.portgroup').length ?? -1,
        );
        expect(listed('config.storageDevice.multipathInfo.lun', 'id')).toHaveLength(
          host?.elements('config.storageDevice.multipathInfo.lun').length ?? -1,
        );
        expect([item['vmCount'], item['datastoreCount']]).toEqual([
          host?.elements('vm').length,
          host?.elements('datastore').length,
        ]);
      }
    });

    test('list_vms, page by page', async () => {
      const items = await server.list<Item>('list_vms', { detail: 'full', limit: 7 });
      expect(items.length).toBeGreaterThan(50);
      const { real } = await compare(
        items,
        ['VirtualMachine'],
        [
          'name',
          ...['host', 'powerState', 'connectionState'].map((name) => `runtime.${name}`),
          ...['committed', 'uncommitted', 'unshared'].map((name) => `summary.storage.${name}`),
          ...['overallCpuUsage', 'guestMemoryUsage', 'uptimeSeconds'].map(
            (name) => `summary.quickStats.${name}`,
          ),
          ...['uuid', 'instanceUuid', 'template', 'version', 'guestId', 'guestFullName', 'firmware'].map(
            (name) => `config.${name}`,
          ),
          ...['numCPU', 'numCoresPerSocket', 'memoryMB'].map((name) => `config.hardware.${name}`),
          ...['reservation', 'limit', 'shares.level'].map((name) => `config.cpuAllocation.${name}`),
          ...['toolsRunningStatus', 'toolsVersionStatus2', 'hostName', 'ipAddress'].map(
            (name) => `guest.${name}`,
          ),
          'resourcePool',
          'guestHeartbeatStatus',
        ],
      );
      for (const item of items) {
        // The simulator keeps when a VM was started in the summary alone.
        const booted = real.get(item.obj)?.text('summary.runtime.bootTime');
        expect(at(item, 'runtime.bootTime')).toBe(booted && new Date(booted).toISOString());
        const devices = (at(item, 'config.hardware.device') as { _type: string }[]).filter(
          ({ _type }) => _type === 'VirtualDisk' || _type.startsWith('VirtualE1000'),
        );
        const trueDevices = (real.get(item.obj)?.elements('config.hardware.device') ?? []).filter((one) =>
          [...one.attributes].some(
            ({ value }) => value === 'VirtualDisk' || value.startsWith('VirtualE1000'),
          ),
        );
        const of = (one: Element | undefined, ...path: string[]) =>
          path.reduce<Element | undefined>((found, name) => found && childOf(found, name), one)?.textContent;
        expect(
          devices.map((one) => [
            String(at(one, 'key')),
            at(one, 'macAddress'),
            at(one, 'backing.fileName'),
            at(one, 'backing.port.portgroupKey'),
            at(one, 'capacityInKB'),
          ]),
        ).toEqual(
          trueDevices.map((one) => [
            of(one, 'key'),
            of(one, 'macAddress'),
            of(one, 'backing', 'fileName'),
            of(one, 'backing', 'port', 'portgroupKey'),
            sameKind(of(one, 'capacityInKB'), 1),
          ]),
        );
      }
    });

    test('list_vms of a cluster, a host and a folder', async () => {
      const hosts = await truth.all('HostSystem');
      const [cluster] = await server.list<Item>('list_clusters');
      const members = [...hosts].filter(([, host]) => host.text('parent') === cluster?.obj);
      const vmsOf = (host: TrueObject) => host.elements('vm').map(({ textContent }) => textContent);
      const asked = async (args: Record<string, unknown>) =>
        (await server.list<Item>('list_vms', args)).map(({ obj }) => obj).toSorted();
      expect(await asked({ cluster: cluster?.name })).toEqual(
        members.flatMap(([, host]) => vmsOf(host)).toSorted(),
      );
      for (const [ref, host] of hosts) expect(await asked({ host: ref })).toEqual(vmsOf(host).toSorted());
      const [datacenter] = await server.list<Item>('list_datacenters');
      const all = await server.list<Item>('list_vms');
      expect(await asked({ folder: datacenter?.obj })).toEqual(
        all
          .filter((vm) => vm['datacenter'] === datacenter?.name)
          .map(({ obj }) => obj)
          .toSorted(),
      );
    });

    test('list_datastores and get_datastore', async () => {
      const items = await server.list<Item>('list_datastores');
      const { real } = await compare(
        items,
        ['Datastore'],
        [
          'name',
          ...[
            'url',
            'type',
            'capacity',
            'freeSpace',
            'accessible',
            'multipleHostAccess',
            'maintenanceMode',
          ].map((name) => `summary.${name}`),
          'overallStatus',
        ],
      );
      for (const item of items) {
        const object = real.get(item.obj);
        expect((item['host'] as { key: string }[]).map(({ key }) => key)).toEqual(
          object?.elements('host.key').map(({ textContent }) => textContent) ??
            object?.elements('host').map((one) => childOf(one, 'key')?.textContent),
        );
        const one = await server.data('get_datastore', { datastore: item.obj });
        expect(at(one, 'datastore')).toEqual(item);
        expect((one['vms'] as unknown as Item[]).map(({ obj }) => obj).toSorted()).toEqual(
          object
            ?.elements('vm')
            .map(({ textContent }) => textContent)
            .toSorted(),
        );
      }
    });

    test('list_datastore_clusters', async () => {
      expect(
        (await compare(await server.list('list_datastore_clusters'), ['StoragePod'], ['name'])).values,
      ).toBeGreaterThan(1);
    });

    test('list_resource_pools', async () => {
      expect(
        (
          await compare(
            await server.list('list_resource_pools'),
            ['ResourcePool'],
            [
              'name',
              'owner',
              ...['reservation', 'limit', 'expandableReservation', 'shares.level'].flatMap((name) => [
                `config.cpuAllocation.${name}`,
                `config.memoryAllocation.${name}`,
              ]),
            ],
          )
        ).values,
      ).toBeGreaterThan(1);
    });

    test('list_networks', async () => {
      expect(
        (
          await compare(
            await server.list('list_networks'),
            ['Network'],
            ['name', 'config.distributedVirtualSwitch', 'config.type', 'config.numPorts'],
          )
        ).values,
      ).toBeGreaterThan(1);
    });

    test('list_distributed_switches and their ports', async () => {
      const items = await server.list<Item>('list_distributed_switches');
      expect(
        (
          await compare(
            items,
            ['DistributedVirtualSwitch'],
            ['name', 'uuid', 'summary.numPorts', 'config.maxMtu'],
          )
        ).values,
      ).toBeGreaterThan(1);
      for (const { obj } of items) {
        const ports = await server.list<{ key: string }>('list_distributed_ports', { switch: obj });
        const real = await truth.call('FetchDVPorts', 'DistributedVirtualSwitch', obj);
        expect(ports.map(({ key }) => key).toSorted()).toEqual(
          real.map((port) => childOf(port, 'key')?.textContent ?? '').toSorted(),
        );
      }
    });

    test('list_virtual_switches', async () => {
      const hosts = await truth.all('HostSystem');
      const items = await server.list<{ host: string; network: unknown }>('list_virtual_switches', {
        limit: 4,
      });
      expect(items.map(({ host }) => host).toSorted()).toEqual([...hosts.keys()].toSorted());
      for (const { host, network } of items)
        expect((at(network, 'vswitch') as Item[]).map(({ name }) => name)).toEqual(
          hosts
            .get(host)
            ?.elements('config.network.vswitch')
            .map((one) => childOf(one, 'name')?.textContent),
        );
    });

    test('get_vm and get_host say what the lists say', async () => {
      const [vm] = await server.list<Item>('list_vms', { detail: 'full', performance: true });
      const [host] = await server.list<Item>('list_hosts', { detail: 'full' });
      const seen = (one: unknown) => ({ ...(one as object), perf: undefined, summary: undefined });
      expect(seen(at(await server.data('get_vm', { vm: vm?.obj }), 'vm'))).toEqual(seen(vm));
      expect(seen(at(await server.data('get_host', { host: host?.obj }), 'host'))).toEqual(seen(host));
    });

    test('list_licenses, without giving one away', async () => {
      const manager = await truth.one('LicenseManager', 'LicenseManager');
      const items = await server.list<Item>('list_licenses');
      expect(items.map(({ name }) => name)).toEqual(
        manager.elements('licenses').map((one) => childOf(one, 'name')?.textContent),
      );
      for (const license of manager.elements('licenses'))
        expect(JSON.stringify(items)).not.toContain(childOf(license, 'licenseKey')?.textContent);
    });

    test('list_roles', async () => {
      const manager = await truth.one('AuthorizationManager', 'AuthorizationManager');
      const items = await server.list<{ name: string; privilegeCount: number; permission: unknown[] }>(
        'list_roles',
      );
      const byName = (list: [string | null | undefined, number][]) =>
        new Map(list.map(([name, count]) => [name, count]));
      expect(byName(items.map(({ name, privilegeCount }) => [name, privilegeCount]))).toEqual(
        byName(
          manager
            .elements('roleList')
            .map((role) => [
              childOf(role, 'name')?.textContent,
              [...role.children].filter(({ localName }) => localName === 'privilege').length,
            ]),
        ),
      );
      const granted = await truth.call(
        'RetrieveAllPermissions',
        'AuthorizationManager',
        'AuthorizationManager',
      );
      expect(items.reduce((count, { permission }) => count + permission.length, 0)).toBe(granted.length);
    });

    test('check_privileges', async () => {
      const [vm] = await server.list<Item>('list_vms');
      const privileges = ['VirtualMachine.Interact.PowerOn', 'Resource.HotMigrate'];
      expect(await server.data('check_privileges', { object: vm?.obj, privileges })).toEqual({
        object: vm?.obj,
        missing: [],
      });
    });

    test('list_events', async () => {
      const begin = '2020-01-01T00:00:00Z';
      const items = await server.list<{ key: number; message: string }>('list_events', {
        since: begin,
        limit: 20,
      });
      const real = await truth.call(
        'QueryEvents',
        'EventManager',
        'EventManager',
        `<filter><time><beginTime>${begin}</beginTime></time></filter>`,
      );
      expect(items.map(({ key, message }) => [key, message])).toEqual(
        real
          .map((event) => [
            Number(childOf(event, 'key')?.textContent),
            childOf(event, 'fullFormattedMessage')?.textContent,
          ])
          .toSorted(([a], [b]) => Number(a) - Number(b)),
      );
    });

    test('list_counters and performance', async () => {
      const manager = await truth.one('PerformanceManager', 'PerfMgr');
      const counters = await server.list<{ name: string }>('list_counters');
      const real = new Map(
        manager.elements('perfCounter').map((one) => {
          const of = (name: string) => {
            const part = childOf(one, name);
            return part && childOf(part, 'key')?.textContent;
          };
          const name = [of('groupInfo'), of('nameInfo'), childOf(one, 'rollupType')?.textContent].join('.');
          return [name, childOf(one, 'key')?.textContent] as const;
        }),
      );
      expect(counters.map(({ name }) => name).toSorted()).toEqual([...real.keys()].toSorted());
      const [host] = await server.list<Item>('list_hosts');
      const counter = 'mem.consumed.average';
      const window = { start: '2026-11-23T00:00:00.000Z', end: '2026-11-23T00:10:00.000Z' };
      const asked = await server.data('performance', {
        kind: 'host',
        objects: [host?.obj],
        counters: [counter],
        maxSamples: 10,
        ...window,
      });
      const [answered] = await truth.call(
        'QueryPerf',
        'PerformanceManager',
        'PerfMgr',
        `<querySpec><entity type="HostSystem">${host?.obj ?? ''}</entity><startTime>${window.start}</startTime><endTime>${window.end}</endTime><maxSample>10</maxSample><metricId><counterId>${real.get(counter) ?? ''}</counterId><instance></instance></metricId><intervalId>20</intervalId><format>normal</format></querySpec>`,
      );
      const series = answered && childOf(answered, 'value');
      const values = [...(series?.children ?? [])]
        .filter(({ localName }) => localName === 'value')
        .map(({ textContent }) => Number(textContent));
      const shown = at(asked, 'items.0.series.0.values') as number[];
      expect(shown.length).toBeGreaterThan(0);
      // The simulator draws its samples anew each time, within a band.
      expect(shown).toHaveLength(values.length);
    });

    test('these are not a few', () => {
      expect(compared).toBeGreaterThan(1_500);
    });

    test('what the simulator does not have is said to be so', async () => {
      expect(await server.refusal('list_alarms')).toContain('MethodNotFound');
      expect(await server.data('list_health')).toMatchObject({ checked: expect.any(Number), triggered: [] });
    });
  });

  describe('what is changed is changed', () => {
    const state = async (ref: string) => (await truth.one('VirtualMachine', ref)).text('runtime.powerState');

    test('power off, on, reset, suspend and shutting down', async () => {
      const [vm] = await server.list<Item>('list_vms', { cluster: 'DC0_C0' });
      const ref = vm?.obj ?? '';
      for (const [tool, after] of [
        ['power_off_vm', 'poweredOff'],
        ['power_on_vm', 'poweredOn'],
        ['reset_vm', 'poweredOn'],
        ['suspend_vm', 'suspended'],
        ['power_on_vm', 'poweredOn'],
        ['shut_down_guest', 'poweredOff'],
      ] as const) {
        expect(await server.data(tool, { vm: ref })).toMatchObject({
          verified: true,
          vm: { runtime: { powerState: after } },
        });
        expect([tool, await state(ref)]).toEqual([tool, after]);
      }
      expect(await server.refusal('power_off_vm', { vm: ref })).toContain('it is poweredOff');
    });

    test('a snapshot is taken, gone back to and removed', async () => {
      const [, vm] = await server.list<Item>('list_vms', { cluster: 'DC0_C0' });
      const ref = vm?.obj ?? '';
      const snapshots = async () =>
        (await truth.one('VirtualMachine', ref))
          .elements('snapshot.rootSnapshotList')
          .map((one) => childOf(one, 'name')?.textContent);
      const taken = await server.data('create_snapshot', { vm: ref, name: 'before <the> upgrade & more' });
      expect(taken).toMatchObject({ verified: true });
      expect(await snapshots()).toEqual(['before <the> upgrade & more']);
      const snapshot = at(taken, 'task.result');
      expect(await server.data('revert_to_snapshot', { vm: ref, snapshot })).toMatchObject({
        verified: true,
      });
      expect(await server.data('remove_snapshot', { vm: ref, snapshot })).toMatchObject({ verified: true });
      expect(await snapshots()).toEqual([]);
    });

    test('vCPUs, memory and a disk grow while the VM is off', async () => {
      const [, , vm] = await server.list<Item>('list_vms', { cluster: 'DC0_C0', detail: 'full' });
      const ref = vm?.obj ?? '';
      const disk = (at(vm, 'config.hardware.device') as { _type: string; key: number }[]).find(
        ({ _type }) => _type === 'VirtualDisk',
      );
      await server.data('power_off_vm', { vm: ref });
      expect(await server.data('reconfigure_vm', { vm: ref, vcpus: 4, memoryMB: 128 })).toMatchObject({
        verified: true,
      });
      expect(
        await server.data('grow_disk', { vm: ref, disk: String(disk?.key), capacityKB: 4_096 }),
      ).toMatchObject({ verified: true });
      const now = await truth.one('VirtualMachine', ref);
      expect([now.text('config.hardware.numCPU'), now.text('config.hardware.memoryMB')]).toEqual([
        '4',
        '128',
      ]);
      expect(
        now.elements('config.hardware.device.capacityInKB').map(({ textContent }) => textContent),
      ).toEqual(['4096']);
    });

    test('a VM moves to another host', async () => {
      const [, , , vm] = await server.list<Item>('list_vms', { cluster: 'DC0_C0' });
      const hosts = await server.list<Item>('list_hosts', { cluster: 'DC0_C0' });
      const target = hosts.find(({ obj }) => obj !== at(vm, 'runtime.host'));
      expect(await server.data('migrate_vm', { vm: vm?.obj, host: target?.obj })).toMatchObject({
        verified: true,
      });
      expect((await truth.one('VirtualMachine', vm?.obj ?? '')).text('runtime.host')).toBe(target?.obj);
    });
  });

  test('the program serves any client over stdio, and ends with it', async () => {
    const client = new Client({ name: 'any', version: '1' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: `bin/datacenter-docs.mjs mcp-server vsphere --url ${vcsim.url} --fingerprint ${vcsim.fingerprint}`.split(
          ' ',
        ),
        env: { PATH: process.env['PATH'] ?? '', VSPHERE_USER: vcsim.user, VSPHERE_PASSWORD: vcsim.password },
        stderr: 'ignore',
      }),
    );
    const { tools } = await client.listTools();
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(tools.every(({ outputSchema }) => outputSchema !== undefined)).toBe(true);
    expect(await client.callTool({ name: 'list_datacenters', arguments: {} })).toMatchObject({
      structuredContent: { total: 2 },
    });
    await client.close();
  });

  test('the application collects it and writes its documents', async () => {
    using home = temporaryFolder();
    const env = { VSPHERE_USER: vcsim.user, VSPHERE_PASSWORD: vcsim.password };
    const run = (...args: string[]) => runCli(['--data-dir', home.path, '-q', ...args], { env });
    const added = await run(
      'mcp',
      'add',
      'vcenter-a',
      '--env',
      'VSPHERE_USER=${env:VSPHERE_USER}',
      'VSPHERE_PASSWORD=${env:VSPHERE_PASSWORD}',
      '--',
      process.execPath,
      ...`bin/datacenter-docs.mjs mcp-server vsphere --url ${vcsim.url} --fingerprint ${vcsim.fingerprint}`.split(
        ' ',
      ),
    );
    expect(added.code).toBe(0);
    expect((await run('mcp', 'trust', 'vcenter-a', '--yes')).code).toBe(0);
    const { runs } = (await run('collect', '--json')).json() as {
      runs: { adapter: string; rejects: unknown[]; scopes: { kind: string; outcome: string }[] }[];
    };
    expect(runs).toMatchObject([{ adapter: 'vsphere', rejects: [] }]);
    expect(runs[0]?.scopes.filter(({ outcome }) => outcome !== 'complete')).toMatchObject([
      { kind: 'alarm' },
    ]);
    const vms = (await run('inventory', 'list', 'kind:vm', '--json')).stdout;
    for (const { textContent } of (await truth.all('VirtualMachine'))
      .values()
      .flatMap((vm) => vm.elements('name')))
      expect(vms).toContain(`"${textContent ?? ''}"`);
    expect((await run('generate')).code).toBe(0);
    const document = (await run('docs', 'show', 'virtualization')).stdout;
    expect(document).toContain('DC0_C0_H0');
    expect(document).toContain('LocalDS_0');
    expect(document).not.toContain(vcsim.password);
  });
});

test.skipIf(findVcsim() === undefined)(`an ESXi host by itself${withoutVcsim}`, async () => {
  await using host = await startVcsim(['-esx', '-vm', '3']);
  await using server = await connectVsphere(host, [], host);
  expect(await server.data('about')).toMatchObject({ about: { apiType: 'HostAgent' } });
  expect(await server.list('list_vms', { detail: 'full' })).toHaveLength(3);
  expect(await server.list('list_hosts', { detail: 'full' })).toHaveLength(1);
  expect(await server.list('list_clusters')).toEqual([]);
  expect(await server.refusal('list_alarms')).toContain('expected a vCenter');
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import type { SoapAnswer } from '../support/vsphere-endpoint.ts';
import { startVsphereEndpoint } from '../support/vsphere-endpoint.ts';
import { connectVsphere } from '../support/vsphere-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Our vSphere server over real TLS and SOAP, against what was recorded of a simulated vCenter. */
const vm = (name: string) => ({ vm: name });
const runningVm = 'DC0_H0_VM0';

interface Item {
  readonly obj: string;
  readonly name: string;
  readonly withheld?: unknown;
}

describe('whom it trusts', () => {
  test('a certificate that nobody vouches for: nothing is sent, and the fingerprint to compare is named', async () => {
    await using endpoint = await startVsphereEndpoint();
    await using other = await startVsphereEndpoint();
    using folder = temporaryFolder();
    const ca = join(folder.path, 'ca.pem');
    writeFileSync(ca, other.cert);
    await using server = await connectVsphere(endpoint, [`--ca-file=${ca}`]);
    const words = await server.refusal('about');
    expect(words).toContain('is not accepted');
    expect(words).toContain(endpoint.fingerprint);
    expect(endpoint.calls).toEqual([]);
  });

  test('its own authority', async () => {
    await using endpoint = await startVsphereEndpoint();
    using folder = temporaryFolder();
    const ca = join(folder.path, 'ca.pem');
    writeFileSync(ca, endpoint.cert);
    await using server = await connectVsphere(endpoint, [`--ca-file=${ca}`]);
    expect(await server.data('about')).toMatchObject({ certificate: { subject: 'CN=127.0.0.1' } });
  });

  test('exactly the fingerprint it was given: another certificate gets nothing', async () => {
    await using endpoint = await startVsphereEndpoint();
    await using server = await connectVsphere(endpoint, [`--fingerprint=${'0'.repeat(64)}`]);
    expect(await server.refusal('about')).toContain('expected the certificate with the SHA-256 fingerprint');
    expect(endpoint.calls).toEqual([]);
  });
});

test('a start that cannot work ends at once, says why, and leaves the protocol’s stream empty', async () => {
  const start = (...args: string[]) =>
    runCli(['mcp-server', 'vsphere', ...args], { env: { VSPHERE_USER: '', VSPHERE_PASSWORD: '' } });
  const [nothing, secretless] = await Promise.all([start(), start('--url', 'vcenter.example.net')]);
  expect(nothing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--url: expected') });
  expect(secretless).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('VSPHERE_USER') });
});

describe('its session', () => {
  test('begins with the first call, once for all that come at a time, and ends with the program', async () => {
    await using endpoint = await startVsphereEndpoint();
    const server = await connectVsphere(endpoint);
    expect(endpoint.calls).toEqual([]);
    await Promise.all(['list_hosts', 'list_clusters', 'list_networks'].map((name) => server.data(name)));
    expect(endpoint.calls.filter((name) => name === 'Login')).toHaveLength(1);
    await server[Symbol.asyncDispose]();
    expect(endpoint.calls.at(-1)).toBe('Logout');
  });

  test('is renewed when vCenter has forgotten it, and nobody notices', async () => {
    await using endpoint = await startVsphereEndpoint();
    await using server = await connectVsphere(endpoint);
    await server.data('list_hosts');
    endpoint.endSessions();
    const lists = await Promise.all(['list_vms', 'list_datastores'].map((name) => server.data(name)));
    expect(lists).toMatchObject([{ total: 6 }, { total: 1 }]);
    expect(endpoint.calls.filter((name) => name === 'Login')).toHaveLength(2);
  });

  test('is not asked for again and again with a password that was refused: accounts are locked', async () => {
    await using endpoint = await startVsphereEndpoint();
    endpoint.on('Login', () => ({ fault: 'InvalidLogin', text: 'Cannot complete login' }));
    await using server = await connectVsphere(endpoint, [], { user: 'reader', password: 'top-secret-77' });
    const words = [await server.refusal('list_vms'), await server.refusal('list_hosts')];
    for (const one of words) {
      expect(one).toContain('refused the user name or the password');
      expect(one).not.toContain('top-secret-77');
    }
    expect(endpoint.calls.filter((name) => name === 'Login')).toHaveLength(1);
    expect(server.log.join()).not.toContain('top-secret-77');
  });
});

describe('what it reads', () => {
  test('comes whole, although the property collector hands it out in parts', async () => {
    await using endpoint = await startVsphereEndpoint();
    await using server = await connectVsphere(endpoint);
    const vms = await server.list<Item>('list_vms', { detail: 'full', limit: 4 });
    expect(vms.map(({ obj }) => obj).toSorted()).toEqual(
      endpoint.objects
        .refs('VirtualMachine')
        .map(({ value }) => value)
        .toSorted(),
    );
    expect(endpoint.calls).toContain('ContinueRetrievePropertiesEx');
    await expect.poll(() => endpoint.views()).toBe(0);
  });

  test('leaves out what has gone between listing and reading, and nothing else', async () => {
    await using endpoint = await startVsphereEndpoint();
    await using server = await connectVsphere(endpoint);
    const [gone] = endpoint.objects.refs('VirtualMachine');
    if (gone === undefined) throw new Error('nothing was recorded');
    // Gone after the view was read, before its properties are.
    endpoint.on('DestroyView', () => {
      endpoint.objects.remove(gone);
      return { xml: '' };
    });
    await server.data('list_hosts');
    const { items } = (await server.data('list_vms', { detail: 'full' })) as unknown as { items: Item[] };
    expect(items.map(({ obj }) => obj)).not.toContain(gone.value);
    expect(items).toHaveLength(5);
  });

  test('does without a property that this version does not have, and asks for it no more', async () => {
    await using endpoint = await startVsphereEndpoint();
    endpoint.objects.absent.add('config.lockdownMode').add('runtime.inQuarantineMode');
    await using server = await connectVsphere(endpoint);
    expect(await server.list('list_hosts', { detail: 'full' })).toHaveLength(3);
    const before = endpoint.calls.length;
    await server.list('list_hosts', { detail: 'full' });
    const properties = endpoint.calls.slice(before).filter((name) => name === 'RetrievePropertiesEx');
    endpoint.objects.absent.clear();
    const again = endpoint.calls.length;
    await server.list('list_hosts', { detail: 'full' });
    expect(endpoint.calls.slice(again).filter((name) => name === 'RetrievePropertiesEx')).toHaveLength(
      properties.length,
    );
  });

  test('says what the account may not see, and shows the rest', async () => {
    await using endpoint = await startVsphereEndpoint();
    const [host] = endpoint.objects.refs('HostSystem');
    endpoint.objects.withheld.set(`HostSystem:${host?.value ?? ''} config.storageDevice`, 'NoPermission');
    await using server = await connectVsphere(endpoint);
    const hosts = await server.list<Item>('list_hosts', { detail: 'full' });
    expect(hosts.find(({ obj }) => obj === host?.value)?.withheld).toContainEqual({
      path: 'config.storageDevice',
      reason: 'NoPermission',
    });
    expect(hosts).toHaveLength(3);
    expect(JSON.stringify(hosts).match(/NoPermission/g)).toHaveLength(1);
  });

  test('never asks for more at once than it was told', async () => {
    await using endpoint = await startVsphereEndpoint();
    await using server = await connectVsphere(endpoint, ['--concurrency=2']);
    const held: (() => void)[] = [];
    endpoint.on(
      'RetrieveAllPermissions',
      () => new Promise((resolve) => held.push(() => resolve({ xml: '' }))),
    );
    const calls = Promise.all([1, 2, 3, 4, 5].map(() => server.data('list_roles')));
    for (let answered = 0; answered < 5; answered++) {
      await expect.poll(() => held.length).toBeGreaterThan(0);
      held.shift()?.();
    }
    await calls;
    expect(endpoint.load.most).toBe(2);
  });

  test('alarms with their condition, and where they are raised', async () => {
    await using endpoint = await startVsphereEndpoint();
    const [host] = endpoint.objects.refs('HostSystem');
    const alarm = { type: 'Alarm', value: 'alarm-7' };
    endpoint.on('GetAlarm', () => ({ xml: '<returnval type="Alarm">alarm-7</returnval>' }));
    endpoint.objects.set(
      alarm,
      'info',
      '<name>Host CPU usage</name><enabled>true</enabled><entity type="Folder">group-d1</entity>' +
        '<expression xsi:type="MetricAlarmExpression"><operator>isAbove</operator><metric><counterId>2</counterId></metric><red>9000</red></expression>' +
        '<action xsi:type="AlarmTriggeringAction"><action xsi:type="SendSNMPAction"/></action>',
      'AlarmInfo',
    );
    endpoint.objects.set(
      { type: 'Folder', value: 'group-d1' },
      'triggeredAlarmState',
      `<AlarmState><entity type="HostSystem">${host?.value ?? ''}</entity><alarm type="Alarm">alarm-7</alarm><overallStatus>red</overallStatus><time>2026-11-23T11:00:00Z</time><acknowledged>false</acknowledged></AlarmState>`,
      'ArrayOfAlarmState',
    );
    await using server = await connectVsphere(endpoint);
    expect(await server.data('list_alarms')).toMatchObject({
      items: [
        {
          obj: 'alarm-7',
          info: { name: 'Host CPU usage', entityName: '/', action: ['SNMP trap'] },
          triggered: [{ entity: host?.value, overallStatus: 'red', acknowledged: false }],
        },
      ],
    });
    expect(await server.data('list_health')).toMatchObject({ triggered: [{ alarm: 'alarm-7' }] });
  });

  test('events go on behind the cursor, and come once', async () => {
    await using endpoint = await startVsphereEndpoint();
    const event = (key: number) =>
      `<returnval xsi:type="VmPoweredOnEvent"><key>${key}</key><createdTime>2026-11-23T11:0${key}:00Z</createdTime><fullFormattedMessage>event ${key}</fullFormattedMessage></returnval>`;
    let left: number[] = [];
    endpoint.on('CreateCollectorForEvents', (request) => {
      const from = Date.parse(request.text('filter.time.beginTime') ?? '');
      left = [1, 2, 3, 4, 5].filter((key) => Date.parse(`2026-11-23T11:0${key}:00Z`) >= from);
      return { xml: '<returnval type="EventHistoryCollector">collector-1</returnval>' };
    });
    endpoint.on('ReadNextEvents', () => ({ xml: left.splice(0, 2).map(event).join('') }));
    await using server = await connectVsphere(endpoint);
    const events = await server.list<{ key: number }>('list_events', {
      since: '2026-11-23T11:02:00Z',
      limit: 2,
    });
    expect(events.map(({ key }) => key)).toEqual([2, 3, 4, 5]);
    await expect.poll(() => endpoint.calls.filter((name) => name === 'DestroyCollector')).toHaveLength(2);
  });
});

describe('a server that does not answer as it should', () => {
  test.each<[string, SoapAnswer, string]>([
    ['a page of a proxy', { raw: '<html><body>Bad gateway</body></html>', status: 502 }, 'HTTP 502'],
    ['something that is no SOAP', { raw: '<html></html>' }, 'expected a SOAP envelope'],
    ['half an answer', { raw: '<soapenv:Envelope xmlns:soapenv="x"><soapenv:Bo' }, 'expected XML'],
    ['a document type', { raw: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }, 'document type'],
    ['a refusal', { fault: 'NoPermission', detail: '<privilegeId>System.View</privilegeId>' }, 'System.View'],
  ])('%s is named', async (_, answer, words) => {
    await using endpoint = await startVsphereEndpoint();
    endpoint.on('RetrievePropertiesEx', () => answer);
    await using server = await connectVsphere(endpoint);
    expect(await server.refusal('list_hosts')).toContain(words);
  });

  test('silence ends after the time that was set', async () => {
    await using endpoint = await startVsphereEndpoint();
    endpoint.on('RetrievePropertiesEx', () => new Promise(() => {}));
    await using server = await connectVsphere(endpoint, ['--timeout=1']);
    expect(await server.refusal('list_hosts')).toContain('did not answer within 1 s');
  });

  test('nobody there', async () => {
    const endpoint = await startVsphereEndpoint();
    await endpoint[Symbol.asyncDispose]();
    await using server = await connectVsphere(endpoint);
    expect(await server.refusal('about')).toContain('could not be reached (ECONNREFUSED)');
  });
});

describe('what it changes', () => {
  const task = { type: 'Task', value: 'task-1' };

  /** A task that goes through `states`, one each time it is looked at. */
  async function withTask(
    states: readonly string[],
    onDone: (endpoint: Awaited<ReturnType<typeof startVsphereEndpoint>>) => void = () => {},
  ) {
    const endpoint = await startVsphereEndpoint();
    let looked = 0;
    const show = () => {
      const state = states[Math.min(looked++, states.length - 1)] ?? '';
      if (state.includes('<state>success')) onDone(endpoint);
      endpoint.objects.set(task, 'info', state, 'TaskInfo');
    };
    for (const method of ['PowerOffVM_Task', 'ReconfigVM_Task'])
      endpoint.on(method, () => {
        show();
        return { xml: '<returnval type="Task">task-1</returnval>' };
      });
    const content = endpoint.objects.content.bind(endpoint.objects);
    endpoint.objects.content = (ref, paths) => {
      const xml = content(ref, paths);
      if (ref.type === 'Task') show();
      return xml;
    };
    return endpoint;
  }
  const running = (progress: number) =>
    `<state>running</state><cancelable>true</cancelable><progress>${progress}</progress>`;

  test('nothing, unless it was started to', async () => {
    await using endpoint = await startVsphereEndpoint();
    await using server = await connectVsphere(endpoint);
    expect(await server.refusal('power_off_vm', vm(runningVm))).toContain('--allow-writes');
    expect(endpoint.calls).toEqual([]);
  });

  test('waits for the task, tells how far it is, and answers with the VM read back', async () => {
    await using endpoint = await withTask(
      [running(10), running(60), '<state>success</state><completeTime>2026-11-23T12:00:00Z</completeTime>'],
      ({ objects }) => {
        const ref = objects
          .refs('VirtualMachine')
          .find((one) => objects.property(one, 'name')?.content === runningVm);
        if (ref) objects.set(ref, 'runtime.powerState', 'poweredOff', 'VirtualMachinePowerState');
      },
    );
    await using server = await connectVsphere(endpoint, ['--allow-writes']);
    const heard: number[] = [];
    const change = await server.data('power_off_vm', vm(runningVm), {
      onprogress: ({ progress }) => heard.push(progress),
    });
    expect(heard).toEqual([10, 60]);
    expect(change).toMatchObject({
      task: { ref: 'task-1', state: 'success' },
      before: { powerState: 'poweredOn' },
      vm: { runtime: { powerState: 'poweredOff' } },
      verified: true,
    });
  });

  test('does not believe a success that reading back does not show', async () => {
    await using endpoint = await withTask(['<state>success</state>']);
    await using server = await connectVsphere(endpoint, ['--allow-writes']);
    expect(await server.data('power_off_vm', vm(runningVm))).toMatchObject({
      verified: false,
      note: expect.stringContaining('does not show what was asked for'),
    });
  });

  test('a task that fails is refused with vSphere’s own reason', async () => {
    await using endpoint = await withTask([
      '<state>error</state><error><fault xsi:type="TaskInProgress"/><localizedMessage>Another task is already in progress.</localizedMessage></error>',
    ]);
    await using server = await connectVsphere(endpoint, ['--allow-writes']);
    expect(await server.refusal('power_off_vm', vm(runningVm))).toMatch(
      /task-1.*TaskInProgress: Another task is already in progress/,
    );
  });

  test('a request that is lost on the way may have begun, and the answer says so', async () => {
    await using endpoint = await startVsphereEndpoint();
    endpoint.on('PowerOffVM_Task', () => ({ raw: 'gateway timeout', status: 504 }));
    await using server = await connectVsphere(endpoint, ['--allow-writes']);
    expect(await server.refusal('power_off_vm', vm(runningVm))).toContain('whether it began is not known');
    expect(endpoint.calls.filter((name) => name === 'PowerOffVM_Task')).toHaveLength(1);
  });

  test('what takes longer than the wait goes on, and the answer says so', async () => {
    await using endpoint = await withTask([running(1)]);
    await using server = await connectVsphere(endpoint, ['--allow-writes']);
    expect(await server.data('power_off_vm', { ...vm(runningVm), waitSeconds: 1 })).toMatchObject({
      task: { state: 'running' },
      verified: false,
      note: expect.stringContaining('goes on'),
    });
  });

  test('taking the call back cancels the task', async () => {
    await using endpoint = await withTask([running(1)]);
    endpoint.on('CancelTask', () => ({ xml: '' }));
    await using server = await connectVsphere(endpoint, ['--allow-writes']);
    const controller = new AbortController();
    const call = server.data('power_off_vm', vm(runningVm), {
      signal: controller.signal,
      onprogress: () => controller.abort(),
    });
    await expect(call).rejects.toThrow('abort');
    await expect.poll(() => endpoint.calls).toContain('CancelTask');
  });

  test.each([
    ['power_on_vm', vm(runningVm), 'expected DC0_H0_VM0 to be poweredOff or suspended, it is poweredOn'],
    ['reconfigure_vm', { ...vm(runningVm), vcpus: 8 }, 'CPU hot add is off'],
    ['reconfigure_vm', vm(runningVm), 'expected vcpus, coresPerSocket or memoryMB'],
    ['grow_disk', { ...vm(runningVm), disk: 'disk-202-0', capacityKB: 1 }, 'expected a capacity above'],
    ['grow_disk', { ...vm('DC0_C0_RP0_VM0'), disk: 'disk-202-0', capacityKB: 9_999 }, 'has 2 snapshots'],
    ['grow_disk', { ...vm(runningVm), disk: 'none', capacityKB: 9_999 }, 'It has: '],
    ['remove_snapshot', { ...vm('DC0_C0_RP0_VM0'), snapshot: 'none' }, 'before the upgrade'],
    ['migrate_vm', vm(runningVm), 'a host, a datastore or both'],
    ['migrate_vm', { ...vm(runningVm), host: 'nowhere' }, 'There are: DC0_H0, DC0_C0_H0, DC0_C0_H1'],
    ['power_off_vm', vm('nobody'), 'There is no VM "nobody"'],
  ])('%s is refused before anything is changed', async (tool, args, words) => {
    await using endpoint = await startVsphereEndpoint();
    await using server = await connectVsphere(endpoint, ['--allow-writes']);
    expect(await server.refusal(tool, args)).toContain(words);
    expect(endpoint.calls.filter((name) => name.endsWith('_Task'))).toEqual([]);
  });

  test('a host in maintenance takes no VMs', async () => {
    await using endpoint = await startVsphereEndpoint();
    const [host] = endpoint.objects.refs('HostSystem');
    if (host === undefined) throw new Error('nothing was recorded');
    endpoint.objects.set(host, 'runtime.inMaintenanceMode', 'true', 'xsd:boolean');
    await using server = await connectVsphere(endpoint, ['--allow-writes']);
    expect(await server.refusal('migrate_vm', { ...vm(runningVm), host: host.value })).toContain(
      'maintenance mode',
    );
  });
});

describe('what an account may do', () => {
  const asked = { object: runningVm, privileges: ['Resource.HotMigrate', 'VirtualMachine.Interact.Reset'] };
  const session =
    '<key>52a</key><userName>reader</userName><loginTime>2026-11-23T11:00:00Z</loginTime><lastActiveTime>2026-11-23T12:00:00Z</lastActiveTime>';

  test('is asked of vCenter for the session that would do it', async () => {
    await using endpoint = await startVsphereEndpoint();
    endpoint.objects.set(
      { type: 'SessionManager', value: 'SessionManager' },
      'currentSession',
      session,
      'UserSession',
    );
    endpoint.on('HasPrivilegeOnEntities', (request) => ({
      xml: `<returnval>${request
        .texts('privId')
        .map(
          (id) =>
            `<privAvailability><privId>${id}</privId><isGranted>${id.startsWith('Resource')}</isGranted></privAvailability>`,
        )
        .join('')}</returnval>`,
    }));
    await using server = await connectVsphere(endpoint);
    expect(await server.data('check_privileges', asked)).toMatchObject({
      missing: ['VirtualMachine.Interact.Reset'],
    });
  });

  test('is not known, and not nothing, where vCenter does not tell', async () => {
    await using endpoint = await startVsphereEndpoint();
    await using server = await connectVsphere(endpoint);
    const told = await server.data('check_privileges', asked);
    expect(told).not.toHaveProperty('missing');
    expect(told['reason']).toBeTruthy();
  });
});

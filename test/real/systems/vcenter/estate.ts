import { setTimeout as sleep } from 'node:timers/promises';
import { childOf, type VsphereTruth } from '../../../support/vsphere-truth.ts';

/** What the simulator is started with; some of it is changed into a more lifelike estate afterwards. */
export const simulated =
  '-dc 2 -cluster 2 -host 3 -standalone-host 1 -vm 6 -app 1 -pod 1 -pg 3 -folder 1 -ds 2 -pool 2'.split(' ');

/** The name that two clusters share, one in each datacenter. */
export const sharedClusterName = 'production';

/** VMs that the trials work on, by name. */
export const names = {
  web: 'web-01',
  app: 'app-01',
  hung: 'app-02',
  database: 'db-01',
  files: 'files-01',
  batch: 'batch-01',
  report: 'report-01',
  mail: 'mail-01',
  archive: 'archive-01',
} as const;

const withTools = [names.web, names.app, names.database, names.mail];

/** vCenter by hand, as its own clients do it. */
export class Vcenter {
  readonly truth: VsphereTruth;
  readonly #vms = new Map<string, string>();

  constructor(truth: VsphereTruth) {
    this.truth = truth;
  }

  /** @throws when it fails */
  async task(method: string, type: string, ref: string, args = ''): Promise<string | undefined> {
    const [returned] = await this.truth.call(method, type, ref, args);
    const task = returned?.textContent ?? '';
    for (;;) {
      const info = (await this.truth.one('Task', task)).elements('info')[0];
      const of = (name: string) => info && childOf(info, name)?.textContent;
      if (of('state') === 'success') return of('result') ?? undefined;
      if (of('state') === 'error') throw new Error(`${method} of ${ref}: ${of('error') ?? ''}`);
      await sleep(10);
    }
  }

  onVm(method: string, ref: string, args = ''): Promise<string | undefined> {
    return this.task(method, 'VirtualMachine', ref, args);
  }

  async vm(name: string): Promise<string> {
    if (!this.#vms.has(name))
      for (const [ref, vm] of await this.truth.all('VirtualMachine'))
        this.#vms.set(vm.text('name') ?? '', ref);
    const ref = this.#vms.get(name);
    // What it is called changes while the estate is furnished.
    this.#vms.clear();
    if (ref === undefined) throw new Error(`there is no VM ${name}`);
    return ref;
  }

  /** One property of a VM; undefined where it has none. */
  async property(ref: string, path: string): Promise<string | undefined> {
    return (await this.truth.one('VirtualMachine', ref, [path])).at(path);
  }

  async snapshotNames(ref: string): Promise<string[]> {
    const vm = await this.truth.one('VirtualMachine', ref);
    const walk = (node: Element): string[] => [
      childOf(node, 'name')?.textContent ?? '',
      ...[...node.children].filter(({ localName }) => localName === 'childSnapshotList').flatMap(walk),
    ];
    return vm.elements('snapshot.rootSnapshotList').flatMap(walk);
  }
}

/** What the simulator is to say of a guest, which it has none of. */
export const guestSays = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([path, value]) => extra(`SET.${path}`, value))
    .join('');
const extra = (key: string, value: string): string =>
  `<extraConfig xsi:type="OptionValue"><key>${key}</key><value xmlns:xsd="http://www.w3.org/2001/XMLSchema" xsi:type="xsd:string">${value}</value></extraConfig>`;
const spec = (inside: string): string => `<spec>${inside}</spec>`;

/** Names, sizes, guests, notes and snapshots, so that there is something to be told wrong. */
export async function furnish(vcenter: Vcenter): Promise<void> {
  const { truth } = vcenter;
  for (const [ref, cluster] of await truth.all('ClusterComputeResource'))
    if (/^DC\d_C0$/.test(cluster.text('name') ?? ''))
      await vcenter.task(
        'Rename_Task',
        'ClusterComputeResource',
        ref,
        `<newName>${sharedClusterName}</newName>`,
      );
  for (const [at, name] of Object.values(names).entries()) {
    const ref = await vcenter.vm(at < 6 ? `DC0_C0_RP0_VM${at}` : `DC0_C0_APP0_VM${at - 6}`);
    await vcenter.task('Rename_Task', 'VirtualMachine', ref, `<newName>${name}</newName>`);
    // Member order is the schema's.
    await vcenter.onVm(
      'ReconfigVM_Task',
      ref,
      spec(
        `<annotation>${name} of the real trials &amp; more</annotation><numCPUs>${1 + (at % 4)}</numCPUs><memoryMB>${1_024 * (1 + at)}</memoryMB><memoryHotAddEnabled>true</memoryHotAddEnabled><cpuHotAddEnabled>true</cpuHotAddEnabled>${
          (withTools as readonly string[]).includes(name)
            ? guestSays({
                'guest.toolsRunningStatus': 'guestToolsRunning',
                'guest.toolsVersionStatus2': 'guestToolsCurrent',
                'guest.hostName': `${name}.example.net`,
                'guest.ipAddress': `192.0.2.${10 + at}`,
                guestHeartbeatStatus: 'green',
              })
            : ''
        }`,
      ),
    );
  }
  for (const name of ['DC0_C1_RP0_VM5', names.archive])
    await vcenter.onVm('PowerOffVM_Task', await vcenter.vm(name));
  const files = await vcenter.vm('DC0_C1_RP0_VM0');
  for (const name of ['before the upgrade', 'after it'])
    await vcenter.onVm(
      'CreateSnapshot_Task',
      files,
      `<name>${name}</name><description>taken by hand</description><memory>false</memory><quiesce>false</quiesce>`,
    );
}

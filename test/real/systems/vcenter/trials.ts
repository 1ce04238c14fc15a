import { setTimeout as sleep } from 'node:timers/promises';
import type { Entity, EntityOf } from '../../../../src/shared/model/entity.ts';
import type { InventoryView } from '../../../../src/main/inventory/view.ts';
import type { ActionTrial } from '../../real-system.ts';
import { guestSays, names, type Vcenter } from './estate.ts';

const vmNamed =
  (name: string) =>
  (view: InventoryView): EntityOf<'vm'> | undefined =>
    view.all('vm').find((vm) => vm.name === name && vm.disappearedAt === undefined);

const snapshotNamed =
  (name: string) =>
  (target: Entity): { snapshot: string } => ({
    snapshot: (target as EntityOf<'vm'>).attributes.snapshots?.find((one) => one.name === name)?.id ?? '',
  });

const gib = 1024 ** 3;

/** Every action on VMs, once done and seen, and one of each family that comes to nothing and is taken back. */
export function trialsOn(vcenter: Vcenter): readonly ActionTrial[] {
  const powerOf = async ({ nativeId }: Entity) => await vcenter.property(nativeId, 'runtime.powerState');
  const isPower = (wanted: string) => async (target: Entity) => {
    const power = await powerOf(target);
    return power === wanted ? undefined : `it is ${power ?? 'gone'}`;
  };
  const bootOf = async ({ nativeId }: Entity) =>
    Date.parse((await vcenter.property(nativeId, 'summary.runtime.bootTime')) ?? '');
  const hostOf = async ({ nativeId }: Entity) =>
    (
      await vcenter.truth.one('HostSystem', (await vcenter.property(nativeId, 'runtime.host')) ?? '', [
        'name',
      ])
    ).at('name');
  const begun = Date.now();
  const restartedSince = async (target: Entity) =>
    (await bootOf(target)) > begun ? isPower('poweredOn')(target) : 'it has not been started since';
  const hasSnapshots =
    (wanted: readonly string[]) =>
    async ({ nativeId }: Entity) => {
      const found = await vcenter.snapshotNames(nativeId);
      return found.join() === wanted.join()
        ? undefined
        : `it has the snapshots ${found.join(', ') || 'none'}`;
    };
  /** Another client, which does its deed as soon as something has come true. */
  const whenever =
    (isSo: (target: Entity) => Promise<boolean>, deed: (target: Entity) => Promise<unknown>) =>
    (target: Entity): Promise<AsyncDisposable> => {
      const over = new AbortController();
      const watching = (async (): Promise<unknown> => {
        while (!over.signal.aborted) {
          if (await isSo(target)) return deed(target).then(() => undefined);
          await sleep(2);
        }
        return new Error('what it waited for has not come true');
      })().catch((error: unknown) => error);
      return Promise.resolve({
        async [Symbol.asyncDispose]() {
          over.abort();
          const failure = await watching;
          if (failure instanceof Error) throw failure;
        },
      });
    };
  const otherHost = (of: Entity) =>
    (of as EntityOf<'vm'>).attributes.host === 'DC0_C0_H1' ? 'DC0_C0_H2' : 'DC0_C0_H1';
  let from = '';

  return [
    {
      title: 'a VM that is to be off, its guest asked',
      action: 'vm.power-off',
      target: vmNamed(names.mail),
      parameters: { mode: 'guest' },
      ends: 'succeeded',
      confirm: isPower('poweredOff'),
    },
    {
      title: 'the power taken from a VM',
      action: 'vm.power-off',
      target: vmNamed(names.batch),
      parameters: { mode: 'hard' },
      ends: 'succeeded',
      confirm: isPower('poweredOff'),
    },
    {
      title: 'a VM that is off and should run',
      action: 'vm.power-on',
      target: vmNamed(names.batch),
      parameters: {},
      ends: 'succeeded',
      confirm: isPower('poweredOn'),
    },
    {
      title: 'the reset button',
      action: 'vm.restart',
      target: vmNamed(names.web),
      parameters: { mode: 'hard' },
      ends: 'succeeded',
      confirm: restartedSince,
    },
    {
      title: 'a guest that does not hear, and then the reset button',
      action: 'vm.restart',
      target: vmNamed(names.hung),
      parameters: { mode: 'guest-then-hard' },
      ends: 'succeeded',
      confirm: restartedSince,
    },
    {
      title: 'a snapshot of a guest at rest',
      action: 'vm.snapshot.create',
      target: vmNamed(names.database),
      parameters: { name: 'before the patch', quiesce: true },
      ends: 'succeeded',
      confirm: hasSnapshots(['before the patch']),
    },
    {
      title: 'another one on top of it',
      action: 'vm.snapshot.create',
      target: vmNamed(names.database),
      parameters: { name: 'after the patch' },
      ends: 'succeeded',
      confirm: hasSnapshots(['before the patch', 'after the patch']),
    },
    {
      title: 'back to the first snapshot',
      action: 'vm.snapshot.revert',
      target: vmNamed(names.database),
      parameters: snapshotNamed('before the patch'),
      ends: 'succeeded',
      async confirm(target) {
        const stands = await vcenter.property(target.nativeId, 'snapshot.currentSnapshot');
        const wanted = snapshotNamed('before the patch')(target).snapshot;
        return stands === wanted ? undefined : `it stands on ${stands ?? 'none'}`;
      },
    },
    {
      // Not the one that it stands on: the simulator breaks off when that has none above it.
      title: 'a snapshot that nobody goes back to is removed, the one below it stays',
      action: 'vm.snapshot.remove',
      target: vmNamed(names.database),
      parameters: snapshotNamed('after the patch'),
      ends: 'succeeded',
      confirm: hasSnapshots(['before the patch']),
    },
    {
      title: 'a VM to another host of its cluster',
      action: 'vm.migrate',
      target: vmNamed(names.app),
      parameters: (target) => ({ toHost: otherHost(target) }),
      ends: 'succeeded',
      confirm: async (target) =>
        (await hostOf(target)) === otherHost(target)
          ? undefined
          : `it runs on ${(await hostOf(target)) ?? ''}`,
    },
    {
      title: 'more CPU and memory while it runs',
      action: 'vm.resize',
      target: vmNamed(names.app),
      parameters: { vcpus: 6, memoryMib: 16_384 },
      ends: 'succeeded',
      async confirm({ nativeId }) {
        const [vcpus, memory] = await Promise.all(
          ['numCPU', 'memoryMB'].map((name) => vcenter.property(nativeId, `config.hardware.${name}`)),
        );
        return vcpus === '6' && memory === '16384' ? undefined : `it has ${vcpus ?? ''} and ${memory ?? ''}`;
      },
    },
    {
      title: 'a disk that grows',
      action: 'vm.disk.grow',
      target: vmNamed(names.files),
      parameters: (target) => ({
        disk: (target as EntityOf<'vm'>).attributes.disks?.[0]?.key,
        newSizeGib: 12,
        extendFileSystem: false,
      }),
      ends: 'succeeded',
      async confirm({ nativeId }) {
        const vm = await vcenter.truth.one('VirtualMachine', nativeId);
        const sizes = vm
          .elements('config.hardware.device')
          .flatMap((one) => [...one.children].filter(({ localName }) => localName === 'capacityInKB'))
          .map(({ textContent }) => Number(textContent) * 1024);
        return sizes.includes(12 * gib) ? undefined : `its disks have ${sizes.join(', ')} bytes`;
      },
    },
    {
      title: 'a VM that somebody else starts again at once',
      action: 'vm.power-off',
      target: vmNamed(names.report),
      parameters: { mode: 'hard' },
      // It is on, as before: nothing is left to be taken back.
      ends: 'failed',
      hinder: whenever(
        async (target) => (await powerOf(target)) === 'poweredOff',
        ({ nativeId }) => vcenter.onVm('PowerOnVM_Task', nativeId),
      ),
      confirm: isPower('poweredOn'),
    },
    {
      title: 'a VM whose guest does not come up',
      action: 'vm.power-on',
      target: vmNamed(names.mail),
      parameters: {},
      ends: 'rolled-back',
      hinder: async ({ nativeId }) => {
        await vcenter.onVm(
          'ReconfigVM_Task',
          nativeId,
          `<spec>${guestSays({ 'guest.toolsRunningStatus': 'guestToolsNotRunning', guestHeartbeatStatus: 'gray' })}</spec>`,
        );
        return { [Symbol.asyncDispose]: () => Promise.resolve() };
      },
      confirm: isPower('poweredOff'),
    },
    {
      title: 'a snapshot whose VM somebody else takes the power from',
      action: 'vm.snapshot.create',
      target: vmNamed(names.report),
      parameters: { name: 'in vain' },
      ends: 'rolled-back',
      hinder: whenever(
        async ({ nativeId }) => (await vcenter.snapshotNames(nativeId)).length > 0,
        ({ nativeId }) => vcenter.onVm('PowerOffVM_Task', nativeId),
      ),
      confirm: hasSnapshots([]),
    },
    {
      title: 'a VM that starts anew on its way to another host',
      action: 'vm.migrate',
      target(view) {
        const vm = vmNamed(names.web)(view);
        from = vm?.attributes.host ?? '';
        return vm;
      },
      parameters: (target) => ({ toHost: otherHost(target) }),
      ends: 'rolled-back',
      hinder: whenever(
        async (target) => (await hostOf(target)) === otherHost(target),
        ({ nativeId }) => vcenter.onVm('ResetVM_Task', nativeId),
      ),
      confirm: async (target) =>
        (await hostOf(target)) === from ? undefined : `it runs on ${(await hostOf(target)) ?? ''}`,
    },
    {
      title: 'a VM that somebody else takes away while its size changes',
      action: 'vm.resize',
      target: vmNamed(names.archive),
      parameters: { vcpus: 8 },
      ends: 'failed',
      hinder: whenever(
        async ({ nativeId }) => (await vcenter.property(nativeId, 'config.hardware.numCPU')) === '8',
        ({ nativeId }) => vcenter.truth.call('UnregisterVM', 'VirtualMachine', nativeId),
      ),
      confirm: async ({ nativeId }) =>
        (await vcenter.truth.all('VirtualMachine')).has(nativeId) ? 'it is still there' : undefined,
    },
  ];
}

import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { recordedAnswers } from '../../../../../test/support/recorded-vcenter.ts';
import type { ToolResult } from '../../../mcp/session.ts';
import type { LiveReader } from '../../action-adapter.ts';
import { vsphere as diskGrow } from '../vm--disk--grow/vsphere.ts';
import { vsphere as migrate } from '../vm--migrate/vsphere.ts';
import { vsphere as resize } from '../vm--resize/vsphere.ts';
import { vsphere as restart } from '../vm--restart/vsphere.ts';
import { vsphere as createSnapshot } from '../vm--snapshot--create/vsphere.ts';
import { vsphere as removeSnapshot } from '../vm--snapshot--remove/vsphere.ts';
import { vsphere as revert } from '../vm--snapshot--revert/vsphere.ts';
import { vsphereVmServer } from './vsphere-vm.ts';

interface Item extends Record<string, unknown> {
  readonly obj: string;
  readonly name: string;
}
const items = (tool: string) => (recordedAnswers.answers[tool] as unknown as { items: Item[] }).items;
const named = (tool: string, name: string): Item => {
  const found = items(tool).find((one) => one.name === name);
  if (!found) throw new Error(`${tool} was recorded without ${name}`);
  return found;
};

type Answers = Readonly<Record<string, Record<string, unknown> | string>>;

/** Answers as they were recorded, and refusals as texts. */
function reader(more: Answers = {}): LiveReader & { readonly asked: Record<string, unknown>[] } {
  const asked: Record<string, unknown>[] = [];
  return {
    asked,
    source: 'vcenter-a',
    call(tool, args) {
      asked.push({ tool, ...args });
      const answers: Answers = {
        get_vm: { vm: items('list_vms').find(({ obj }) => obj === args['vm']) },
        get_host: { host: items('list_hosts').find(({ obj }) => obj === args['host']) },
        get_datastore: { datastore: items('list_datastores').find(({ obj }) => obj === args['datastore']) },
        check_privileges: { object: 'vm', missing: [] },
        list_events: { items: [] },
        ...more,
      };
      const answer = answers[tool];
      const result: ToolResult =
        typeof answer === 'string'
          ? { isError: true, text: answer, data: undefined, form: 'text' }
          : { isError: false, text: '', data: structuredClone(answer), form: 'structured' };
      return Promise.resolve(result);
    },
  };
}

const snapshotted = named('list_vms', 'DC0_C0_RP0_VM0');
function subject<Parameters>(parameters: Parameters, raw: Item = snapshotted) {
  const target = buildEntity('vm', raw.name, { nativeId: raw.obj, partition: 'DC0_C0' });
  return { target, parameters, view: buildView([target]) };
}
const factsOf = async (live: ReturnType<typeof restart.read>) => {
  const read = await live;
  if (read.is === 'gone') throw new Error('it is gone');
  return read.facts;
};
const unmet = (checks: readonly { readonly text: string; readonly ok: boolean }[]) =>
  checks.filter(({ ok }) => !ok).map(({ text }) => text);

describe('a VM as the vSphere server says it is', () => {
  it('has its power, place, size, disks and snapshots', async () => {
    const { target } = subject({});
    const vm = await vsphereVmServer.vm(reader(), target);
    expect(vm).toMatchObject({
      powerState: 'on',
      connection: 'connected',
      tools: 'not installed',
      disks: [{ sizeBytes: 1_048_576 }],
      snapshots: [
        { name: 'before the upgrade', holds: 'on', quiesced: false, below: [expect.any(String)] },
        { name: 'after it', below: [] },
      ],
    });
    expect(vm?.currentSnapshot).toBe(vm?.snapshots[1]?.id);
    expect(Date.parse(vm?.bootedAt ?? '')).toBeGreaterThan(0);
  });

  it('is gone only when the server says so', async () => {
    const { target } = subject({});
    const asked = (text: string) => vsphereVmServer.vm(reader({ get_vm: text }), target);
    expect(await asked('There is no VM "vm-9" among 6. list_vms has their names and references.')).toBe(
      undefined,
    );
    await expect(asked('vcenter.example.net did not answer within 60 s')).rejects.toMatchObject({
      code: 'unreadable',
    });
    await expect(
      vsphereVmServer.vm(reader({ get_vm: { vm: { ...snapshotted, obj: 'vm-1' } } }), target),
    ).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('is not the one that was meant when its instance UUID is another', async () => {
    const facts = await factsOf(resize.read(subject({ vcpus: 2 }), reader()));
    const { view, parameters, target } = subject({ vcpus: 2 });
    const collected = (instanceUuid: string) =>
      buildEntity('vm', target.name, { ...target, attributes: { instanceUuid } });
    const checks = (uuid: string) =>
      unmet(resize.preChecks({ view, parameters, target: collected(uuid) }, facts));
    expect(checks(String(facts['instanceUuid']))).not.toContainEqual(expect.stringContaining('UUID'));
    expect(checks('00000000-0000-0000-0000-000000000000')).toContainEqual(
      expect.stringContaining('it is the VM that was collected'),
    );
  });
});

describe('what the account lacks is told before', () => {
  it('by the privileges of the deed', async () => {
    const from = reader({ check_privileges: { object: 'vm', missing: ['Resource.HotMigrate'] } });
    const facts = await factsOf(migrate.read(subject({ toHost: 'esx-02' }), from));
    expect(from.asked).toContainEqual(
      expect.objectContaining({ tool: 'check_privileges', privileges: ['Resource.HotMigrate'] }),
    );
    expect(unmet(migrate.preChecks(subject({ toHost: 'esx-02' }), facts))).toContainEqual(
      'the account has the privileges for it: it lacks Resource.HotMigrate',
    );
  });

  it('only for what is to be changed', async () => {
    const from = reader();
    await resize.read(subject({ vcpus: 4 }), from);
    expect(from.asked.at(-1)).toMatchObject({ privileges: ['VirtualMachine.Config.CPUCount'] });
  });

  it('and not at all where the server cannot tell', async () => {
    const from = reader({ check_privileges: { object: 'vm', reason: 'MethodNotFound' } });
    const facts = await factsOf(resize.read(subject({ vcpus: 4 }), from));
    expect(facts).not.toHaveProperty('lacks');
  });
});

describe('a restart on vSphere, which keeps the time of start of a VM that is reset', () => {
  const mode = { mode: 'hard' as const };
  const before = {
    powerState: 'on',
    heartbeat: 'green',
    tools: 'running',
    bootedAt: '2026-11-01T00:00:00.000Z',
    uptimeSeconds: 9_000,
    resetLoggedAt: null,
  };
  const verdict = (now: Record<string, string | number | null>, earlier: (typeof before)[] = []) =>
    restart.verify(subject(mode), before, { ...before, ...now }, earlier).is;

  it.each([
    ['a later time of start', { bootedAt: '2026-11-23T00:00:00.000Z' }],
    ['an uptime that began anew', { uptimeSeconds: 12 }],
    ['a reset that was logged since', { resetLoggedAt: '2026-11-23T00:00:00.000Z' }],
  ])('is seen by %s', (_, trace) => {
    expect(verdict(trace)).toBe('met');
    expect(verdict({ ...trace, heartbeat: 'red' })).toBe('not-yet');
    expect(verdict({ ...trace, powerState: 'off' })).toBe('not-yet');
  });

  it('is seen by VMware Tools that went away and came back', () => {
    expect(verdict({}, [{ ...before, tools: 'not running' }])).toBe('met');
    expect(verdict({ tools: 'not running', heartbeat: 'gray' }, [before])).toBe('not-yet');
  });

  it('is not seen by nothing, nor by a reset of long ago', () => {
    expect(verdict({})).toBe('not-yet');
    expect(verdict({ uptimeSeconds: 9_010 })).toBe('not-yet');
    const reset = { ...before, resetLoggedAt: '2026-11-20T00:00:00.000Z' };
    expect(restart.verify(subject(mode), reset, reset, []).is).toBe('not-yet');
  });

  it('reads the newest reset out of the log', async () => {
    const createdTimes = ['2026-11-23T10:00:00.000Z', '2026-11-23T11:00:00.000Z'];
    const list_events = { items: createdTimes.map((createdTime) => ({ createdTime })) };
    const facts = await factsOf(restart.read(subject(mode), reader({ list_events })));
    expect(facts['resetLoggedAt']).toBe('2026-11-23T11:00:00.000Z');
  });
});

describe('snapshots', () => {
  it('one that is there while the VM has stopped is none that was wanted, and is taken away again', () => {
    const create = subject({ name: 'patch', quiesce: false });
    const before = { powerState: 'on', snapshot: null, snapshots: 0 };
    const now = { powerState: 'off', snapshot: 'snapshot-1', snapshots: 1 };
    expect(createSnapshot.verify(create, before, { ...now, powerState: 'on' }, []).is).toBe('met');
    expect(createSnapshot.verify(create, before, now, []).is).toBe('failed');
    expect(createSnapshot.rollback?.(create, before, now)).toMatchObject([
      { tool: 'remove_snapshot', arguments: { snapshot: 'snapshot-1', children: false } },
    ]);
  });

  it('one whose guest was to be at rest and was not is none either', () => {
    const create = subject({ name: 'patch', quiesce: true });
    const before = { powerState: 'on', snapshot: null, snapshots: 0 };
    const now = { powerState: 'on', snapshot: 'snapshot-1', snapshots: 1, quiesced: false };
    expect(createSnapshot.verify(create, before, now, []).is).toBe('failed');
    expect(createSnapshot.verify(create, before, { ...now, quiesced: true }, []).is).toBe('met');
  });

  it('going back to one is seen by standing on it, and being what it holds', () => {
    const back = subject({ snapshot: 'snapshot-1' });
    const before = { powerState: 'on', standsOn: 'snapshot-2', exists: true, holds: 'off' };
    const now = { ...before, standsOn: 'snapshot-1', powerState: 'off' };
    expect(revert.verify(back, before, now, []).is).toBe('met');
    expect(revert.verify(back, before, { ...now, powerState: 'on' }, []).is).toBe('not-yet');
    expect(revert.verify(back, { ...before, holds: 'on' }, { ...now, powerState: 'on' }, []).is).toBe('met');
    // It stood there already, and nothing but having stopped shows that it was taken back.
    const stood = { ...before, standsOn: 'snapshot-1', bootedAt: '2026-11-01T00:00:00.000Z' };
    expect(revert.verify(back, stood, { ...stood }, []).is).toBe('not-yet');
  });

  it('one that has others on top of it leaves those where they are', async () => {
    const snapshots = (await vsphereVmServer.vm(reader(), subject({}).target))?.snapshots ?? [];
    const remove = subject({ snapshot: snapshots[0]?.id ?? '', withThoseBelow: false });
    const facts = await factsOf(removeSnapshot.read(remove, reader()));
    expect(facts).toMatchObject({ snapshots: 2, exists: true, below: 1 });
    expect(removeSnapshot.plan(remove, facts)).toMatchObject({
      calls: [{ tool: 'remove_snapshot', arguments: { children: false } }],
      after: { snapshots: 1 },
    });
  });
});

describe('growing a disk', () => {
  const stopped = named('list_vms', 'DC0_C0_RP0_VM1');
  const grow = (extendFileSystem: boolean) =>
    subject({ disk: 204, newSizeGib: 12, extendFileSystem }, stopped);

  it('tells that the file system has to be extended in the guest', async () => {
    const facts = await factsOf(diskGrow.read(grow(true), reader()));
    expect(unmet(diskGrow.preChecks(grow(true), facts))).toContainEqual(
      expect.stringContaining('vSphere cannot'),
    );
  });

  it('is asked for in KiB by the key of the disk', async () => {
    const from = reader();
    const vm = await vsphereVmServer.vm(from, grow(false).target);
    const wanted = {
      ...grow(false),
      parameters: { ...grow(false).parameters, disk: vm?.disks[0]?.key ?? 0 },
    };
    const facts = await factsOf(diskGrow.read(wanted, from));
    expect(unmet(diskGrow.preChecks(wanted, facts))).toEqual([]);
    expect(diskGrow.plan(wanted, facts).calls).toMatchObject([
      { tool: 'grow_disk', arguments: { disk: String(vm?.disks[0]?.key), capacityKB: 12 * 1024 ** 2 } },
    ]);
  });
});

it('no call is waited for so long that its answer counts as lost', () => {
  const given = {
    name: 'a',
    quiesce: false,
    snapshot: 's',
    withThoseBelow: false,
    disk: 1,
    sizeBytes: 1_024,
  };
  const all = { ...given, extendFileSystem: false, host: 'host-1', vcpus: 2 };
  for (const tool of Object.values(vsphereVmServer.tools))
    expect((tool.arguments as (given: unknown) => object)(all)).toMatchObject({
      waitSeconds: expect.any(Number),
    });
});

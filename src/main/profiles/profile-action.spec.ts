import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../test/support/build-view.ts';
import { compiledProfile, profileText } from '../../../test/support/read-profile.ts';
import type { ToolResult } from '../mcp/session.ts';
import { profileAction } from './profile-action.ts';

const target = buildEntity('vm', 'web-01', { nativeId: 'vm-1' });
const subject = { target, parameters: {}, view: buildView([target]) };

/** Powering on by the profile of the lab's VMs, with some of its text changed. */
function powerOn(...changes: readonly (readonly [string, string])[]) {
  const text = changes.reduce((all, [from, to]) => {
    expect(all).toContain(from);
    return all.replace(from, to);
  }, profileText('lab-vms'));
  const [action] = compiledProfile(text).actions;
  if (!action) throw new Error('expected an action');
  return profileAction(action, 'lab');
}

const vm = (obj: unknown) => ({
  vm: {
    obj,
    name: 'web-01',
    runtime: { powerState: 'poweredOff', connectionState: 'connected' },
    guestHeartbeatStatus: 'gray',
    guest: { toolsRunningStatus: 'guestToolsNotRunning' },
  },
});
const answering = (data: unknown, more: Partial<ToolResult> = {}) => ({
  source: 'lab',
  call: async (): Promise<ToolResult> => ({
    isError: false,
    text: JSON.stringify(data),
    data,
    form: 'json',
    ...more,
  }),
});

describe('what a profile reads of a target', () => {
  it('is of the target', async () => {
    expect(await powerOn().read(subject, answering(vm('vm-1')))).toMatchObject({
      is: 'there',
      facts: { name: 'web-01', powerState: 'off' },
    });
  });

  it.each([['vm-2'], [undefined], [null], [['vm-1', 'vm-2']]])(
    'is no fact where the server answers about %j',
    async (obj) => {
      await expect(powerOn().read(subject, answering(vm(obj)))).rejects.toThrow(/it is not about vm-1/);
    },
  );

  it('is no fact where identity is anything but true', async () => {
    const careless = powerOn([
      'identity: answers.answer.vm.obj = target.nativeId',
      'identity: answers.answer.vm.obj',
    ]);
    await expect(careless.read(subject, answering(vm('vm-1')))).rejects.toThrow(/it is not about vm-1/);
  });

  it('is gone in the words of the profile alone', async () => {
    const failing = (text: string) => answering(undefined, { isError: true, text, form: 'text' });
    expect(await powerOn().read(subject, failing('fault: ManagedObjectNotFound vm-1'))).toMatchObject({
      is: 'gone',
    });
    await expect(powerOn().read(subject, failing('not found'))).rejects.toThrow(/it said: not found/);
  });
});

describe('what a profile takes for a failure in the answer of a change', () => {
  const tool = 'vmware_power_on_vm';

  it('is an answer that holds one of its texts anywhere', () => {
    const action = powerOn(['    after: {', "    failedTexts: ['❌ busy', 'was refused']\n    after: {"]);
    expect(action.saysFailed?.(tool, 'The request was refused by node 3.')).toBe(true);
    expect(action.saysFailed?.(tool, 'vm-1: ❌ busy')).toBe(true);
    expect(action.saysFailed?.(tool, 'Powered on.')).toBe(false);
  });

  it('is none where it names no texts', () => {
    expect(powerOn().saysFailed?.(tool, 'it failed')).toBeUndefined();
  });
});

it('a verification that wants several looks in a row believes no fewer', () => {
  const action = powerOn(['      withinSeconds: 300', '      withinSeconds: 300\n      times: 2']);
  const off = { powerState: 'off', heartbeat: 'gray', tools: 'not running' };
  const on = { powerState: 'on', heartbeat: 'green', tools: 'running' };
  const verdict = (...looks: readonly (typeof on)[]) =>
    action.verify(subject, off, looks.at(-1) ?? off, looks.slice(0, -1)).is;
  expect([verdict(on), verdict(off, on), verdict(on, off), verdict(on, on)]).toEqual([
    'not-yet',
    'not-yet',
    'not-yet',
    'met',
  ]);
});

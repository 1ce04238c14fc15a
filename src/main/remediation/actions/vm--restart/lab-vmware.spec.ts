import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { labVmware } from './lab-vmware.ts';
import type { RestartMode } from './on-server.ts';

const target = buildEntity('vm', 'web-01');
const subject = (mode: RestartMode) => ({ target, parameters: { mode }, view: buildView([target]) });
const before = {
  name: 'web-01',
  connection: 'connected',
  powerState: 'on',
  bootedAt: '2026-11-01T00:00:00.000Z',
  heartbeat: 'red',
  tools: 'not running',
};
const well = { ...before, bootedAt: '2026-11-23T12:00:00.000Z', heartbeat: 'green', tools: 'running' };
const verdict = (now: Record<string, string>) => labVmware.verify(subject('hard'), before, now, []).is;

describe('a restart', () => {
  it('is proven by a later start and a guest that answers, not by being on', () => {
    expect(verdict(well)).toBe('met');
    expect(verdict({ ...well, bootedAt: before.bootedAt })).toBe('not-yet');
    expect(verdict({ ...well, heartbeat: 'gray' })).toBe('not-yet');
    expect(verdict({ ...well, powerState: 'off' })).toBe('not-yet');
  });

  it('needs no heartbeat of a guest that has no VMware Tools', () => {
    expect(verdict({ ...well, heartbeat: 'gray', tools: 'not installed' })).toBe('met');
  });

  it('is not proven by what could not be read', () => {
    const { bootedAt: _, ...unknown } = well;
    expect(verdict(unknown)).toBe('not-yet');
    expect(labVmware.verify(subject('hard'), { ...before, bootedAt: 'soon' }, well, []).is).toBe('not-yet');
  });

  it('asks the guest first and waits longer for one that can hear it', () => {
    const steps = (now: Record<string, string>) =>
      labVmware
        .plan(subject('guest-then-hard'), now)
        .calls.map(({ tool, unlessMetWithinSeconds }) => [tool, unlessMetWithinSeconds]);
    expect(steps(before)).toEqual([
      ['vmware_restart_guest', undefined],
      ['vmware_reset_vm', 30],
    ]);
    expect(steps(well)).toEqual([
      ['vmware_restart_guest', undefined],
      ['vmware_reset_vm', 240],
    ]);
  });

  it('of a guest alone is not begun when nobody would hear it', () => {
    const failed = (mode: RestartMode) => labVmware.preChecks(subject(mode), before).filter(({ ok }) => !ok);
    expect(failed('guest')).toMatchObject([{ text: 'VMware Tools runs in its guest: not running' }]);
    expect(failed('guest-then-hard')).toEqual([]);
  });

  it('is not begun when what was approved by its name is called something else by now', () => {
    const renamed = { ...before, name: 'db-prod' };
    expect(labVmware.preChecks(subject('hard'), renamed).filter(({ ok }) => !ok)).toEqual([
      { text: 'it is still called web-01: its name there is db-prod', ok: false },
    ]);
  });

  it('that left it off is taken back by powering it on, any other by nothing', () => {
    const calls = (now: Record<string, string>) => labVmware.rollback?.(subject('hard'), before, now);
    expect(calls({ ...well, powerState: 'off' })).toMatchObject([{ tool: 'vmware_power_on_vm' }]);
    expect(calls(well)).toEqual([]);
  });
});

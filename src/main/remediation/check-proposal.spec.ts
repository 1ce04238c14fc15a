import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../test/support/build-view.ts';
import { testActions } from '../../../test/support/test-actions.ts';
import { checkProposal } from './check-proposal.ts';

const on = buildEntity('vm', 'web-01', { attributes: { powerState: 'on' } });
const off = buildEntity('vm', 'web-02', { attributes: { powerState: 'off' } });
const gone = buildEntity('vm', 'web-03', { disappearedAt: '2026-11-22T12:00:00.000Z' });
const host = buildEntity('host', 'esx-01', { attributes: {} });
const ports = { catalogue: testActions, view: buildView([on, off, gone, host]) };

const check = (action: string, target: string, parameters: unknown = { mode: 'guest' }) =>
  checkProposal({ action, target, parameters }, ports);
const refusal = (action: string, target: string, parameters?: unknown) => {
  const checked = check(action, target, parameters);
  return checked.is === 'refused' ? checked.reason : 'accepted';
};

describe('a proposal', () => {
  it('that fits is told in words, with what it would do to this target', () => {
    expect(check('vm.restart', on.id)).toMatchObject({
      is: 'accepted',
      target: { id: on.id },
      parameters: { mode: 'guest' },
      risk: 'medium',
      expectedEffect: 'web-01 is restarted (guest)',
      howToVerify: 'the heartbeat of web-01 is green',
    });
  });

  it('is refused with the reason where anything of it does not hold', () => {
    expect(refusal('vm.delete', on.id)).toBe('the catalogue has no such action');
    expect(refusal('vm.restart', 'web-01')).toBe('its target is not in the inventory');
    expect(refusal('vm.restart', 'test:vm:nothing')).toBe('its target is not in the inventory');
    expect(refusal('vm.restart', gone.id)).toContain('gone since 2026-11-22');
    expect(refusal('vm.restart', host.id)).toBe('it is for a VM, and esx-01 is a host');
    expect(refusal('vm.restart', on.id, {})).toMatch(/^its parameters do not fit: mode: /);
    expect(refusal('vm.restart', on.id, { mode: 'guest', force: true })).toContain('force');
    expect(refusal('vm.restart', on.id, 'mode=guest')).toMatch(/^its parameters do not fit: parameters: /);
    expect(refusal('vm.restart', off.id)).toBe('it is not powered on');
  });

  it.each(['__proto__', 'constructor', 'toString', ''])('never finds an action called "%s"', (name) => {
    expect(refusal(name, on.id)).toBe('the catalogue has no such action');
  });
});

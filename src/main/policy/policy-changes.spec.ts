import { describe, expect, it } from 'vitest';
import { policySchema } from '../../shared/model/policy.ts';
import { policyChanges, unifiedDiff } from './policy-changes.ts';
import { policyWarnings } from './policy-warnings.ts';

const permits = (from: unknown, to: unknown) =>
  policyChanges(policySchema.parse(from), policySchema.parse(to)).map(({ path, permits }) => [path, permits]);

describe('what differs between two policies', () => {
  it('is stricter with something to see in metrics afterwards', () => {
    const verified = { actions: { default: { verify: [{ metric: 'up{{target}} == 1' }] } } };
    expect(permits({}, verified)).toEqual([['actions.default.verify', 'less']]);
    expect(permits(verified, {})).toEqual([['actions.default.verify', 'more']]);
  });

  it('is nothing between equal ones, however they are written', () => {
    expect(permits({}, { minimumReliability: 85, rates: {} })).toEqual([]);
    expect(unifiedDiff('a\n', 'a\n')).toBe('');
  });

  it.each([
    ['killSwitch', { killSwitch: true }, 'less'],
    ['automatic', { automatic: true }, 'more'],
    ['automaticUpTo', { automaticUpTo: 'high' }, 'more'],
    ['minimumReliability', { minimumReliability: 90 }, 'less'],
    ['approvals.low.approvals', { approvals: { low: { approvals: 2 } } }, 'less'],
    [
      'approvals.high.role',
      { approvals: { high: { approvals: 1, typedName: true, role: 'admin' } } },
      'less',
    ],
    ['rates.perHour', { rates: { perHour: 20 } }, 'more'],
    ['circuitBreaker.failures', { circuitBreaker: { failures: 9 } }, 'more'],
    ['cooldownMinutes', { cooldownMinutes: 0 }, 'more'],
    ['silences.enabled', { silences: { enabled: true } }, 'more'],
    ['changeWindows', { changeWindows: [{ days: ['mon'], from: '01:00', to: '02:00' }] }, 'less'],
    ['timeZone', { timeZone: 'Europe/Berlin' }, 'other'],
    [
      'freezes',
      { freezes: [{ reason: 'x', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }] },
      'less',
    ],
    ['maximumInventoryAgeMinutes', { maximumInventoryAgeMinutes: 600 }, 'more'],
    ['risk.dependents', { risk: { dependents: 100 } }, 'more'],
    ['risk.production', { risk: { production: ['prod', 'production', 'live'] } }, 'less'],
    ['actions.vm.restart.enabled', { actions: { 'vm.restart': { enabled: false } } }, 'less'],
    ['actions.vm.restart.automatic', { actions: { 'vm.restart': { automatic: true } } }, 'more'],
  ] as const)('says of %s whether it permits more, and the other way round', (path, parts, way) => {
    const back = { more: 'less', less: 'more', other: 'other' } as const;
    expect(permits({}, parts)).toContainEqual([path, way]);
    expect(permits(parts, {})).toContainEqual([path, back[way]]);
  });

  it('takes an action that says nothing for what the default says', () => {
    expect(permits({ actions: { default: { enabled: true } } }, {})).toEqual([]);
    expect(permits({}, { actions: { 'vm.restart': { enabled: true, automatic: false } } })).toEqual([]);
  });
});

describe('what a policy probably does not mean', () => {
  const warnings = (parts: unknown) =>
    policyWarnings(policySchema.parse(parts), ['vm.restart']).map(({ path }) => path);

  it('is an action that there is not, or a switch that does nothing by itself', () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({ actions: { 'vm.reboot': { enabled: true } } })).toEqual(['actions.vm.reboot']);
    expect(warnings({ automatic: true })).toEqual(['automatic']);
    expect(warnings({ actions: { 'vm.restart': { automatic: true } } })).toEqual(['automatic']);
    expect(
      warnings({
        automatic: true,
        automaticUpTo: 'critical',
        actions: { 'vm.restart': { automatic: true } },
      }),
    ).toEqual(['automaticUpTo']);
    expect(warnings({ rates: { perHour: 0 } })).toEqual(['rates.perHour']);
  });
});

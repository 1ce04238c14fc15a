import { describe, expect, it } from 'vitest';
import type { Impact } from '../../../shared/model/decision-input.ts';
import type { RiskLevel } from '../../../shared/model/diagnosis.ts';
import { permissiveInput, withState } from '../../../../test/support/decision-inputs.ts';
import { productionMarks } from './production.ts';
import { raisedRisk } from './risk.ts';

const riskOf = (risk: RiskLevel, impact: Partial<Impact> = {}, reversible = true) => {
  const base = permissiveInput();
  return raisedRisk(
    withState(
      { ...base, remediation: { ...base.remediation, risk, reversible } },
      { impact: { dependents: 0, marks: [], ...impact } },
    ),
  );
};

describe('the risk of a remediation', () => {
  it('is that of its action where nothing hangs on the target', () => {
    expect(riskOf('low')).toEqual({ base: 'low', level: 'low', raised: [] });
  });

  it.each<[string, Partial<Impact>, RiskLevel]>([
    ['nine dependents', { dependents: 9 }, 'low'],
    ['ten dependents', { dependents: 10 }, 'medium'],
    ['ninety-nine dependents', { dependents: 99 }, 'medium'],
    ['a hundred dependents', { dependents: 100 }, 'high'],
    ['production', { marks: ['env=production'] }, 'medium'],
    ['the last replica', { lastReplica: 'it is the only ready pod of web' }, 'medium'],
    ['a quorum', { quorum: 'it is one of 3 control-plane nodes' }, 'medium'],
    ['production with a hundred dependents', { dependents: 100, marks: ['prod-db'] }, 'critical'],
  ])('with %s is raised from low to what it should be', (_, impact, level) => {
    expect(riskOf('low', impact).level).toBe(level);
  });

  it('never goes above critical, and every reason is told with its numbers', () => {
    const { level, raised } = riskOf('high', {
      dependents: 250,
      marks: ['prod-db', 'prod-db-standby', 'env=prod', 'stage=prod'],
      lastReplica: 'it is the last usable host of prod-a',
      quorum: 'vSAN needs 3',
    });
    expect(level).toBe('critical');
    expect(raised).toEqual([
      { because: 'dependents', text: '250 depend on it, ten times 10 or more' },
      { because: 'production', text: 'production by name or tag: prod-db, prod-db-standby, env=prod, …' },
      { because: 'last-replica', text: 'it is the last usable host of prod-a' },
      { because: 'quorum', text: 'vSAN needs 3' },
    ]);
  });

  it('is at least medium for what cannot be taken back, and no higher for that alone', () => {
    expect(riskOf('low', {}, false)).toMatchObject({
      level: 'medium',
      raised: [{ because: 'irreversible' }],
    });
    expect(riskOf('medium', {}, false)).toEqual({ base: 'medium', level: 'medium', raised: [] });
  });
});

describe('what marks production', () => {
  it.each([
    'prod-db-01',
    'webprod01',
    'env=production',
    'PROD',
    'customer / Production',
    'non-prod-and-prod',
    'preserve-prod',
  ])('%s does', (name) => expect(productionMarks([name], ['prod'])).toEqual([name]));

  it.each([
    'non-prod',
    'nonprod-db',
    'env=non-production',
    'pre-prod',
    'preprod-web',
    'not prod',
    'test',
    '',
  ])('"%s" does not', (name) => expect(productionMarks([name], ['prod'])).toEqual([]));

  it('is nothing where a site names no marks', () => {
    expect(productionMarks(['prod'], [])).toEqual([]);
    expect(productionMarks(['prod'], [''])).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { buildEntity, buildRun, buildView, testId } from '../../../test/support/build-view.ts';
import type { Severity } from '../../shared/model/severity.ts';
import { findingCounts, findingsOf, findingsOnPage, findingsPlans } from './finding-sections.ts';
import { blockText } from './plain-text.ts';

const finding = (rule: string, object: string, severity: Severity, attributes = {}) =>
  buildEntity('finding', `${rule} ${object}`, {
    nativeId: `${rule}:${object}`,
    partition: rule,
    attributes: {
      rule,
      ruleDomain: rule.startsWith('VS') ? 'vmware' : 'storage',
      severity,
      title: `title of ${rule}`,
      object,
      objectId: testId('datastore', object),
      objectKind: 'datastore',
      objectSource: 'vcenter-a',
      objectPartition: 'prod-a',
      value: '91 % used',
      threshold: '< 90 %',
      why: 'why',
      remedy: 'free space',
      action: 'volume.grow',
      ruleSource: 'AsBuiltReport',
      openedAt: '2026-11-20T08:00:00.000Z',
      ...attributes,
    },
  });

const settings = { rowsPerPage: 3, depth: 'full', changeDays: 7 } as const;
const some = [
  finding('VS11', 'ds-1', 'critical'),
  finding('VS12', 'ds-1', 'warning'),
  finding('ST01', 'vol-1', 'critical'),
];
const plans = (findings = some, parts = {}) =>
  findingsPlans(buildView(findings, parts), { root: 'virtualization', domains: ['vmware'], settings });
const textOf = (section: ReturnType<typeof plans>['sections'][number] | undefined) =>
  (section?.render() ?? []).map(blockText).join('\n');

describe('findings of a domain', () => {
  test('are worst first, and none of another domain', () => {
    expect(findingsOf(buildView(some), ['vmware']).map(({ name }) => name)).toEqual([
      'VS11 ds-1',
      'VS12 ds-1',
    ]);
    expect(findingCounts(findingsOf(buildView(some), ['vmware']))).toBe('1 critical, 1 warning');
    expect(findingCounts([])).toBe('no findings');
  });

  test('name object, value, threshold, first seen and source, and each rule its why and remedy', () => {
    const text = textOf(plans().sections[0]);
    expect(text).toContain(
      'critical | VS11 | title of VS11 | 1 | why | free space [volume.grow] | AsBuiltReport',
    );
    expect(text).toContain(
      'critical | VS11 | ds-1 | prod-a | 91 % used | < 90 % |  | 2026-11-20 08:00 UTC | vcenter-a',
    );
  });

  test('that were observed once, or could not be confirmed, say so', () => {
    const text = textOf(
      plans([finding('VS11', 'ds-1', 'warning', { persistence: 'observed-once', unconfirmed: 'timeout' })])
        .sections[0],
    );
    expect(text).toContain('| observed once; not confirmed: timeout |');
  });

  test('beyond a page stand on a page for each rule, which are their homes', () => {
    const many = ['a', 'b', 'c', 'd'].map((object) => finding('VS11', object, 'warning'));
    const { sections, pages } = plans(many);
    expect(pages.map(({ id, parent }) => [id, parent])).toEqual([
      ['virtualization/findings-vs11', 'virtualization'],
    ]);
    const homes = (blocks: ReturnType<(typeof sections)[0]['render']>) =>
      blocks.flatMap((block) => (block.t === 'table' ? block.rows.filter((row) => row.home === true) : []))
        .length;
    expect(homes(sections[0]?.render() ?? [])).toBe(0);
    expect(homes(pages[0]?.sections[0]?.render() ?? [])).toBe(4);
  });

  test('depend on their own rules only', () => {
    expect(plans().sections[0]?.reads).toEqual([
      { kind: 'finding', partition: 'VS11' },
      { kind: 'finding', partition: 'VS12' },
    ]);
  });

  test('on the page of a cluster are that cluster’s', () => {
    const section = findingsOnPage(buildView(some), {
      domains: ['vmware'],
      concerns: ({ attributes }) => attributes.objectPartition === 'prod-b',
      root: 'virtualization',
    });
    expect(textOf(section)).toBe('No rule is broken here by what was last observed.');
  });
});

test('rules that could not be judged are told with their reasons, for the domain alone', () => {
  const last = buildRun({
    source: 'findings',
    domain: 'infrastructure',
    unavailable: [
      { what: 'VS14 on 3 datastores (a, b, c)', reason: 'no latency given' },
      { what: 'ST08 on 1 replication (x)', reason: 'no lag given' },
    ],
    scopes: [{ kind: 'finding', partition: 'VS21', outcome: 'failed', seen: 0, reason: 'boom' }],
  });
  const text = textOf(plans([], { runs: [{ last }] }).sections[1]);
  expect(text).toBe('VS21: failed: boom\nVS14 on 3 datastores (a, b, c): no latency given');
});

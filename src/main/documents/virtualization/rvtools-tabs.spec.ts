import { beforeAll, describe, expect, test } from 'vitest';
import { buildEntity, buildView } from '../../../../test/support/build-view.ts';
import { collectRecordedVcenter } from '../../../../test/support/recorded-vcenter.ts';
import { rvtoolsTabs } from '../../../../test/support/rvtools-tabs.ts';
import type { Block } from '../../../shared/model/block.ts';
import { evaluateRule } from '../../findings/evaluate.ts';
import { findingRules } from '../../findings/registry.ts';
import { virtualizationGenerator } from './generator.ts';

/** What our server does not give is said where it would stand, and again with the sources. */
const notGiven = [
  ['vm-tools', 'the vSphere API gives its status alone'],
  ['host-system', 'the vSphere API does not give it'],
  ['dv-switches', 'they are known only by fetching every port'],
  ['patches', 'vSphere Lifecycle Manager has an API of its own'],
  ['orphaned-disks', 'they are found only by searching every datastore'],
] as const;

describe('virtualization coverage of RVTools tabs', () => {
  let reasons: readonly string[];
  let sections: ReadonlyMap<string, readonly Block[]>;
  beforeAll(async () => {
    const { entities, notGiven } = await collectRecordedVcenter();
    reasons = notGiven;
    const findings = findingRules
      .filter(({ domain }) => domain === 'vmware')
      .flatMap((rule) => evaluateRule(rule, buildView(entities), rule.thresholds.parse({})).records)
      .map(({ name, nativeId, partition = '', attributes }) =>
        buildEntity('finding', name, { nativeId, partition, attributes }),
      );
    const [document] = Array.from(
      virtualizationGenerator.documents(buildView([...entities, ...findings]), {
        rowsPerPage: 1_000,
        depth: 'full',
        changeDays: 7,
      }),
    );
    sections = new Map(document?.sections.map((section) => [section.key, section.render()]));
  });

  test.each(Object.entries(rvtoolsTabs))('%s', (_, places) => {
    for (const [section, columns] of places) {
      const tables = (sections.get(section) ?? []).flatMap((block) =>
        block.t === 'table' ? [block.columns.map(({ title }) => title)] : [],
      );
      const missing = tables.map((titles) => columns.split(', ').filter((title) => !titles.includes(title)));
      expect({ section, missing: missing.toSorted((x, y) => x.length - y.length)[0] }).toEqual({
        section,
        missing: [],
      });
    }
  });

  test.each(notGiven)('what is not given is no 0 and no blank: %s', (section, reason) => {
    expect(JSON.stringify(sections.get(section))).toContain(reason);
    expect(reasons.some((one) => one.startsWith(reason))).toBe(true);
  });

  test('disks of a host’s own, which others call the same, are drawn as nobody’s', () => {
    expect(JSON.stringify(sections.get('multipath'))).toContain('mpx.vmhba0');
    expect(JSON.stringify(sections.get('storage-paths-diagram'))).not.toContain('mpx.vmhba0');
  });
});

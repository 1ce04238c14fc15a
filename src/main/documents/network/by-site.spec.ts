import { describe, expect, it } from 'vitest';
import { buildEntity, buildView, testId } from '../../../../test/support/build-view.ts';
import { markdownOf } from '../../../../test/support/network-estate.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { GeneratorSettings } from '../generator.ts';
import { networkGenerator } from './generator.ts';

const settings: GeneratorSettings = { rowsPerPage: 200, depth: 'standard', changeDays: 7 };

/** As it comes from devices that are asked one by one: each is filed under its own name. */
const alone = (name: string, attributes = {}) =>
  buildEntity('switch', name, { source: 'snmp', partition: name, attributes }) as Entity;
const portOf = (owner: string, name: string, to?: string) =>
  buildEntity('interface', name, {
    source: 'snmp',
    nativeId: `${owner}/${name}`,
    partition: owner,
    attributes: { device: owner, operUp: true },
    relations: [
      { type: 'part-of', to: testId('switch', owner, 'snmp') },
      ...(to === undefined ? [] : [{ type: 'connected-to' as const, to: testId('interface', to, 'snmp') }]),
    ],
  }) as Entity;

const plansOf = (...entities: Entity[]) =>
  Array.from(networkGenerator.documents(buildView(entities), settings));
const wordsOf = (plans: ReturnType<typeof plansOf>) => [...markdownOf(plans).values()].join('\n');
const ids = (plans: readonly { id: string }[]) => plans.map(({ id }) => id);

describe('devices that are filed under their own names', () => {
  it('stand together on one page where no source says their site', () => {
    const plans = plansOf(
      alone('leaf-1'),
      alone('leaf-2'),
      portOf('leaf-1', 'e1', 'leaf-2/e1'),
      portOf('leaf-2', 'e1'),
    );
    expect(ids(plans)).toEqual(['network', 'network/without-site']);
    const markdown = wordsOf(plans);
    expect(markdown).toContain('Layer 2 of devices without a site');
    expect(markdown).not.toContain('site unknown');
  });

  it('stand on the page of the site that they are said to stand at, beside what others know of it', () => {
    const rack = buildEntity('rack', 'r1', { partition: 'fra-1', source: 'netbox' }) as Entity;
    const plans = plansOf(
      alone('leaf-1', { site: 'fra-1' }),
      alone('leaf-2', { site: 'ams-1' }),
      portOf('leaf-1', 'e1', 'leaf-2/e1'),
      portOf('leaf-2', 'e1'),
      rack,
    );
    expect(ids(plans)).toEqual(['network', 'network/site-ams-1', 'network/site-fra-1']);
    const page = plans.find(({ id }) => id === 'network/site-fra-1');
    const markdown = wordsOf(page ? [page] : []);
    expect(markdown).toContain('leaf-1');
    expect(markdown).toContain('r1');
  });

  it('are written anew when one of them changes: their page reads what they are filed under', () => {
    const [, page] = plansOf(alone('leaf-1'), alone('leaf-2'));
    const devices = page?.sections.find(({ key }) => key.startsWith('devices'));
    expect(devices?.reads).toEqual(
      expect.arrayContaining([
        { kind: 'switch', partition: 'leaf-1' },
        { kind: 'switch', partition: 'leaf-2' },
      ]),
    );
  });

  it('leave a site alone that has the name of its only switch', () => {
    const site = buildEntity('site', 'kiosk', { source: 'snmp', partition: 'kiosk' }) as Entity;
    expect(ids(plansOf(site, alone('kiosk')))).toEqual(['network', 'network/site-kiosk']);
  });

  it('take their findings along', () => {
    const finding = buildEntity('finding', 'NW01 leaf-1', {
      partition: 'NW01',
      attributes: {
        rule: 'NW01',
        ruleDomain: 'network',
        severity: 'critical',
        objectId: testId('switch', 'leaf-1', 'snmp'),
        objectKind: 'switch',
        objectName: 'leaf-1',
        objectPartition: 'leaf-1',
        title: 'Device does not answer',
      } as never,
    }) as Entity;
    const [root] = plansOf(alone('leaf-1', { site: 'fra-1' }), finding);
    const summary = root?.sections.find(({ key }) => key === 'summary')?.render() ?? [];
    expect(JSON.stringify(summary)).toContain('critical');
    expect(JSON.stringify(summary)).not.toContain('"none"');
  });
});

describe('a link aggregation that only says itself what its members are', () => {
  const bond = (speedMbps?: number) =>
    [
      alone('sw1'),
      ...['p5', 'p6'].map((name) =>
        buildEntity('interface', name, {
          source: 'snmp',
          nativeId: `sw1/${name}`,
          partition: 'sw1',
          attributes: { device: 'sw1', ...(speedMbps !== undefined && { speedMbps }) },
          relations: [{ type: 'part-of', to: testId('switch', 'sw1', 'snmp') }],
        }),
      ),
      buildEntity('interface', 'bond0', {
        source: 'snmp',
        nativeId: 'sw1/bond0',
        partition: 'sw1',
        attributes: { device: 'sw1', type: 'LAG', isLag: true, lagMembers: ['p5', 'p6'] },
        relations: [{ type: 'part-of', to: testId('switch', 'sw1', 'snmp') }],
      }),
    ] as Entity[];
  const capacity = (...entities: Entity[]) => {
    const page = plansOf(...entities).find(({ id }) => id === 'network/without-site');
    const blocks = page?.sections.find(({ key }) => key === 'capacity')?.render() ?? [];
    return JSON.stringify(
      blocks.find((block) => block.t === 'table' && block.caption?.startsWith('Link aggregations')),
    );
  };

  it('has them, with what they carry', () => {
    expect(capacity(...bond(10_000))).toContain('"text":"2","from":"members of sw1 bond0"');
    expect(capacity(...bond(10_000))).toMatch(/"text":"20 Gbit\/s"/);
  });

  it('has them also where their speed is not known', () => {
    expect(capacity(...bond())).toContain('"text":"2","from":"members of sw1 bond0"');
    expect(capacity(...bond())).toContain('speed of its members not given by snmp');
  });
});

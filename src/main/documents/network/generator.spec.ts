import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEntity, buildView, testId, type EntityParts } from '../../../../test/support/build-view.ts';
import { markdownOf } from '../../../../test/support/network-estate.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import type { Block } from '../../../shared/model/block.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { networkKinds } from '../../../shared/model/kinds/network.ts';
import type { AttributesOf, EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../shared/model/relation.ts';
import type { GeneratorSettings } from '../generator.ts';
import { networkGenerator } from './generator.ts';

const settings: GeneratorSettings = { rowsPerPage: 200, depth: 'standard', changeDays: 7 };

function write(entities: readonly Entity[], changed: Partial<GeneratorSettings> = {}) {
  const plans = Array.from(networkGenerator.documents(buildView(entities), { ...settings, ...changed }));
  const blocks = plans.flatMap((plan) =>
    plan.sections.flatMap((section) => section.render().map((block) => ({ plan, section, block }))),
  );
  const homes = new Map<string, number>();
  for (const { block } of blocks)
    if (block.t === 'table')
      for (const row of block.rows)
        if (row.home && row.entity) homes.set(row.entity, (homes.get(row.entity) ?? 0) + 1);
  return { plans, blocks, homes, markdown: markdownOf(plans) };
}

const site = (name: string) => buildEntity('site', name, { partition: name }) as Entity;
const device = (
  kind: 'switch' | 'router' | 'device',
  name: string,
  attributes: Partial<AttributesOf<'switch'>> = {},
  relations: readonly Relation[] = [],
) =>
  buildEntity(kind, name, {
    partition: 'fra1',
    relations,
    attributes: { site: 'fra1', rack: 'r1', ...attributes },
  }) as Entity;
const port = (
  owner: string,
  name: string,
  attributes: Partial<AttributesOf<'interface'>> = {},
  relations: readonly Relation[] = [],
) =>
  buildEntity('interface', name, {
    nativeId: `${owner}/${name}`,
    partition: 'fra1',
    relations: [{ type: 'part-of', to: testId('switch', owner) }, ...relations],
    attributes: { device: owner, ...attributes },
  }) as Entity;
const inRack: Relation[] = [{ type: 'located-in', to: testId('rack', 'r1') }];
const rack = buildEntity('rack', 'r1', { partition: 'fra1', attributes: { heightU: 10 } }) as Entity;

describe('pages', () => {
  it('are a root, one a site, and one for the wide area and for documented VMs where there are any', () => {
    const { plans } = write([
      site('fra1'),
      device('switch', 'sw1'),
      buildEntity('circuit', 'WAN-1'),
      buildEntity('virtual-machine-record', 'vm1'),
      buildEntity('vlan', 'everywhere', { attributes: { vid: 7 } }),
    ]);
    expect(plans.map((plan) => [plan.id, plan.parent])).toEqual([
      ['network', undefined],
      ['network/site-fra1', 'network'],
      ['network/without-site', 'network'],
      ['network/wan', 'network'],
      ['network/documented-vms', 'network'],
    ]);
  });

  it('hold an empty inventory without a dangling link', () => {
    const { plans, markdown } = write([]);
    expect(plans.map((plan) => plan.id)).toEqual(['network']);
    expect(markdown.get('network')).toContain('nothing has been collected yet');
  });

  it('read only their own site, so that a change elsewhere does not rewrite them', () => {
    const { plans } = write([site('fra1'), device('switch', 'sw1'), port('sw1', 'Eth1')]);
    const page = plans.find((plan) => plan.id === 'network/site-fra1');
    const reads = (page?.sections ?? [])
      .flatMap((section) => section.reads)
      .filter((read) => read.kind === 'interface' || read.kind === 'switch');
    expect(new Set(reads.map((read) => read.partition))).toEqual(new Set(['fra1']));
  });

  it('leave out objects in a summary', () => {
    const { plans, homes } = write([site('fra1'), device('switch', 'sw1')], { depth: 'summary' });
    expect(plans.map((plan) => plan.id)).toEqual(['network']);
    expect(homes.has(testId('switch', 'sw1'))).toBe(false);
  });

  it('move interfaces to a page a rack when they outgrow the site’s, and to one a device after that', () => {
    const entities = [
      site('fra1'),
      rack,
      ...['sw1', 'sw2'].map((name) => device('switch', name, {}, inRack)),
      device('switch', 'sw3', { rack: 'r2' }),
      ...['sw1', 'sw2', 'sw3'].flatMap((name) => Array.from({ length: 10 }, (_, i) => port(name, `Eth${i}`))),
    ];
    const ids = (rowsPerPage: number) => write(entities, { rowsPerPage }).plans.map((plan) => plan.id);
    expect(ids(30)).toEqual(['network', 'network/site-fra1']);
    expect(ids(20)).toEqual([
      'network',
      'network/site-fra1',
      'network/site-fra1-ports-rack-r1',
      'network/site-fra1-ports-rack-r2',
    ]);
    const byDevice = write(entities, { rowsPerPage: 12 });
    expect(byDevice.plans.filter((plan) => plan.id.includes('-ports-device-'))).toHaveLength(2);
    expect([...byDevice.homes.values()].every((n) => n === 1)).toBe(true);
    expect(byDevice.homes.size).toBe(entities.length);
  });

  it('cut any other table into pages of that many rows', () => {
    const addresses = Array.from(
      { length: 7 },
      (_, i) =>
        buildEntity('ip-address', `10.0.0.${i + 1}/24`, {
          partition: 'fra1',
          attributes: { address: `10.0.0.${i + 1}/24`, family: 4 },
        }) as Entity,
    );
    const { plans, homes, markdown } = write([site('fra1'), ...addresses], { rowsPerPage: 3 });
    expect(plans.filter((plan) => plan.id.startsWith('network/site-fra1-addresses-'))).toHaveLength(3);
    expect(homes.size).toBe(8);
    expect(markdown.get('network/site-fra1')).toContain('IP addresses 1: 10.0.0.1/24 – 10.0.0.3/24');
  });
});

describe('a site’s page', () => {
  it('draws each rack from the top down, empty units and both faces included', () => {
    const { markdown } = write([
      site('fra1'),
      rack,
      device('switch', 'top', { position: 10, heightU: 1 }, inRack),
      device('switch', 'front', { position: 4, heightU: 2, face: 'front' }, inRack),
      device('switch', 'back', { position: 4, heightU: 1, face: 'rear' }, inRack),
      device('device', 'loose', {}, inRack),
    ]);
    const page = markdown.get('network/site-fra1') ?? '';
    const elevation = page.slice(page.indexOf('## Rack elevations'), page.indexOf('## Switches'));
    expect(elevation).toContain('| U10 | top |  |');
    expect(elevation).toContain('| U6–U9 | 4 units free |  |');
    expect(elevation).toContain('| U4–U5 | front (U4–U5) | back (U4) |');
    expect(elevation).toContain('| U1–U3 | 3 units free |  |');
    expect(elevation).toContain('In the rack without a unit: loose');
    expect(page).toMatch(/Units used.*\n.*\n.*\| 3 \|/);
  });

  it('shows a LAG as one edge with its members, each link once', () => {
    const to = (owner: string, name: string): Relation => ({
      type: 'connected-to',
      to: testId('interface', `${owner}/${name}`),
    });
    const { blocks } = write([
      site('fra1'),
      device('switch', 'sw1'),
      device('switch', 'sw2'),
      ...['Eth1', 'Eth2'].flatMap((name) => [
        port('sw1', name, { lag: 'Po1', operUp: true }, [to('sw2', name)]),
        port('sw2', name, { lag: 'Po1', operUp: true }, [to('sw1', name)]),
      ]),
    ]);
    const layer2 = blocks.find(
      ({ section, block, plan }) => plan.parent && section.key === 'topology' && block.t === 'diagram',
    );
    const graph = layer2?.block.t === 'diagram' ? layer2.block.graph : undefined;
    expect(graph?.edges).toEqual([expect.objectContaining({ links: 2, directed: false, label: 'LAG' })]);
  });

  it('draws a large site by rack, with its core device by device', () => {
    const spines = ['spine1', 'spine2'].map((name) =>
      device('switch', name, { role: 'spine', rack: 'core' }),
    );
    const leaves = Array.from({ length: 60 }, (_, i) =>
      device('switch', `leaf${i}`, { role: 'leaf', rack: `r${Math.floor(i / 6)}` }),
    );
    const links = leaves.flatMap((leaf) =>
      ['spine1', 'spine2'].flatMap((spine, n) => [
        port(leaf.name, `Up${n}`, {}, [
          { type: 'connected-to', to: testId('interface', `${spine}/${leaf.name}`) },
        ]),
        port(spine, leaf.name),
      ]),
    );
    const { blocks } = write([site('fra1'), ...spines, ...leaves, ...links], { rowsPerPage: 5000 });
    const picture = blocks.find(({ section, block, plan }) => {
      return plan.parent !== undefined && section.key === 'topology' && block.t === 'diagram';
    });
    const graph = picture?.block.t === 'diagram' ? picture.block.graph : undefined;
    expect(
      graph?.nodes
        .map((node) => node.label)
        .toSorted()
        .slice(0, 2),
    ).toEqual(['rack r0: 6 devices', 'rack r1: 6 devices']);
    expect(graph?.nodes).toHaveLength(12);
    expect(new Set(graph?.edges.map((edge) => edge.links))).toEqual(new Set([6]));
  });

  it('says once what is unknown for all, and names columns of the as-built list otherwise', () => {
    const { markdown } = write([site('fra1'), device('switch', 'sw1', { model: 'X1' })]);
    const page = markdown.get('network/site-fra1') ?? '';
    expect(page).toContain('| X1 |');
    expect(page).toMatch(/Unknown for all of these: .*Serial, Management IP.*not given by net-a/);
  });

  it('works out oversubscription, and a LAG with one member less', () => {
    const host = buildEntity('host', 'esx1') as Entity;
    const { markdown } = write([
      site('fra1'),
      device('switch', 'leaf', { role: 'leaf' }),
      device('switch', 'spine', { role: 'spine' }),
      host,
      ...Array.from({ length: 6 }, (_, i) =>
        port('leaf', `Eth${i}`, { operUp: true, speedMbps: 25_000 }, [{ type: 'connected-to', to: host.id }]),
      ),
      port('leaf', 'Eth50', { operUp: true, speedMbps: 50_000 }, [
        { type: 'connected-to', to: testId('interface', 'spine/Eth1') },
      ]),
      port('spine', 'Eth1', { operUp: true, speedMbps: 50_000 }),
      port('leaf', 'Po1', {
        isLag: true,
        utilisationPercent: 60,
        speedMbps: 20_000,
        lagMembers: ['Eth98', 'Eth99'],
      }),
      ...['Eth98', 'Eth99'].map((name) =>
        port('leaf', name, { operUp: true, speedMbps: 10_000, lag: 'Po1' }, [
          { type: 'member-of', to: testId('interface', 'leaf/Po1') },
        ]),
      ),
    ]);
    const page = markdown.get('network/site-fra1') ?? '';
    expect(page).toMatch(/\| leaf \|.*150 Gbit\/s \| 50 Gbit\/s \| 3:1 \|/);
    expect(page).toContain('| leaf Po1 | 2 | 20 Gbit/s | 10 Gbit/s | 12 Gbit/s | no |');
  });

  it('shows both ends of a cable with their places', () => {
    const cable = buildEntity('cable', '#7', {
      partition: 'fra1',
      relations: [{ type: 'attached-to', to: testId('interface', 'sw1/Eth1') }],
      attributes: {
        aEnds: [{ kind: 'interface', on: 'sw1', port: 'Eth1', site: 'fra1', rack: 'r1' }],
        bEnds: [{ kind: 'circuit', on: 'WAN-1', port: 'Termination A', site: 'fra1' }],
      },
    }) as Entity;
    const { markdown } = write([site('fra1'), device('switch', 'sw1'), port('sw1', 'Eth1'), cable]);
    expect(markdown.get('network/site-fra1')).toContain(
      '| sw1 Eth1 (interface, r1, fra1) | WAN-1 Termination A (circuit, fra1) |',
    );
  });
});

describe('any estate', () => {
  const sites = fc.constantFrom(undefined, 'fra1', 'ham1', 'Büro & Lager');
  const name = fc.oneof(
    fc.constantFrom('sw1', 'r1', 'Eth1', '10.0.0.0/24', 'a|b', '<b>', '`x`'),
    fc.string({ minLength: 1, maxLength: 12 }),
  );
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
  const end = fc.record({ kind: fc.constant('interface'), on: name, port: name });
  /** Attributes that a kind cannot be without, and some that documents look into. */
  const attributes: Partial<Record<EntityKind, fc.Arbitrary<Record<string, unknown>>>> = {
    rack: fc.record({ heightU: optional(fc.integer({ min: 0, max: 60 })) }),
    interface: fc.record({
      device: name,
      isLag: optional(fc.boolean()),
      operUp: optional(fc.boolean()),
      speedMbps: optional(fc.integer({ min: 0, max: 400_000 })),
      utilisationPercent: optional(fc.integer({ min: 0, max: 100 })),
      taggedVlans: optional(fc.array(fc.integer({ min: 1, max: 4094 }), { maxLength: 4 })),
      peer: optional(name),
      intent: optional(fc.constant(true)),
    }),
    'device-port': fc.record({
      device: name,
      function: fc.constantFrom('front', 'rear', 'power-inlet', 'console'),
    }),
    cable: fc.record({ aEnds: fc.array(end, { maxLength: 2 }), bEnds: fc.array(end, { maxLength: 2 }) }),
    vlan: fc.record({ vid: fc.integer({ min: 1, max: 4094 }) }),
    prefix: fc.record({
      prefix: fc.constantFrom('10.0.0.0/24', '10.0.0.0/8', 'nonsense', '2001:db8::/48'),
      family: fc.constant(4),
      type: fc.constantFrom('container', 'network', 'aggregate'),
      vrf: optional(name),
      usedPercent: optional(fc.integer({ min: 0, max: 100 })),
    }),
    'ip-range': fc.record({ start: fc.constant('10.0.0.1/24'), end: fc.constant('10.0.0.9/24') }),
    'ip-address': fc.record({ address: fc.constantFrom('10.0.0.1/24', 'x'), family: fc.constant(4) }),
    'bgp-peer': fc.record({
      device: name,
      peerAddress: name,
      state: optional(fc.constantFrom('active', 'established')),
    }),
    circuit: fc.record({
      ends: optional(
        fc.array(
          fc.record({ side: fc.constantFrom('A', 'Z'), at: optional(name), providerNetwork: fc.boolean() }),
          { maxLength: 3 },
        ),
      ),
    }),
    tunnel: fc.record({ ends: optional(fc.array(fc.record({ device: name }), { maxLength: 3 })) }),
    'power-feed': fc.record({
      drawWatts: optional(fc.integer({ min: 0, max: 9000 })),
      capacityWatts: optional(fc.integer({ min: 0, max: 9000 })),
    }),
  };
  const deviceAttributes = fc.record({
    rack: optional(name),
    position: optional(fc.integer({ min: 1, max: 50 })),
    heightU: optional(fc.integer({ min: 0, max: 12 })),
    face: optional(fc.constantFrom('front', 'rear')),
    reachable: optional(fc.boolean()),
    intent: optional(fc.constant(true)),
  });
  const kinds = Object.keys(networkKinds) as (keyof typeof networkKinds)[];
  const planned = fc.constantFrom(...kinds).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      name,
      site: sites,
      attributes:
        attributes[kind] ??
        (['switch', 'router', 'firewall', 'device'].includes(kind) ? deviceAttributes : fc.constant({})),
      to: fc.array(
        fc.tuple(
          fc.constantFrom(
            'part-of',
            'located-in',
            'connected-to',
            'member-of',
            'attached-to',
            'assigned-to',
            'carries',
            'peers-with',
          ),
          fc.nat(39),
        ),
        { maxLength: 3 },
      ),
    }),
  );
  const estate = fc.array(planned, { maxLength: 40 }).map((plans) => {
    const id = (i: number) => {
      const plan = plans[i % plans.length];
      return testId(plan?.kind ?? 'site', String(i % plans.length));
    };
    return plans.map((plan, i) => {
      const relations = plan.to.map(([type, target]) => ({ type, to: id(target) }));
      const known = Object.fromEntries(
        Object.entries(plan.attributes).filter(([, value]) => value !== undefined),
      );
      const parts: EntityParts<EntityKind> = {
        nativeId: String(i),
        attributes: known,
        relations,
        ...(plan.site === undefined ? {} : { partition: plan.site }),
      };
      return buildEntity(plan.kind as EntityKind, plan.name, parts) as Entity;
    });
  });

  it('has every entity at home exactly once, unique pages and sections, and pictures that can be read', () => {
    fc.assert(
      fc.property(
        estate,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('standard', 'full'),
        (entities, rowsPerPage, depth) => {
          const { plans, homes, blocks } = write(entities, { rowsPerPage, depth });
          expect(entities.filter((entity) => homes.get(entity.id) !== 1)).toEqual([]);
          const ids = plans.map((plan) => plan.id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const plan of plans) {
            const keys = plan.sections.map((section) => section.key);
            expect(new Set(keys).size).toBe(keys.length);
            expect(['', ...ids]).toContain(plan.parent ?? '');
          }
          for (const { block } of blocks) {
            expect(block.t === 'diagram' ? block.graph?.nodes.length : 0).toBeLessThanOrEqual(40);
            for (const link of documentLinks(block)) expect(ids).toContain(link);
          }
        },
      ),
      { numRuns: propertyRuns(60, 2000) },
    );
  });

  function documentLinks(block: Block): readonly string[] {
    return [...JSON.stringify(block).matchAll(/"t":"document","id":"([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
  }
});

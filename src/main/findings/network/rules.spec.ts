import { describe, expect, it } from 'vitest';
import {
  buildEntity,
  buildView,
  testId,
  type AnyEntity,
  type EntityParts,
} from '../../../../test/support/build-view.ts';
import type { AttributesOf } from '../../../shared/model/kinds/registry.ts';
import { evaluateRule } from '../evaluate.ts';
import { networkRules } from './rules.ts';
import type { Verdict } from '../rule.ts';

/** Verdicts of one rule on some entities, with the rule's default thresholds unless others are given. */
function judge(
  id: string,
  entities: readonly AnyEntity[],
  thresholds: Record<string, unknown> = {},
): Verdict[] {
  const rule = networkRules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return [...rule.evaluate(buildView(entities), rule.thresholds.parse(thresholds))];
}
const breach = (more: object = {}) => expect.objectContaining({ type: 'breach', ...more });
const unknown = (reason: RegExp) =>
  expect.objectContaining({ type: 'unknown', reason: expect.stringMatching(reason) });

const sw = (attributes: Partial<AttributesOf<'switch'>>, parts: EntityParts<'switch'> = {}) =>
  buildEntity('switch', 'sw1', { ...parts, attributes });
const port = (
  attributes: Partial<AttributesOf<'interface'>>,
  name = 'Eth1',
  parts: Omit<EntityParts<'interface'>, 'attributes'> = {},
) =>
  buildEntity('interface', name, {
    nativeId: `${attributes.device ?? 'sw1'}/${name}`,
    ...parts,
    attributes: { device: 'sw1', ...attributes },
  });

describe('the network rules', () => {
  it('are NW01 to NW11, each once, in order', () => {
    expect(networkRules.map((rule) => rule.id)).toEqual(
      Array.from({ length: 11 }, (_, i) => `NW${String(i + 1).padStart(2, '0')}`),
    );
  });
});

describe('NW01 device silent', () => {
  it('finds a device that does not answer', () => {
    expect(judge('NW01', [sw({ reachable: false, lastSeenAt: '2026-11-23T10:00:00.000Z' })])).toEqual([
      breach({ severity: 'critical', evidence: 'last seen 2026-11-23T10:00:00.000Z' }),
    ]);
  });
  it('finds nothing wrong with one that does', () => {
    expect(judge('NW01', [sw({ reachable: true })])).toEqual([]);
  });
  it('cannot judge a documented device', () => {
    expect(judge('NW01', [sw({ intent: true })])).toEqual([unknown(/documented, not observed/)]);
  });
});

describe('NW02 down although enabled', () => {
  it('finds an enabled port without link, since when it says', () => {
    const down = port({
      adminUp: true,
      operUp: false,
      lastChangeAt: '2026-11-23T11:00:00.000Z',
      peer: 'esx-1 vmnic0',
    });
    expect(judge('NW02', [down])).toEqual([
      breach({
        severity: 'critical',
        sinceAt: '2026-11-23T11:00:00.000Z',
        evidence: 'sw1 Eth1, last neighbour esx-1 vmnic0',
      }),
    ]);
  });
  it('leaves alone what is up, shut down, or has no line of its own', () => {
    expect(
      judge('NW02', [
        port({ adminUp: true, operUp: true }),
        port({ adminUp: false, operUp: false }, 'Eth2'),
        port({ adminUp: true, operUp: false, type: 'VLAN interface' }, 'Vlan1'),
      ]),
    ).toEqual([]);
  });
  it('cannot judge a port whose link state is not given', () => {
    expect(judge('NW02', [port({ adminUp: true })])).toEqual([unknown(/link state not given by net-a/)]);
  });
});

describe('NW03 shut down although documented in service', () => {
  const documented = (attributes: Partial<AttributesOf<'interface'>> = {}) =>
    port({ intent: true, adminUp: true, inService: true, peer: 'sw2 Eth7', ...attributes }, 'Eth1', {
      source: 'netbox',
      keys: ['port:sw1/eth1'],
    });
  it('finds the drift, naming who documents what', () => {
    expect(judge('NW03', [port({ adminUp: false }), documented()])).toEqual([
      breach({ threshold: 'in service by netbox', evidence: 'sw1 Eth1; documented neighbour sw2 Eth7' }),
    ]);
  });
  it('agrees when the port is up, or the record shows no cable or a disabled port', () => {
    expect(judge('NW03', [port({ adminUp: true }), documented()])).toEqual([]);
    expect(judge('NW03', [port({ adminUp: false }), documented({ inService: false })])).toEqual([]);
    expect(judge('NW03', [port({ adminUp: false }), documented({ adminUp: false })])).toEqual([]);
  });
  it('cannot judge a port that does not say whether it is enabled', () => {
    expect(judge('NW03', [port({}), documented()])).toEqual([unknown(/administrative state/)]);
  });
});

describe('NW04 nearly full', () => {
  it.each([
    [80, 1],
    [79.9, 0],
  ])('%s %% used', (utilisationPercent, findings) => {
    expect(judge('NW04', [port({ utilisationPercent, operUp: true })])).toHaveLength(findings);
  });
  it('names device and port, and rates in the unit that suits them', () => {
    const full = port({ utilisationPercent: 90, inMbps: 90_000, outMbps: 500, speedMbps: 100_000 });
    expect(judge('NW04', [full])).toEqual([
      breach({ evidence: 'sw1 Eth1: in 90 Gbit/s, out 500 Mbit/s of 100 Gbit/s' }),
    ]);
    const rule = networkRules.find((one) => one.id === 'NW04');
    if (!rule) throw new Error('no rule NW04');
    expect(evaluateRule(rule, buildView([full]), rule.thresholds.parse({})).records).toMatchObject([
      { name: 'NW04 sw1 Eth1', attributes: { object: 'sw1 Eth1' } },
    ]);
  });
  it('takes the site’s own limit', () => {
    expect(judge('NW04', [port({ utilisationPercent: 60 })], { warningPercent: 50 })).toEqual([
      breach({ threshold: '< 50 %' }),
    ]);
  });
  it('cannot judge without a rate, and does not ask ports that are down', () => {
    expect(judge('NW04', [port({ operUp: true }), port({ operUp: false }, 'Eth2')])).toEqual([
      unknown(/utilisation/),
    ]);
  });
});

describe('NW05 transmission errors', () => {
  it('finds many errors a second, and a large share of packets', () => {
    expect(judge('NW05', [port({ errorsPerSecond: 100, errorPercent: 0.1 })])).toEqual([
      breach({ value: '100 errors/s' }),
    ]);
    expect(judge('NW05', [port({ errorsPerSecond: 3, errorPercent: 1.2 })])).toEqual([
      breach({ value: '1.2 % of packets' }),
    ]);
  });
  it('lets a few pass', () => {
    expect(judge('NW05', [port({ errorsPerSecond: 99, errorPercent: 1 })])).toEqual([]);
  });
  it('cannot judge without rates', () => {
    expect(judge('NW05', [port({ inErrors: 5 })])).toEqual([unknown(/error rate/)]);
  });
});

describe('NW06 BGP not established', () => {
  const peer = (attributes: Partial<AttributesOf<'bgp-peer'>>) =>
    buildEntity('bgp-peer', 'sw1 → r1', {
      attributes: { device: 'sw1', peerAddress: '10.0.0.1', ...attributes },
    });
  it('finds a started session that is not established', () => {
    expect(judge('NW06', [peer({ adminUp: true, state: 'active', remoteAsn: 65000 })])).toEqual([
      breach({ severity: 'critical', value: 'active', evidence: 'sw1 to 10.0.0.1 (AS 65000)' }),
    ]);
  });
  it('leaves established and stopped sessions alone', () => {
    expect(judge('NW06', [peer({ state: 'established' }), peer({ adminUp: false, state: 'idle' })])).toEqual(
      [],
    );
  });
  it('cannot judge without a state', () => {
    expect(judge('NW06', [peer({})])).toEqual([unknown(/session state/)]);
  });
});

describe('NW07 power supply or fan', () => {
  it('finds each failed part by itself', () => {
    const parts = sw({
      powerSupplies: [
        { name: 'PSU1', state: 'ok' },
        { name: 'PSU2', state: 'critical' },
      ],
      fans: [{ name: 'Fan1', state: 'critical' }],
    });
    expect(judge('NW07', [parts])).toEqual([
      breach({ discriminator: 'PSU2', severity: 'critical' }),
      breach({ discriminator: 'Fan1' }),
    ]);
  });
  it('is content with working parts', () => {
    expect(judge('NW07', [sw({ powerSupplies: [{ name: 'PSU1', state: 'ok' }] })])).toEqual([]);
  });
  it('cannot judge a switch that tells nothing, and expects nothing of a patch panel', () => {
    expect(judge('NW07', [sw({}), buildEntity('device', 'panel')])).toEqual([unknown(/power supply/)]);
  });
});

describe('NW08 LAG incomplete', () => {
  const lag = (active: string[] | undefined) =>
    port(
      { isLag: true, lagMembers: ['Eth1', 'Eth2'], ...(active ? { lagActiveMembers: active } : {}) },
      'Po1',
    );
  it('finds members that are not active', () => {
    expect(judge('NW08', [lag(['Eth2'])])).toEqual([
      breach({ value: '1 of 2 members active', evidence: 'sw1 Po1: not active Eth1' }),
    ]);
  });
  it('is content when all are', () => {
    expect(judge('NW08', [lag(['Eth1', 'Eth2']), port({})])).toEqual([]);
  });
  it('cannot judge a documented LAG', () => {
    expect(judge('NW08', [lag(undefined)])).toEqual([unknown(/active members/)]);
  });
});

describe('NW09 ends of a link differ', () => {
  const link = (a: Partial<AttributesOf<'interface'>>, b: Partial<AttributesOf<'interface'>>) => [
    port({ device: 'sw1', ...a }, 'Eth1', {
      relations: [{ type: 'connected-to', to: testId('interface', 'sw2/Eth1') }],
    }),
    port({ device: 'sw2', ...b }, 'Eth1', {
      relations: [{ type: 'connected-to', to: testId('interface', 'sw1/Eth1') }],
    }),
  ];
  it('finds a different MTU once, although both ends state the link', () => {
    expect(judge('NW09', link({ mtu: 9214 }, { mtu: 1500 }))).toEqual([
      breach({ value: 'MTU 9214 against 1500', discriminator: 'MTU to sw2 Eth1' }),
    ]);
  });
  it('finds different duplex and VLANs', () => {
    const trunk = { mode: 'trunk' as const, nativeVlan: 1, taggedVlans: [10, 20] };
    expect(
      judge('NW09', link({ ...trunk, duplex: 'full' }, { ...trunk, taggedVlans: [10], duplex: 'half' })),
    ).toEqual([
      breach({ value: 'duplex full against half' }),
      breach({ value: 'tagged VLANs 10,20 against 10' }),
    ]);
  });
  it('is content with equal ends, and takes auto for whatever the other end is', () => {
    expect(judge('NW09', link({ mtu: 9000, duplex: 'auto' }, { mtu: 9000, duplex: 'full' }))).toEqual([]);
  });
  it('takes a routed end for one that sends without a tag, as an access port does', () => {
    const routed = { mode: 'routed' as const, mtu: 1500 };
    expect(judge('NW09', link(routed, { mode: 'access', nativeVlan: 10, mtu: 1500 }))).toEqual([]);
    expect(judge('NW09', link(routed, { mode: 'trunk', mtu: 1500 }))).toEqual([
      breach({ value: 'mode routed against trunk' }),
    ]);
  });
  it('compares documented ends only with documented ones', () => {
    expect(judge('NW09', link({ mtu: 9000, intent: true }, { mtu: 1500 }))).toEqual([]);
  });
  it('cannot judge ends that tell nothing', () => {
    expect(judge('NW09', link({}, {}))).toEqual([unknown(/MTU, duplex and VLANs/)]);
  });
});

describe('NW10 addresses', () => {
  const ip = (
    nativeId: string,
    attributes: Partial<AttributesOf<'ip-address'>>,
    parts: EntityParts<'ip-address'> = {},
  ) =>
    buildEntity('ip-address', attributes.address ?? '10.0.0.1/24', {
      nativeId,
      relations: [{ type: 'part-of', to: testId('prefix', 'p') }],
      ...parts,
      attributes: { address: '10.0.0.1/24', family: 4, ...attributes },
    });
  const prefix = buildEntity('prefix', '10.0.0.0/24', {
    nativeId: 'p',
    attributes: { prefix: '10.0.0.0/24', family: 4, type: 'network' },
  });
  it('finds both owners of one address, each with the other', () => {
    const verdicts = judge('NW10', [
      prefix,
      ip('1', { assignedTo: 'sw1 Vlan1' }),
      ip('2', { assignedTo: 'sw2 Vlan1' }),
    ]);
    expect(verdicts).toEqual([
      breach({ discriminator: 'duplicate', evidence: 'sw1 Vlan1; sw2 Vlan1' }),
      breach({ discriminator: 'duplicate' }),
    ]);
  });
  it('allows shared roles, other VRFs, and one address known from two sources', () => {
    expect(judge('NW10', [prefix, ip('1', { role: 'vrrp' }), ip('2', { role: 'vrrp' })])).toEqual([]);
    expect(judge('NW10', [prefix, ip('1', { vrf: 'a' }), ip('2', { vrf: 'b' })])).toEqual([]);
    expect(judge('NW10', [prefix, ip('1', {}), ip('1', {}, { source: 'netbox' })])).toEqual([]);
  });
  it('finds a mask that is not its prefix’s', () => {
    expect(judge('NW10', [prefix, ip('1', { address: '10.0.0.1/25' })])).toEqual([
      breach({ value: 'mask /25', threshold: '/24 as 10.0.0.0/24', discriminator: 'mask' }),
    ]);
    expect(judge('NW10', [prefix, ip('1', { address: '10.0.0.1/32' })])).toEqual([]);
  });
  it('cannot judge what no prefix contains, or what is no address', () => {
    expect(judge('NW10', [ip('1', {}, { relations: [] })])).toEqual([unknown(/no known prefix/)]);
    expect(judge('NW10', [ip('1', { address: 'dhcp' })])).toEqual([unknown(/is not an address/)]);
  });
});

describe('NW11 wrong places', () => {
  const cable = (a: string | undefined, b: string | undefined) =>
    buildEntity('cable', '#1', {
      attributes: {
        aEnds: [{ kind: 'interface', on: 'sw1', port: 'Eth1', ...(a === undefined ? {} : { site: a }) }],
        bEnds: [{ kind: 'interface', on: 'sw2', port: 'Eth2', ...(b === undefined ? {} : { site: b }) }],
      },
    });
  it('finds a cable between two sites', () => {
    expect(judge('NW11', [cable('fra1', 'ham1')])).toEqual([
      breach({ value: 'ends in fra1 and ham1', evidence: 'sw1 Eth1 – sw2 Eth2' }),
    ]);
  });
  it('finds a documented device in no rack, but not a blade or a planned one', () => {
    expect(
      judge('NW11', [
        sw({ intent: true }),
        buildEntity('device', 'blade', { attributes: { intent: true, parentDevice: 'chassis' } }),
        buildEntity('device', 'later', { attributes: { intent: true, status: 'planned' } }),
        buildEntity('device', 'racked', { attributes: { intent: true, rack: 'r1' } }),
      ]),
    ).toEqual([breach({ value: 'no rack' })]);
  });
  it('is content with a cable within one site', () => {
    expect(judge('NW11', [cable('fra1', 'fra1'), cable('fra1', undefined)])).toEqual([]);
  });
  it('cannot judge a cable without places, or an observed device that does not say where it stands', () => {
    expect(judge('NW11', [cable(undefined, undefined), sw({})])).toEqual([
      unknown(/site of neither end/),
      unknown(/rack/),
    ]);
  });
});

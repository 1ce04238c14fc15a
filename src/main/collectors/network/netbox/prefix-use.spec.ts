import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsIp, parseIp, usableHosts, type IpNetwork } from '../../../../shared/model/ip-network.ts';
import { prefixUse, usedAddress, type PrefixSpace, type UsedAddress } from './prefix-use.ts';

function net(text: string): IpNetwork {
  const parsed = parseIp(text);
  if (!parsed) throw new Error(text);
  return parsed;
}
const prefix = (id: number, text: string, more: Partial<PrefixSpace> = {}): PrefixSpace => ({
  id,
  vrf: undefined,
  container: false,
  network: net(text),
  ...more,
});
function used(text: string, vrf?: number, last?: string): UsedAddress {
  const one = usedAddress(text, vrf, last);
  if (!one) throw new Error(text);
  return one;
}

describe('use of prefixes', () => {
  it('counts addresses of a network out of those that hosts can have', () => {
    const use = prefixUse(
      [prefix(1, '10.0.0.0/29')],
      [used('10.0.0.1/29'), used('10.0.0.2/29'), used('10.0.1.1/24')],
    );
    expect(use.get(1)).toEqual({ percent: 33.33, count: 2, parent: undefined });
  });

  it('counts whole ranges', () => {
    const use = prefixUse([prefix(1, '10.0.0.0/24')], [used('10.0.0.1/24', undefined, '10.0.0.127/24')]);
    expect(use.get(1)?.percent).toBe(50);
  });

  it('fills a container by the space of the prefixes right below it', () => {
    const use = prefixUse(
      [
        prefix(1, '10.0.0.0/16', { container: true }),
        prefix(2, '10.0.0.0/17', { container: true }),
        prefix(3, '10.0.0.0/24'),
        prefix(4, '10.0.1.0/24'),
      ],
      [used('10.0.0.5/24')],
    );
    expect(use.get(1)).toMatchObject({ percent: 50, parent: undefined });
    expect(use.get(2)).toMatchObject({ parent: 1 });
    expect(use.get(3)).toMatchObject({ parent: 2, count: 1 });
    expect(use.get(4)).toMatchObject({ parent: 2, percent: 0 });
  });

  it('keeps the VRFs apart', () => {
    const use = prefixUse(
      [prefix(1, '10.0.0.0/24', { vrf: 1 }), prefix(2, '10.0.0.0/24', { vrf: 2 })],
      [used('10.0.0.1/24', 1)],
    );
    expect(use.get(1)?.count).toBe(1);
    expect(use.get(2)?.count).toBe(0);
  });

  it('agrees with counting one by one', () => {
    const address = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 255 }));
    const networks = fc.uniqueArray(
      fc
        .tuple(address, fc.integer({ min: 20, max: 30 }))
        .map(([[a, b], length]) => `10.0.${a}.${b}/${length}`),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(networks, fc.array(address, { maxLength: 20 }), (texts, hosts) => {
        const prefixes = texts.map((text, id) => prefix(id, text));
        const addresses = hosts.map(([a, b]) => used(`10.0.${a}.${b}/24`));
        const use = prefixUse(prefixes, addresses);
        for (const one of prefixes) {
          const inside = addresses.filter((ip) => containsIp(one.network, ip.first)).length;
          expect(use.get(one.id)?.count).toBe(inside);
          expect(use.get(one.id)?.percent).toBeCloseTo(
            Math.min(100, (100 * inside) / Number(usableHosts(one.network))),
            1,
          );
        }
      }),
    );
  });
});

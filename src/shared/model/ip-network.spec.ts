import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareIp,
  containsIp,
  formatNetwork,
  parseIp,
  sizeOf,
  usableHosts,
  type IpNetwork,
} from './ip-network.ts';

function ip(text: string): IpNetwork {
  const parsed = parseIp(text);
  if (!parsed) throw new Error(`not an address: ${text}`);
  return parsed;
}

describe('addresses and prefixes', () => {
  it('reads IPv4 and IPv6 with and without a mask', () => {
    expect(ip('10.0.0.1')).toEqual({ family: 4, address: 167772161n, length: 32 });
    expect(ip('10.0.0.1/24').length).toBe(24);
    expect(ip('2001:db8::1/64')).toEqual({
      family: 6,
      address: 0x20010db8000000000000000000000001n,
      length: 64,
    });
    expect(ip('::').address).toBe(0n);
  });

  it.each(['', '10.0.0', '10.0.0.256', '10.0.0.1/33', '1::2::3', 'fe80::/129', '10.0.0.1/24/1', 'g::1'])(
    'refuses %j',
    (text) => {
      expect(parseIp(text)).toBeUndefined();
    },
  );

  it('knows containment, host bits notwithstanding', () => {
    expect(containsIp(ip('10.0.0.0/24'), ip('10.0.0.77/32'))).toBe(true);
    expect(containsIp(ip('10.0.0.9/24'), ip('10.0.0.77/25'))).toBe(true);
    expect(containsIp(ip('10.0.0.0/24'), ip('10.0.1.0/24'))).toBe(false);
    expect(containsIp(ip('10.0.0.0/24'), ip('10.0.0.0/16'))).toBe(false);
    expect(containsIp(ip('0.0.0.0/0'), ip('::1'))).toBe(false);
  });

  it('counts what hosts can use', () => {
    expect(usableHosts(ip('10.0.0.0/24'))).toBe(254n);
    expect(usableHosts(ip('10.0.0.0/31'))).toBe(2n);
    expect(usableHosts(ip('2001:db8::/64'))).toBe(2n ** 64n);
  });

  it('orders by family, address and width', () => {
    const sorted = ['::1', '10.0.1.0/24', '10.0.0.0/16', '10.0.0.0/8', '9.0.0.0/8'].toSorted((a, b) =>
      compareIp(ip(a), ip(b)),
    );
    expect(sorted).toEqual(['9.0.0.0/8', '10.0.0.0/8', '10.0.0.0/16', '10.0.1.0/24', '::1']);
  });

  it('writes the network of an address', () => {
    expect(formatNetwork(ip('10.1.2.3/22'))).toBe('10.1.0.0/22');
    expect(formatNetwork(ip('2001:db8:0:1::9/64'))).toBe('2001:db8:0:1::/64');
    expect(formatNetwork(ip('::9/127'))).toBe('::8/127');
  });

  it('writes what it reads back to the same network', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, length) => {
        fc.pre(!address.includes('.'));
        const network = ip(`${address}/${length}`);
        const again = ip(formatNetwork(network));
        expect(containsIp(network, again) && containsIp(again, network)).toBe(true);
        expect(sizeOf(again)).toBe(sizeOf(network));
      }),
    );
  });
});

import { ObjectType } from 'net-snmp';
import { expect, test } from 'vitest';
import { bigintIn, bitsIn, instantIn, macIn, numberIn, portsIn, textIn } from './value.ts';

const octets = (...bytes: number[]) => ({ type: ObjectType.OctetString, value: Buffer.from(bytes) });

test.each([
  [Buffer.from('00ff', 'hex'), 255n],
  [Buffer.from('ffffffffffffffff', 'hex'), 2n ** 64n - 1n],
  [Buffer.alloc(0), 0n],
])('a counter of 64 bits comes as bytes: %s', (value, number) => {
  expect(bigintIn({ type: ObjectType.Counter64, value })).toBe(number);
});

test('what is no number is none', () => {
  expect(numberIn(octets(1))).toBeUndefined();
  expect(numberIn(undefined)).toBeUndefined();
  expect(numberIn({ type: ObjectType.Gauge, value: 7 })).toBe(7);
});

test.each([
  [Buffer.from('Köln\0\0'), 'Köln'],
  [Buffer.from('K\u00f6ln', 'latin1'), 'Köln'],
  [Buffer.from(' \0'), undefined],
  [Buffer.from('a\u001b[31mb'), 'a[31mb'],
])('text is what devices mean by it: %s', (value, text) => {
  expect(textIn({ type: ObjectType.OctetString, value })).toBe(text);
});

test('an adapter without an address has none', () => {
  expect(macIn(octets(0, 0, 0, 0, 0, 0))).toBeUndefined();
  expect(macIn(octets())).toBeUndefined();
  expect(macIn(octets(2, 0, 0, 0, 1, 0xab))).toBe('02:00:00:00:01:ab');
});

test('ports and bits are counted from the highest bit of the first byte', () => {
  expect(portsIn(octets(0b1000_0001, 0b0100_0000))).toEqual([1, 8, 10]);
  expect(bitsIn(octets(0b0110_0000), ['a', 'b', 'c', 'd'])).toEqual(['b', 'c']);
});

test('a moment is one only with its zone', () => {
  expect(instantIn(octets(0x07, 0xea, 11, 23, 18, 5, 0, 0, 0x2b, 2, 0))).toBe('2026-11-23T16:05:00.000Z');
  expect(instantIn(octets(0x07, 0xea, 11, 23, 18, 5, 0, 0, 0x2d, 2, 30))).toBe('2026-11-23T20:35:00.000Z');
  expect(instantIn(octets(0x07, 0xea, 11, 23, 18, 5, 0, 0))).toBeUndefined();
});

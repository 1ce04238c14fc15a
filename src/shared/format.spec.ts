import { describe, expect, test } from 'vitest';
import * as format from './format.ts';

describe('sizes', () => {
  test.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [4 * 2 ** 30, '4 GiB'],
    [1.825 * 2 ** 40, '1.82 TiB'],
    [2 ** 30 - 1, '1.00 GiB'],
    [9000 * 2 ** 60, '9,000 EiB'],
    [-2048, '-2 KiB'],
  ])('%d bytes are %s', (value, text) => {
    expect(format.bytes(value)).toBe(text);
  });

  test('link speeds and clock rates are decimal', () => {
    expect(format.megabits(100)).toBe('100 Mbit/s');
    expect(format.megabits(25_000)).toBe('25 Gbit/s');
    expect(format.megabits(2500)).toBe('2.50 Gbit/s');
    expect(format.megahertz(2400)).toBe('2.40 GHz');
    expect(format.megahertz(1_040_000)).toBe('1,040 GHz');
  });
});

describe('numbers', () => {
  test('thousands are separated, and nothing else moves', () => {
    expect(format.number(1_234_567)).toBe('1,234,567');
    expect(format.number(999)).toBe('999');
    expect(format.number(-1234.5, 2)).toBe('-1,234.50');
    expect(format.number(-0.001, 1)).toBe('0.0');
  });

  test('counts agree with their noun', () => {
    expect(format.count(0, 'host')).toBe('no hosts');
    expect(format.count(1, 'host')).toBe('1 host');
    expect(format.count(1200, 'switch', 'switches')).toBe('1,200 switches');
  });

  test('percentages', () => {
    expect(format.percent(91.249)).toBe('91.2 %');
    expect(format.percent(90)).toBe('90 %');
  });
});

describe('time', () => {
  test.each([
    [0, '0 s'],
    [45, '45 s'],
    [59.999, '60.00 s'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [18_120, '5 h 2 min'],
    [12 * 86_400 + 4 * 3600 + 1, '12 d 4 h'],
    [400 * 86_400, '400 d'],
  ])('%d seconds are %s', (value, text) => {
    expect(format.seconds(value)).toBe(text);
  });

  test('instants name their zone, whatever zone they came in', () => {
    expect(format.instantText('2026-11-23T14:05:59.123Z')).toBe('2026-11-23 14:05 UTC');
    expect(format.instantText('2026-11-23T14:05:59+02:00')).toBe('2026-11-23 12:05 UTC');
    expect(format.instantText('soon')).toBe('soon');
  });
});

describe('attributes', () => {
  test('are written by the unit in their name', () => {
    expect(format.attributeText('memoryBytes', 2 ** 34)).toBe('16 GiB');
    expect(format.attributeText('speedMbps', 10_000)).toBe('10 Gbit/s');
    expect(format.attributeText('bootedAt', '2026-01-02T03:04:05.000Z')).toBe('2026-01-02 03:04 UTC');
    expect(format.attributeText('latencyMs', 3.5)).toBe('3.50 ms');
    expect(format.attributeText('vcpus', 4)).toBe('4');
    expect(format.attributeText('enabled', false)).toBe('no');
    expect(format.attributeText('dnsServers', ['a', 'b'])).toBe('a, b');
  });

  test('an empty list was observed, and is none rather than nothing', () => {
    expect(format.attributeText('dnsServers', [])).toBe('none');
    expect(format.attributeText('model', '')).toBe('none');
  });
});

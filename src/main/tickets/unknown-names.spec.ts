import { expect, it } from 'vitest';
import { unknownNames } from './unknown-names.ts';

it('finds what looks like the name of a thing and names none', () => {
  expect(unknownNames('VM web-prod-99 hangs, 10.9.9.9 too', [])).toEqual(['web-prod-99', '10.9.9.9']);
});

it('leaves what is known, also by its long name or within one', () => {
  expect(unknownNames('web-01.dc.example and esx-a01:', ['web-01', 'esx-a01.dc.example'])).toEqual([]);
});

it('takes no versions, times, amounts, standards or rules for names', () => {
  const text = 'since 14:05 on 2026-11-23 at 98.5 % of 12 GiB: v1.2.3, 4.8.0, raid-6, sha-256, x86-64, KU-03';
  expect(unknownNames(text, [])).toEqual([]);
});

it('takes nothing in a link for a name', () => {
  expect(
    unknownNames('Source: http://prometheus-1.example:9090/graph?g0.expr=up on web-prod-99', []),
  ).toEqual(['web-prod-99']);
});

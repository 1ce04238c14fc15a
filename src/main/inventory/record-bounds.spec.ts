import { expect, it } from 'vitest';
import { validateRecord } from './record.ts';

it.each([
  ['switch', { position: 1e308 }, 'attributes.position'],
  ['switch', { heightU: 100_000_000 }, 'attributes.heightU'],
  ['rack', { heightU: 4_000_000_000 }, 'attributes.heightU'],
] as const)('a %s in a rack that could never be drawn is rejected: %j', (kind, attributes, path) => {
  expect(validateRecord(kind, { nativeId: 'x', name: 'x', attributes })).toMatchObject({
    ok: false,
    reject: { path },
  });
});

it('the tallest rack fits', () => {
  expect(validateRecord('rack', { nativeId: 'x', name: 'x', attributes: { heightU: 1_000 } }).ok).toBe(true);
});

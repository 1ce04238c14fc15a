import { expect, test } from 'vitest';
import { slug } from './slug.ts';

test('a name that is already an id stays as it is', () => {
  expect(slug('prod-a')).toBe('prod-a');
});

test('names that only look alike get pages of their own', () => {
  const made = ['Prod A', 'prod a', 'prod_a', 'prod/a', 'prod-a', '../prod-a', 'prodä', '', '日本'].map(slug);
  expect(new Set(made).size).toBe(made.length);
  for (const one of made) expect(one).toMatch(/^[a-z0-9][a-z0-9-]*$/);
});

test('long names stay distinct and short', () => {
  expect(slug('x'.repeat(200)).length).toBeLessThanOrEqual(60);
  expect(slug('x'.repeat(200))).not.toBe(slug('x'.repeat(201)));
});

test('a name that looks like the page of another gets a page of its own', () => {
  const taken = slug('Prod A');
  expect(slug(taken)).not.toBe(taken);
  expect(slug(slug(taken))).not.toBe(slug(taken));
});

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { findingsCatalogue } from '../../src/main/findings/catalogue.ts';
import { findingRules } from '../../src/main/findings/registry.ts';

const file = fileURLToPath(new URL('../../docs/findings.md', import.meta.url));

test('docs/findings.md says what the rules say; `node scripts/write-findings-doc.ts` writes it anew', async () => {
  const expected = await format(findingsCatalogue(findingRules), {
    ...(await resolveConfig(file)),
    parser: 'markdown',
  });
  expect(await readFile(file, 'utf8')).toBe(expected);
});

test('every rule of the catalogue is there once, with defaults for all its thresholds', () => {
  const ids = findingRules.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const rule of findingRules) {
    expect(rule.id).toMatch(/^(VS|KU|NW|ST|IN)\d\d$/);
    expect(() => rule.thresholds.parse({})).not.toThrow();
    expect(rule.reads.length).toBeGreaterThan(0);
  }
  const expected = { VS: 26, KU: 18, NW: 11, ST: 9, IN: 3 };
  for (const [prefix, n] of Object.entries(expected)) {
    expect(ids.filter((id) => id.startsWith(prefix)).toSorted()).toEqual(
      Array.from({ length: n }, (_, i) => `${prefix}${String(i + 1).padStart(2, '0')}`),
    );
  }
});

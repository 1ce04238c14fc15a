import { globSync, readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const recordings = globSync(['src/**/fixtures/*.json', 'test/support/fixtures/*.json'], { cwd: root });

/** Of the machine that something was recorded on, or of whoever recorded it. */
const strange: readonly (readonly [string, RegExp])[] = [
  ['a folder of a person or of a run', /\/(?:tmp|root|home)\/(?!\.\.\.)/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY/],
  ['a key of Ceph', /\bAQ[A-Za-z0-9+/]{36}==/],
  ['a token', /\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/],
];

test('there are recordings to look at', () => {
  expect(recordings.length).toBeGreaterThan(10);
});

test.each(recordings)('%s holds nothing of the machine it was made on, and no secret', (file) => {
  const text = readFileSync(join(root, file), 'utf8');
  const found = strange.flatMap(([what, pattern]) => {
    const [hit] = pattern.exec(text) ?? [];
    return hit === undefined ? [] : [`${what}: ${hit}`];
  });
  const own = [release(), ...cpus().map(({ model }) => model)].filter(
    (name) => name.length > 6 && text.includes(name),
  );
  expect([...found, ...own]).toEqual([]);
});

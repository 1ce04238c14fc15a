import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { actionsCatalogue } from '../../src/main/remediation/catalogue-text.ts';
import { remediationActions } from '../../src/main/remediation/registry.ts';

const file = fileURLToPath(new URL('../../docs/actions.md', import.meta.url));

test('docs/actions.md says what the catalogue says; `npm run docs:actions` writes it anew', async () => {
  const expected = await format(actionsCatalogue(remediationActions), {
    ...(await resolveConfig(file)),
    parser: 'markdown',
  });
  expect(await readFile(file, 'utf8')).toBe(expected);
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { pinnedSource } from './contract-hash.ts';

test('a change of the contract is a decision: `npm run contract:pin` takes it', async () => {
  const file = fileURLToPath(new URL('../../shared/contract/pinned.ts', import.meta.url));
  const expected = await format(pinnedSource(), { ...(await resolveConfig(file)), parser: 'typescript' });
  expect(readFileSync(file, 'utf8')).toBe(expected);
});

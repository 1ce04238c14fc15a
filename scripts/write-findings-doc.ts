/** Writes docs/findings.md from the rules; a test fails while it is out of date. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { findingsCatalogue } from '../src/main/findings/catalogue.ts';
import { findingRules } from '../src/main/findings/registry.ts';

const file = fileURLToPath(new URL('../docs/findings.md', import.meta.url));
const text = await format(findingsCatalogue(findingRules), {
  ...(await resolveConfig(file)),
  parser: 'markdown',
});
await writeFile(file, text);

/** Writes docs/actions.md from the catalogue; a test fails while it is out of date. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { actionsCatalogue } from '../src/main/remediation/catalogue-text.ts';
import { remediationActions } from '../src/main/remediation/registry.ts';

const file = fileURLToPath(new URL('../docs/actions.md', import.meta.url));
const text = await format(actionsCatalogue(remediationActions), {
  ...(await resolveConfig(file)),
  parser: 'markdown',
});
await writeFile(file, text);

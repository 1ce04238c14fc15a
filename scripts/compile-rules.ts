/** Writes resources/couchdb from src/main/sync/rules; a test fails while it is out of date. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileRule, ruleNames } from '../test/support/compile-rule.ts';

const folder = fileURLToPath(new URL('../resources/couchdb', import.meta.url));
await mkdir(folder, { recursive: true });
for (const name of ruleNames) await writeFile(join(folder, `${name}.js`), await compileRule(name));

/** Writes src/shared/contract/pinned.ts from the contract; a spec fails while it is out of date. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { pinnedSource } from '../src/main/api/contract-hash.ts';

const file = fileURLToPath(new URL('../src/shared/contract/pinned.ts', import.meta.url));
await writeFile(file, await format(pinnedSource(), { ...(await resolveConfig(file)), parser: 'typescript' }));

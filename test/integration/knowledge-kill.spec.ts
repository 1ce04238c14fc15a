import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createKnowledge } from '../../src/main/knowledge/create-knowledge.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { longRun } from '../support/property.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const kills = longRun ? 200 : 14;
const fileCount = 60;

const open = (dataDir: string) =>
  createKnowledge({
    dataDir,
    documents: createMemoryStore().documents,
    onDocumentsChanged: () => () => {},
    entitiesIn: () => Promise.resolve([]),
    llm: {
      state: { configured: false },
      embed: () => Promise.reject(new Error('no model')),
      onChanged: () => () => {},
    },
    pause: () => setImmediate(),
    clock: systemClock,
    logger: silentLogger,
  });

/** Kills a process that rebuilds all the time, so long after it began. @returns what it said */
async function rebuildAndDie(dataDir: string, ms: number): Promise<string> {
  const rebuilder = fileURLToPath(new URL('knowledge/rebuilder.ts', import.meta.url));
  const child = spawn(process.execPath, [rebuilder, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), ms);
    said += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return said;
}

test(
  `a rebuild that is killed at ${kills} moments leaves an index that answers at once, whole`,
  { timeout: kills * 10_000 },
  async () => {
    using folder = temporaryFolder();
    const dataDir = join(folder.path, 'data');
    const books = join(folder.path, 'books');
    mkdirSync(dataDir);
    mkdirSync(books);
    for (let file = 0; file < fileCount; file++)
      writeFileSync(join(books, `f${file}.md`), `# F${file}\n\nturbine${file} ${'of a page '.repeat(500)}`);
    const first = open(dataDir);
    await first.importFolder(books);
    const { passages } = await first.status();
    await first.close();
    let finished = 0;
    for (let kill = 0; kill < kills; kill++) {
      // From within the first rebuild to well within later ones, and their swaps.
      finished += (await rebuildAndDie(dataDir, 20 + kill * 37)).split('done').length - 1;
      const knowledge = open(dataDir);
      // Nothing has been indexed: what answers was there.
      expect((await knowledge.status()).passages).toBe(passages);
      for (const file of [0, kill, fileCount - 1]) {
        const { passages: found } = await knowledge.find(`turbine${file}`);
        expect(found[0]?.origin).toMatchObject({ file: `f${file}.md` });
      }
      expect((await knowledge.status()).progress.state).toBe('idle');
      await knowledge.close();
    }
    expect(finished).toBeGreaterThan(0);
  },
);

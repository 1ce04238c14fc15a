import { setImmediate } from 'node:timers/promises';
import { createKnowledge } from '../../../src/main/knowledge/create-knowledge.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

/** Makes the index of a data directory anew, again and again, and says so, until it is killed. */
const [dataDir = ''] = process.argv.slice(2);
const knowledge = createKnowledge({
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
for (let round = 0; ; round++) {
  process.stdout.write(`begin ${round}\n`);
  await knowledge.rebuild();
  process.stdout.write(`done ${round}\n`);
}

/**
 * A process that writes to a store until it is killed: node writer.ts DATA_DIR ROUND.
 * After each write that the store acknowledged it says so in one line on stdout, synchronously: `put N`, `insert N`,
 * `remove N`, `update N VALUE`, or `audit N`. A batch `put N` is of ten entities `batch-N-0` to `batch-N-9`.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/main/store/open-store.ts';
import type { StoredRecord } from '../../../src/main/store/store.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { systemRandom } from '../../../src/main/platform/random.ts';
import type { Entity } from '../../../src/shared/model/entity.ts';
import { buildEntity } from '../../support/build-view.ts';

const [dataDir = '', round = '0'] = process.argv.slice(2);
const store = await openStore({
  dataDir,
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
  what: 'writer',
});
const said = (line: string) => void writeSync(1, `${line}\n`);
const entity = (id: string, name = id): Entity =>
  ({ ...buildEntity('vm', name, { labels: { filler: 'x'.repeat(1500) } }), id }) as unknown as Entity;
const record = (id: string): StoredRecord => ({
  id,
  schemaVersion: 1,
  workstation: 'w',
  sequence: 1,
  at: 'now',
});

said('ready');
for (let n = 0; ; n++) {
  const key = `${round}-${n}`;
  await store.entities.put(Array.from({ length: 10 }, (_, index) => entity(`batch-${key}-${index}`)));
  said(`put ${key}`);
  await store.entities.insert(entity(`single-${key}`));
  said(`insert ${key}`);
  await store.entities.put([entity('counter', key)]);
  said(`update ${key}`);
  await store.audit.insert(record(`audit-${key}`));
  said(`audit ${key}`);
  await store.entities.remove([`single-${key}`]);
  said(`remove ${key}`);
}

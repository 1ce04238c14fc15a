import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { systemRandom } from '../../../src/main/platform/random.ts';
import { openPolicies } from '../../../src/main/policy/open-policies.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../../support/couchdb/server.ts';
import { ask, openStation, setUp } from '../../support/couchdb/station-with-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let couch: StrictCouchDb;
const folder = temporaryFolder();
beforeAll(async () => {
  couch = await startStrictCouchDb();
  await setUp(couch, 'site');
});
afterAll(async () => {
  await couch[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** A workstation that is used alone until it is started. */
async function station(name: string) {
  const dataDir = join(folder.path, name);
  mkdirSync(dataDir);
  const { name: user, password } = couch.admin;
  const open = { url: couch.url, user, password, prefix: 'site', name, start: false };
  const { store, sync, [Symbol.asyncDispose]: end } = await openStation({ dataDir, ...open });
  const policies = await openPolicies({
    dataDir,
    defaultText: 'killSwitch: false\n',
    store: store.policies,
    recordEdit: async () => {},
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
  });
  sync.beforePolicies((site) => policies.join(site));
  sync.onReceived(({ collection }) => {
    if (collection === 'policies') void policies.storeChanged();
  });
  return {
    sync,
    apply: (least: number) =>
      policies.apply(
        { text: `minimumReliability: ${least}\n`, baseVersion: policies.current.version, reason: '' },
        { operator: name, via: 'cli' },
      ),
    least: () => policies.current.policy.minimumReliability,
    file: join(dataDir, 'policy.yaml'),
    [Symbol.asyncDispose]: () => end(),
  };
}

it('a workstation that was used alone brings nothing of its own policy to the site that it joins', async () => {
  const written = async () => {
    const { rows } = (await ask(couch, '/site-policies/_all_docs?include_docs=true')) as {
      rows: { doc: { text?: string } }[];
    };
    return rows.flatMap(({ doc }) => (doc.text === undefined ? [] : [doc.text]));
  };
  {
    await using anna = await station('anna');
    await anna.apply(90);
    await anna.sync.start();
    await vi.waitFor(async () => expect(await written()).toContain('minimumReliability: 90\n'));
  }
  await using ben = await station('ben');
  for (const least of [10, 20, 30]) await ben.apply(least);
  await ben.sync.start();
  await vi.waitFor(() => expect(ben.least()).toBe(90));
  expect(readFileSync(`${ben.file}.before-joining`, 'utf8')).toBe('minimumReliability: 30\n');
  await ben.apply(95);
  await vi.waitFor(async () => expect(await written()).toContain('minimumReliability: 95\n'));
  expect((await written()).filter((text) => /: [123]0\n/.test(text))).toEqual([]);
}, 30_000);

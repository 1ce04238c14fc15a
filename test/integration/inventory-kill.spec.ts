import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Change } from '../../src/shared/model/change.ts';
import { createInventory } from '../../src/main/inventory/inventory.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { openStore } from '../../src/main/store/open-store.ts';
import { longRun } from '../support/property.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const kills = longRun ? 100 : 6;
const ports = { clock: systemClock, random: systemRandom, logger: silentLogger };

/** Collects until it is killed, `ms` after it was ready. @returns The last run that it finished. */
async function collectAndDie(dataDir: string, ms: number): Promise<number> {
  const script = fileURLToPath(new URL('inventory/collecting.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), ms);
    output += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  const numbers = [...output.matchAll(/^(?:ready|run) (\d+)$/gm)].map((line) => Number(line[1]));
  return Math.max(...numbers);
}

test('a collection that is killed at any moment leaves an inventory whose history tells what it shows', async () => {
  using folder = temporaryFolder();
  let finished = 0;
  for (let round = 0; round < kills; round++) {
    const ms = 20 + ((round * 7_919) % 900);
    finished = Math.max(finished, await collectAndDie(folder.path, ms));
    const store = await openStore({ dataDir: folder.path, what: 'test', ...ports });
    const inventory = createInventory({ store, ...ports });
    const view = await inventory.view();

    const runs = await store.runs.find({ selector: { type: 'collection' } });
    expect(runs.filter((run) => run.outcome === 'running')).toEqual([]);
    // What the process said that it had finished is there; what it was doing may be there in part.
    const counts = new Set(view.all('vm').map((vm) => vm.attributes.vcpus ?? 0));
    for (const count of counts) expect([finished - 1, finished, finished + 1]).toContain(count);

    const byEntity = new Map<string, Change[]>();
    for await (const batch of store.changes.each()) {
      for (const change of batch)
        byEntity.set(change.entityId, [...(byEntity.get(change.entityId) ?? []), change]);
    }
    const wrong: unknown[] = [];
    for (const [id, changes] of byEntity) {
      const entity = view.get(id as Change['entityId']);
      const inOrder = changes.toSorted((a, b) =>
        a.at < b.at ? -1 : a.at > b.at ? 1 : a.type < b.type ? 1 : -1,
      );
      const fields = inOrder.filter((change) => change.path === 'attributes.vcpus');
      // Each change begins where the one before ended, and the last one is what stands.
      const broken = fields.filter((change, i) => i > 0 && change.from !== fields[i - 1]?.to);
      const end = fields.at(-1)?.to;
      const shown = entity?.kind === 'vm' ? entity.attributes.vcpus : undefined;
      const presence = inOrder.filter((change) => change.path === '').map((change) => change.type);
      const alternates = presence.every((type, i) => type === (i % 2 === 0 ? 'disappeared' : 'returned'));
      const gone = presence.at(-1) === 'disappeared';
      if (
        broken.length > 0 ||
        (end !== undefined && end !== shown) ||
        !alternates ||
        gone !== (entity?.disappearedAt !== undefined)
      ) {
        wrong.push({ id, presence, end, shown, disappearedAt: entity?.disappearedAt, broken });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    await store.close();
  }
  expect(finished).toBeGreaterThan(0);
}, 600_000);

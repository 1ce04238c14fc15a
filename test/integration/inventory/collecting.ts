/**
 * A process that collects over and over until it is killed: node collecting.ts DATA_DIR. Run n gives every VM n vCPUs,
 * leaves out VM `n mod 7`, and says `run N` on stdout when it has finished.
 */
import { writeSync } from 'node:fs';
import { createInventory } from '../../../src/main/inventory/inventory.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { systemRandom } from '../../../src/main/platform/random.ts';
import { openStore } from '../../../src/main/store/open-store.ts';
import type { EntityId } from '../../../src/shared/model/ids.ts';

const [dataDir = ''] = process.argv.slice(2);
const ports = { clock: systemClock, random: systemRandom, logger: silentLogger };
const store = await openStore({ dataDir, what: 'collecting', ...ports });
const inventory = createInventory({ store, ...ports });
const last = await inventory.get('vc:vm:counter' as EntityId);
let n = last?.kind === 'vm' ? (last.attributes.vcpus ?? 0) : 0;
writeSync(1, `ready ${n}\n`);
for (;;) {
  n += 1;
  const run = await inventory.beginRun({ source: 'vc', domain: 'vmware', simulated: true });
  for (let batch = 0; batch < 3; batch++) {
    const ids = Array.from({ length: 1_000 }, (_, i) => batch * 1_000 + i);
    await run.observeInput(
      'vm',
      ids
        .filter((id) => id % 7 !== n % 7)
        .map((id) => ({
          nativeId: String(id),
          name: `vm${id}`,
          attributes: { vcpus: n, usedBytes: id + n },
        })),
    );
  }
  await run.observeInput('vm', [{ nativeId: 'counter', name: 'counter', attributes: { vcpus: n } }]);
  run.complete('vm');
  await run.finish();
  writeSync(1, `run ${n}\n`);
}

/**
 * A process that has remediations proposed, approved and run one after the other until it is killed:
 * node runner.ts DATA_DIR ROUND [rest]. It says `ready`, then `begun ID` and `ended ID STATE`, a line each. With `rest`
 * it only looks at what others left behind, and ends when nothing is under way any more.
 */
import { writeSync } from 'node:fs';
import { createApp } from '../../../src/main/app.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { systemRandom } from '../../../src/main/platform/random.ts';
import { readSettings } from '../../../src/main/platform/settings-file.ts';
import type { Actor } from '../../../src/main/remediation/remediations.ts';
import { activeStates } from '../../../src/shared/model/remediation.ts';
import { twoSnapshots } from '../../support/two-snapshots.ts';

const [dataDir = '', round = '0', mode] = process.argv.slice(2);
const said = (line: string) => void writeSync(1, `${line}\n`);
const by: Actor = { operator: 'runner', role: 'admin', via: 'memory' };
const { signal } = new AbortController();

const app = await createApp(
  { dataDir, settings: readSettings(dataDir), what: 'runner' },
  {
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    actions: [twoSnapshots],
    owner: by.operator,
  },
);
const { remediations } = app;
said('ready');
await remediations.start();
const changed = () =>
  new Promise<void>((resolve) => {
    const stop = remediations.onChanged(() => {
      stop();
      resolve();
    });
  });

if (mode === 'rest') {
  while ((await remediations.count({ states: [...activeStates] })) > 0) {
    await Promise.race([changed(), systemClock.sleep(100)]);
  }
  await app.close();
} else {
  const vms = (await app.inventory.view()).all('vm').filter((vm) => vm.attributes.powerState === 'on');
  for (let n = 0; ; n++) {
    const target = vms[(Number(round) * 3 + n) % vms.length];
    if (!target) throw new Error('there is no VM');
    const proposed = await remediations.propose(
      {
        automation: true,
        action: twoSnapshots.id,
        target: target.id,
        parameters: { name: `kill-${round}-${n}` },
        cause: '',
        confidence: 1,
        proposedBy: 'rules',
      },
      by,
      signal,
    );
    const { id, plan } = proposed;
    // The estate lives on: some of its VMs are gone by now.
    if (!plan || proposed.state !== 'awaiting-approval') continue;
    said(`begun ${id}`);
    await remediations.approve(id, { planHash: plan.hash, typedName: target.name, run: true }, by);
    for (;;) {
      const now = await remediations.get(id);
      if (now && !activeStates.has(now.state)) {
        said(`ended ${id} ${now.state}`);
        break;
      }
      await Promise.race([changed(), systemClock.sleep(100)]);
    }
  }
}

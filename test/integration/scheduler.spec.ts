import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import type { JobDefinition } from '../../src/main/scheduler/job.ts';
import { loadSchedule } from '../../src/main/scheduler/schedule-settings.ts';
import { schedulerStateFile } from '../../src/main/scheduler/scheduler-state.ts';
import { createScheduler } from '../../src/main/scheduler/scheduler.ts';
import { openStore } from '../../src/main/store/open-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ports = { clock: systemClock, random: systemRandom, logger: silentLogger };
const ping = (run: JobDefinition['run']): JobDefinition => ({
  name: 'ping',
  queue: 'maintenance',
  schedule: { everySeconds: 1 },
  singleFlightKey: 'ping',
  run,
});

async function open(dataDir: string, job: JobDefinition) {
  const store = await openStore({ dataDir, what: 'test', ...ports });
  const state = schedulerStateFile(join(dataDir, 'scheduler.json'), silentLogger);
  const scheduler = createScheduler({ store, state, queues: loadSchedule().queues, jobs: [job], ...ports });
  return { store, scheduler };
}

describe('a scheduler on disk, by the real clock', () => {
  it('runs what is due, and remembers it', async () => {
    using folder = temporaryFolder();
    let ran: (() => void) | undefined;
    const running = new Promise<void>((resolve) => {
      ran = resolve;
    });
    const job = ping(async () => {
      ran?.();
      return 'pong';
    });
    const first = await open(folder.path, job);
    await first.scheduler.start();
    await running;
    await first.scheduler.pause('ping');
    await first.scheduler.stop();
    await first.store.close();

    const second = await open(folder.path, job);
    await second.scheduler.start();
    expect(second.scheduler.list()).toMatchObject([{ name: 'ping', paused: true }]);
    const history = await second.scheduler.history({ job: 'ping', outcome: 'succeeded' });
    expect(history[0]).toMatchObject({ summary: 'pong', trigger: 'schedule' });
    await second.scheduler.stop();
    await second.store.close();
  });

  it('sets a state aside that it cannot read', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'scheduler.json');
    await writeFile(file, '{"paused": "everything"');
    const state = schedulerStateFile(file, silentLogger);
    expect(await state.read()).toEqual({ paused: [], seenUntil: {} });
    expect(await readFile(`${file}.unreadable`, 'utf8')).toContain('everything');
  });
});

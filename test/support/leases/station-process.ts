import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { systemRandom } from '../../../src/main/platform/random.ts';
import { createCouchClient } from '../../../src/main/sync/couch/couch-client.ts';
import { awakeClock } from '../../../src/main/sync/leases/awake-clock.ts';
import { createLeases } from '../../../src/main/sync/leases/create-leases.ts';
import { leaseTimes } from '../../../src/main/sync/leases/lease-protocol.ts';

/*
 * A workstation that does nothing but lead: for as long as it leads a task, it writes over the task's document in
 * `work`, with the fence of its lease. What it does it says line by line.
 */

const given = z
  .strictObject({
    url: z.string(),
    user: z.string(),
    password: z.string(),
    workstation: z.string(),
    tasks: z.array(z.string()),
    /** How much faster than in earnest. */
    hurry: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const client = createCouchClient({
  url: given.url,
  credentials: () => Promise.resolve({ name: given.user, password: given.password }),
  fetch,
});
const leases = createLeases({
  server: () => ({ client, user: given.user, path: (name) => `/${name}` }),
  isPaused: () => false,
  workstation: () => Promise.resolve(given.workstation),
  floor: () => Promise.resolve(0),
  monotonicMs: awakeClock(systemClock),
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
  times: {
    beatEveryMs: leaseTimes.beatEveryMs / given.hurry,
    sureForMs: leaseTimes.sureForMs / given.hurry,
    stillForMs: leaseTimes.stillForMs / given.hurry,
    waitForEachMs: leaseTimes.waitForEachMs / given.hurry,
    longestWaitMs: leaseTimes.longestWaitMs / given.hurry,
  },
});

let told = '';
const tell = () => {
  const now = JSON.stringify({
    leads: leases.led(),
    ...(leases.fault !== undefined && { fault: leases.fault }),
  });
  if (now !== told) say(JSON.parse(now) as object);
  told = now;
};
leases.onChanged(tell);
leases.want(given.tasks);
leases.start();

const standing = z.looseObject({ _rev: z.string().optional() });

async function write(task: string, fence: () => number | undefined): Promise<void> {
  const path = `/work/${encodeURIComponent(task)}`;
  const { _rev } = await client.ask(standing, 'GET', path).catch(() => ({ _rev: undefined }));
  const body = {
    by: given.workstation,
    fence: fence(),
    at: performance.now(),
    ...(_rev !== undefined && { _rev }),
  };
  try {
    await client.ask(z.looseObject({}), 'PUT', path, { body });
    say({ wrote: task, fence: body.fence });
  } catch (error) {
    say({ refused: task, fence: body.fence, why: error instanceof Error ? error.message : String(error) });
  }
}

const lifetime = new AbortController();
for (const task of given.tasks)
  void (async () => {
    while (!lifetime.signal.aborted) {
      if (leases.of(task).is === 'here')
        await leases
          .lead(task, async ({ signal, fence }) => {
            say({ began: task, fence: fence() });
            while (!signal.aborted) {
              await write(task, fence);
              await sleep(50, undefined, { signal });
            }
          })
          .catch((error: unknown) => say({ ended: task, why: error instanceof Error ? error.name : '' }));
      await sleep(20);
    }
  })();

const timer = setInterval(tell, 50);
process.on('SIGTERM', () => {
  clearInterval(timer);
  lifetime.abort();
  void leases.close().then(() => {
    say({ closed: true });
    process.exit(0);
  });
});

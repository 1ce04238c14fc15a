import { afterEach, expect, it } from 'vitest';
import { createLeaseDatabase } from '../../test/support/leases/lease-database.ts';
import { instant, type Instant } from '../shared/model/ids.ts';
import { openLeading, type Leading, type LeadingPorts } from './open-leases.ts';
import { systemClock } from './platform/clock.ts';
import { silentLogger } from './platform/logger.ts';
import { systemRandom } from './platform/random.ts';

const opened: Leading[] = [];
afterEach(async () => {
  for (const leading of opened.splice(0)) await leading.close();
});

const nothing = () => () => {};

/** A workstation with one accepted source, whose time of day may be set. */
function workstation(options: { readonly leads?: boolean } = {}) {
  const { client, task } = createLeaseDatabase();
  const time = { aheadMs: 0 };
  const ports = {
    sync: {
      state: 'running',
      server: { client, user: 'alice', path: (name: string) => `/${name}` },
      onChanged: nothing,
    },
    live: { current: { couchdb: { leads: options.leads ?? true } }, onChanged: nothing },
    mcp: {
      servers: {
        read: () =>
          Promise.resolve({
            servers: [{ name: 'accepted' }, { name: 'not-accepted' }, { name: 'off', disabled: true }],
            problems: [],
          }),
      },
      trust: { get: (name: string) => Promise.resolve(name === 'not-accepted' ? undefined : {}) },
    },
    workstation: () => Promise.resolve('noc-1'),
    inventory: { highestFence: () => Promise.resolve(6), onChanged: nothing },
    documents: { highestFence: () => Promise.resolve(0) },
    findings: { evaluate: () => Promise.resolve({}) },
    runsJobs: () => true,
    hasAlerts: () => false,
    hasModel: () => false,
    onSourcesChanged: nothing,
    clock: {
      ...systemClock,
      now: (): Instant => instant(Date.parse(systemClock.now()) + time.aheadMs),
    },
    random: systemRandom,
    logger: silentLogger,
  };
  const leading = openLeading(ports as unknown as LeadingPorts);
  opened.push(leading);
  leading.start();
  return { leading, task, time };
}

it('leads what it collects and does itself, and nothing that nobody has accepted or needs', async () => {
  const { leading, task } = workstation();
  const tasks = ['automation', 'collect:accepted', 'collect:findings', 'documents'];
  await expect.poll(() => leading.leases.led()).toEqual(tasks);
  expect(leading.doesByItself('automation')).toBe(true);
  // Counted on from what stands in the inventory.
  expect(leading.fence('collect:accepted')).toBe(7);
  expect(task('collect:accepted')).toMatchObject({ holder: 'noc-1', fence: 7 });
});

it('leads nothing where that is switched off', async () => {
  const { leading, task } = workstation({ leads: false });
  // A command may have it lead what it does; nothing else comes with it.
  await leading.leases.lead('prose', () => Promise.resolve());
  await leading.leases.lead('alerts', () => Promise.resolve());
  expect(leading.doesByItself('automation')).toBe(false);
  await leading.close();
  expect(['automation', 'collect:accepted', 'collect:findings'].map(task)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it.each([86_400_000, -86_400_000])(
  'a time of day that is set by %i ms changes nothing of who leads',
  async (aheadMs) => {
    const { leading, time } = workstation();
    await expect.poll(() => leading.fence('documents')).toBe(1);
    time.aheadMs = aheadMs;
    expect(leading.leases.of('documents')).toMatchObject({ is: 'here', fence: 1 });
    // The round after that as well.
    leading.leases.want(['documents', 'prose']);
    await expect.poll(() => leading.fence('prose')).toBe(1);
    expect(leading.fence('documents')).toBe(1);
  },
);

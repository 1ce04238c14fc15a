import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import { createLeaseDatabase } from '../../../../test/support/leases/lease-database.ts';
import { silentLogger } from '../../platform/logger.ts';
import { createLeases } from './create-leases.ts';
import type { Leases } from './leases.ts';

function world() {
  const clock = createFakeClock('2026-11-23T12:00:00.000Z');
  const server = createLeaseDatabase();
  let ids = 0;
  const floors = new Map<string, number>();
  const station = (workstation: string) => {
    const state = { isPaused: false, isShared: true };
    const shared = { client: server.client, user: workstation, path: (name: string) => `/${name}` };
    const leases = createLeases({
      server: () => (state.isShared ? shared : undefined),
      isPaused: () => state.isPaused,
      workstation: () => Promise.resolve(workstation),
      floor: (task) => Promise.resolve(floors.get(task) ?? 0),
      monotonicMs: () => clock.monotonicMs(),
      clock,
      random: { id: () => `session-${(ids += 1)}`, unit: () => 0.5 },
      logger: silentLogger,
    });
    return { leases, state };
  };
  return { clock, server, station, floors };
}

/** Work that goes on until its lease ends. */
function workUnder(leases: Leases, task: string) {
  const seen: { fence?: number | undefined; ended?: unknown; asked?: () => number | undefined } = {};
  const done = leases
    .lead(task, async ({ signal, fence }) => {
      seen.fence = fence();
      seen.asked = fence;
      await new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        }),
      );
    })
    .catch((error: unknown) => {
      seen.ended = error;
    });
  return { seen, done };
}

describe('leading', () => {
  it('asks nobody where nothing is shared', async () => {
    const { station } = world();
    const { leases, state } = station('noc-1');
    state.isShared = false;
    expect(leases.of('documents')).toEqual({ is: 'alone' });
    expect(await leases.lead('documents', ({ fence }) => Promise.resolve(fence()))).toBeUndefined();
  });

  it('takes what is free for as long as the work lasts, and says who leads what is not', async () => {
    const { clock, station, server } = world();
    const [one, other] = [station('noc-1').leases, station('noc-2').leases];
    const { seen } = workUnder(one, 'documents');
    await clock.advance(100);
    expect(seen.fence).toBe(1);
    const refused = other.lead('documents', () => Promise.resolve()).catch((error: unknown) => error);
    await clock.advance(1_000);
    expect(await refused).toMatchObject({ code: 'led-elsewhere', holder: 'noc-1' });
    expect(other.leaders()).toEqual(new Map([['documents', 'noc-1']]));
    const closing = one.close();
    await clock.advance(1_000);
    await closing;
    expect(seen.ended).toMatchObject({ code: 'lease-lost' });
    expect(server.task('documents')).not.toHaveProperty('holder');
    expect(
      await settled(
        clock,
        other.lead('documents', ({ fence }) => Promise.resolve(fence())),
      ),
    ).toBe(2);
    await settled(clock, other.close());
  });

  it('ends work when the server has not been heard of for 15 s, and writes nothing after that', async () => {
    const { clock, station, server } = world();
    const { leases } = station('noc-1');
    leases.want(['documents']);
    leases.start();
    await clock.advance(1_000);
    const { seen } = workUnder(leases, 'documents');
    await clock.advance(20_000);
    expect(seen).toMatchObject({ fence: 1 });
    expect(seen.ended).toBeUndefined();
    server.goAway();
    await clock.advance(9_000);
    expect(seen.ended).toBeUndefined();
    await clock.advance(6_000);
    expect(seen.ended).toMatchObject({ code: 'lease-lost' });
    expect(() => seen.asked?.()).toThrow(/does not lead/);
    expect(leases.of('documents')).toMatchObject({ is: 'unsure' });
    server.goAway(false);
    await clock.advance(6_000);
    expect(leases.of('documents')).toMatchObject({ is: 'here', fence: 2 });
    await settled(clock, leases.close());
  });

  it('releases what it leads when sharing is paused, and takes part again afterwards', async () => {
    const { clock, station, server } = world();
    const { leases, state } = station('noc-1');
    leases.want(['documents']);
    leases.start();
    await clock.advance(1_000);
    state.isPaused = true;
    leases.want(['documents']);
    await clock.advance(1_000);
    expect(server.task('documents')).not.toHaveProperty('holder');
    expect(leases.of('documents')).toMatchObject({ is: 'unsure' });
    state.isPaused = false;
    leases.want(['documents']);
    await clock.advance(6_000);
    expect(leases.of('documents')).toMatchObject({ is: 'here', fence: 2 });
    await settled(clock, leases.close());
  });

  it('counts on from what was written before the database of leases was made anew', async () => {
    const { clock, station, floors } = world();
    floors.set('documents', 41);
    const { leases } = station('noc-1');
    expect(
      await settled(
        clock,
        leases.lead('documents', ({ fence }) => Promise.resolve(fence())),
      ),
    ).toBe(42);
    // Something came from others that was written under a later lease of the time before.
    floors.set('documents', 70);
    expect(
      await settled(
        clock,
        leases.lead('documents', ({ fence }) => Promise.resolve(fence())),
      ),
    ).toBe(71);
    await settled(clock, leases.close());
  });
});

async function settled<T>(clock: { advance(ms: number): Promise<void> }, what: Promise<T>): Promise<T> {
  const state = { isOver: false };
  const over = () => {
    state.isOver = true;
  };
  void what.then(over, over);
  for (let i = 0; i < 100 && !state.isOver; i += 1) await clock.advance(250);
  return what;
}

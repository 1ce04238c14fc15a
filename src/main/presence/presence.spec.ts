import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import { silentLogger } from '../platform/logger.ts';
import { createPresence } from './create-presence.ts';

const minute = 60_000;

function world() {
  let account: string | undefined = 'alice';
  const shift = { noc1: ['collect:vcenter-a'] as readonly string[] };
  const station = (name: string, start: string) => {
    const clock = createFakeClock(start);
    const store = createMemoryStore();
    const presence = createPresence({
      store: store.presence,
      workstation: () => Promise.resolve(`${name}-x`),
      name,
      version: '1.0.0',
      account: () => account,
      isCurrent: () => true,
      leads: () => (name === 'noc1' ? shift.noc1 : []),
      running: () => Promise.resolve([]),
      clock,
      logger: silentLogger,
    });
    return { name, clock, store, presence };
  };
  type Place = ReturnType<typeof station>;
  return {
    station,
    shift,
    unshare: () => {
      account = undefined;
    },
    /** What replication does. */
    replicate: async (from: Place, to: Place) => {
      const records = await from.store.presence.find({ selector: {} });
      await to.store.presence.put(records);
      await to.presence.storeChanged(records.map(({ id }) => id));
    },
    at: async ({ presence }: Place) =>
      (await presence.list()).stations.map(({ name, self, online, looking, leads }) => ({
        name,
        self,
        online,
        looking: looking.map(({ operator, view, subject }) => [operator, view, subject]),
        leads,
      })),
  };
}

describe('presence', () => {
  it('tells others who looks at what here and what this workstation leads, and leaves with the last window', async () => {
    const { station, replicate, at } = world();
    const noc1 = station('noc1', '2026-11-23T12:00:00.000Z');
    const noc2 = station('noc2', '2026-11-23T12:00:00.000Z');
    noc1.presence.start();
    const leave = noc1.presence.arrive('alice');
    noc1.presence.look('alice', 'tickets', 'T-1');
    await noc1.clock.advance(20_000);
    await replicate(noc1, noc2);
    const told = { name: 'noc1', self: false, online: true, leads: ['collect:vcenter-a'] };
    expect(await at(noc2)).toMatchObject([
      { name: 'noc2', self: true },
      { ...told, looking: [['alice', 'tickets', 'T-1']] },
    ]);
    leave();
    await noc1.clock.advance(20_000);
    await replicate(noc1, noc2);
    expect(await at(noc2)).toMatchObject([{ self: true }, { ...told, looking: [] }]);
    await noc1.presence.close();
  });

  it('takes a workstation for gone when nothing of it has changed here for a while, and forgets it after a week', async () => {
    const { station, replicate, at } = world();
    const noc1 = station('noc1', '2026-11-23T12:00:00.000Z');
    const noc2 = station('noc2', '2026-11-23T12:00:00.000Z');
    noc1.presence.start();
    await noc1.clock.advance(20_000);
    await replicate(noc1, noc2);
    expect(await at(noc2)).toMatchObject([{ self: true }, { name: 'noc1', online: true }]);
    await noc2.clock.advance(3 * minute);
    // The same again is no word of it.
    await replicate(noc1, noc2);
    expect(await at(noc2)).toMatchObject([{ self: true }, { name: 'noc1', online: false }]);
    await noc2.clock.advance(7 * 24 * 60 * minute);
    expect(await at(noc2)).toMatchObject([{ name: 'noc2' }]);
    await noc1.presence.close();
  });

  it('believes no clock of others: one that is a day behind is there as soon as it says something new', async () => {
    const { station, replicate, at } = world();
    const behind = station('noc1', '2026-11-22T12:00:00.000Z');
    const noc2 = station('noc2', '2026-11-23T12:00:00.000Z');
    behind.presence.start();
    await behind.clock.advance(20_000);
    await replicate(behind, noc2);
    expect(await at(noc2)).toMatchObject([{ self: true }, { name: 'noc1', online: false }]);
    await behind.clock.advance(2 * minute);
    await replicate(behind, noc2);
    expect(await at(noc2)).toMatchObject([{ self: true }, { name: 'noc1', online: true }]);
    await behind.presence.close();
  });

  it('is written when something is different, at most every two seconds, and every minute otherwise', async () => {
    const { station } = world();
    const { presence, store, clock } = station('noc1', '2026-11-23T12:00:00.000Z');
    const writes = () => store.writes.filter(({ collection }) => collection === 'presence').length;
    presence.start();
    await clock.advance(5_000);
    expect(writes()).toBe(1);
    for (let i = 0; i < 10; i += 1) {
      presence.look('alice', 'tickets', `T-${i}`);
      await clock.advance(200);
    }
    await clock.advance(2_000);
    expect(writes()).toBeLessThanOrEqual(3);
    const [record] = await store.presence.find({ selector: {} });
    expect(record).toMatchObject({ id: 'noc1-x', operator: 'alice', looking: [{ subject: 'T-9' }] });
    const before = writes();
    await clock.advance(10 * minute);
    expect(writes() - before).toBeGreaterThanOrEqual(8);
    expect(writes() - before).toBeLessThanOrEqual(11);
    await presence.close();
  });

  it('writes nothing where nothing is shared', async () => {
    const { station, unshare, at } = world();
    unshare();
    const noc1 = station('noc1', '2026-11-23T12:00:00.000Z');
    noc1.presence.start();
    noc1.presence.look('alice', 'overview', undefined);
    await noc1.clock.advance(5 * minute);
    expect(noc1.store.writes).toEqual([]);
    expect(await at(noc1)).toMatchObject([{ name: 'noc1', looking: [['alice', 'overview', undefined]] }]);
    await noc1.presence.close();
  });
});

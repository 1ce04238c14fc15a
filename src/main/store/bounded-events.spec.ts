import { firstValueFrom, filter } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

describe('events of large writes', () => {
  let store: Store;
  afterEach(() => store.close());

  const audit = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({ id: `record-${from + i}`, schemaVersion: 1 }));

  it('are not kept, and running queries still see every write', async () => {
    store = await openStore({
      dataDir: ':memory:',
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
    });
    const query = store.audit.rx.count();
    const reached = (count: number) => firstValueFrom(query.$.pipe(filter((value) => value === count)));
    await store.audit.put(audit(0, 30));
    await reached(30);
    await store.audit.put(audit(30, 530));
    await reached(530);
    await store.audit.remove(['record-3']);
    expect(await reached(529)).toBe(529);
    expect(store.audit.rx._changeEventBuffer.getBuffer().length).toBe(1);
  });
});
